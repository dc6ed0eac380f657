// The clock: what time it is in the sandbox, and jumping ahead in it.

import { byId, h } from "./dom.js";
import { act } from "./net.js";
import { now, state } from "./state.js";
import { kept } from "./theme.js";
import { toast } from "./toast.js";
import { allZones, cityOf, dateTimeIn, inWords, nextChange, partsIn, shortDayIn, timeIn, zoneOf } from "./zones.js";

const first = () => [...state.shown][0] || state.view.people[0].name;
const controls = () => document.querySelectorAll("[data-jump], #change-before, #change-after, #to-form button");
let turned = 0,
  fieldDay = "";

export const jump = async body => {
  for (const control of controls()) control.setAttribute("aria-disabled", "true");
  byId("clock").setAttribute("aria-busy", "true");
  const told = await act("clock", { ...body, wait: true });
  for (const control of controls()) control.removeAttribute("aria-disabled");
  byId("clock").removeAttribute("aria-busy");
  if (told) byId("said").textContent = `It is now ${dateTimeIn(now(), zoneOf(first()))} in ${cityOf(zoneOf(first()))}.`;
};

const pressed = (element, body) =>
  element.addEventListener("click", () => {
    if (element.getAttribute("aria-disabled") !== "true") jump(body());
  });

export const setUpClock = () => {
  for (const button of document.querySelectorAll("[data-jump]")) pressed(button, () => JSON.parse(button.dataset.jump));
  const zones = byId("change-zone");
  zones.append(...allZones().map(zone => h("option", { value: zone }, zone.replaceAll("_", " "))));
  zones.value = kept("change") || (nextChange(Date.now(), allZones()[0]) ? allZones()[0] : "Europe/Berlin");
  zones.onchange = () => {
    kept("change", zones.value);
    drawChange();
  };
  pressed(byId("change-before"), () => ({ to: evening(zones.value) }));
  pressed(byId("change-after"), () => ({
    to: new Date(nextChange(now(), zones.value).at + 60_000).toISOString().replace("Z", "+00:00"),
  }));
  byId("to-form").onsubmit = event => {
    event.preventDefault();
    jump({ to: `${byId("to").value.replace("T", " ")} ${zoneOf(first())}` });
  };
};

// Eight in the evening of the day before the change; of an evening that has begun, now.
const evening = zone => {
  const p = partsIn(nextChange(now(), zone).at - 86_400_000, zone);
  return `${p.year}-${p.month}-${p.day} 20:00 ${zone}`;
};

const drawChange = () => {
  const zone = byId("change-zone").value,
    change = nextChange(now(), zone);
  byId("change-words").textContent = change
    ? `The next one: ${dateTimeIn(change.at, zone).replace(/, [^,]*$/, "")}, when clocks go ${inWords(change.hours * 3600)} ${change.hours > 0 ? "ahead" : "back"} to ${timeIn(change.at, zone)}.`
    : "The clocks do not change there.";
  const close = !change || (change.at - now() < 30 * 3_600_000 && partsIn(now(), zone).hour >= 20);
  byId("change-before").disabled = close;
  byId("change-after").disabled = !change;
};

export const tickClock = () => {
  const moment = now(),
    zone = zoneOf(first()),
    p = partsIn(moment, zone);
  byId("now").firstElementChild.textContent = timeIn(moment, zone);
  const day = `${shortDayIn(moment, zone)} · ${cityOf(zone)}`;
  if (byId("now").lastElementChild.textContent !== day) byId("now").lastElementChild.textContent = day;
  const minutes = Math.floor(moment / 60_000);
  if (minutes === turned) return;
  turned = minutes;
  byId("minute").style.transform = `rotate(${p.minute * 6}deg)`;
  byId("hour").style.transform = `rotate(${(p.hour % 12) * 30 + p.minute / 2}deg)`;
  byId("dial").classList.toggle("night", p.hour < 7 || p.hour >= 20);
  byId("clock-words").textContent =
    Math.abs(state.offset) < 60
      ? "Sandbox time is real time."
      : `Sandbox time is ${inWords(state.offset)} ahead of real time. It only goes forward.`;
  if (fieldDay !== `${p.day} ${zone}` && document.activeElement !== byId("to")) {
    fieldDay = `${p.day} ${zone}`;
    byId("to").value = `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
  }
  drawChange();
};

export const redrawClock = () => {
  turned = 0;
  tickClock();
};

export const drawNext = () => {
  const next = state.look?.next,
    zone = zoneOf(first());
  const words = next
    ? `On ${dateTimeIn(Date.parse(next), zone)} (${cityOf(zone)}) ${comes(next)}.`
    : "The bot has nothing planned.";
  byId("next-words").textContent = words;
  document.querySelector('[data-jump*="next"]').title = words;
};

// What is due then: a timer of a talk, or else a talk that begins or a message that kept quiet hours.
const comes = next => {
  const timer = (state.look.timers || []).find(one => Date.parse(one.due) === Date.parse(next));
  const talk = timer && (state.look.sessions || []).find(one => one.session === timer.session);
  if (!talk) return "a talk begins, or a message that waited goes out";
  const kinds = [
    [/^remind/, "there is a reminder in"],
    [/^(send|share)/, "a text can no longer be taken back in"],
    [/^invite/, "both are asked in"],
    [/^(after|deadline|when)/, "the time is over in"],
  ];
  const kind = kinds.find(([name]) => name.test(timer.name))?.[1] || "something is due in";
  return `${kind} ${talk.flow} (${talk.state})`;
};

export const toNext = () =>
  state.look?.next ? jump({ next: true }) : toast("The bot has nothing planned, so there is no next moment to go to.");
