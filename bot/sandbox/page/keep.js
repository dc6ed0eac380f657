// Saving the transcript as a file, and beginning anew.

import { byId, h } from "./dom.js";
import { act, look } from "./net.js";
import { dateTimeIn, dayIn, timeIn, zoneOf } from "./zones.js";
import { now } from "./state.js";

export const setUpKeep = () => {
  byId("export-json").onclick = async () =>
    save(
      "transcript.json",
      JSON.stringify(
        { saved: new Date(now()).toISOString(), transcript: await look("transcript"), calls: await look("log") },
        null,
        1,
      ),
      "application/json",
    );
  byId("export-text").onclick = async () => save("transcript.txt", readable(await look("transcript")), "text/plain");
  byId("reset").onclick = () => byId("reset-ask").showModal();
  byId("reset-ask").onclose = () => {
    if (byId("reset-ask").returnValue === "yes") act("reset");
    byId("reset-ask").returnValue = "";
  };
};

const save = (name, content, type) => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};

export const readable = lines => {
  let day = "";
  const zone = zoneOf("Ann");
  const told = lines.flatMap(line => {
    const at = Date.parse(line.at),
      today = dayIn(at, zone),
      place = line.place === "dm" ? (line.from === "bot" ? line.to : line.from) + ", private" : line.to;
    const head = today === day ? [] : ["", today, ""];
    day = today;
    const notes = [line.edited && "edited", line.deleted && "taken back"].filter(Boolean).join(", ");
    const said = `${timeIn(at, zone)}  [${place}] ${line.service ? "" : (line.from === "bot" ? "Groundwork" : line.from) + ": "}${line.text.replace(/\n/g, "\n       ")}${notes ? ` (${notes})` : ""}`;
    return [...head, said, ...(line.buttons.length ? [`       ${line.buttons.map(label => `[${label}]`).join(" ")}`] : [])];
  });
  return `Groundwork sandbox, saved ${dateTimeIn(now(), zone)} (${zone})\n${told.join("\n")}\n`;
};
