// One message as people see it.

import { face, h, icon, sr } from "./dom.js";
import { marked } from "./marked.js";
import { fileAddress } from "./net.js";
import { state } from "./state.js";
import { dateTimeIn, timeIn, zoneOf } from "./zones.js";

const NOTE_LENGTH = 32;

// `chat` gives: place, speaker(), tap(message, button), open(url), command(text), answer(message).
export const bubble = (message, chat) => {
  if (message.deleted)
    return h("div", { class: "message gone", "data-message": message.id }, h("span", {}, "A message was taken back."));
  if (message.service) return h("div", { class: "message service", "data-message": message.id }, h("span", {}, message.text));
  const mine = !message.from_bot && (chat.place.place === "dm" || message.from === chat.speaker());
  const classes = ["message", message.from_bot ? "from-bot" : "from-person", mine && "mine", isNote(message) && "note"];
  const props = { class: classes.filter(Boolean).join(" "), "data-message": message.id, "data-from": message.from };
  if (!message.from_bot) props["data-person"] = message.from;
  return h(
    "div",
    props,
    message.from_bot || !mine ? face(message.from) : null,
    h("div", { class: "stack" }, card(message, chat), ...rows(message, chat), reactions(message)),
  );
};

const isNote = message => {
  const buttons = message.rows.flat();
  return (
    message.from_bot &&
    buttons.length === 1 &&
    !buttons[0].url &&
    message.text.length <= NOTE_LENGTH &&
    !message.text.includes("?")
  );
};

const card = (message, chat) =>
  h(
    "div",
    { class: "card" },
    h(
      "span",
      { class: chat.place.place === "group" && !message.from_bot ? "author" : "sr" },
      message.from_bot ? "Groundwork: " : `${message.from}: `,
    ),
    quoted(message, chat),
    attached(message, chat),
    h(
      "div",
      { class: "text", id: wordsOf(message, chat) },
      isNote(message) ? envelope() : null,
      marked(
        message.text,
        message.entities,
        message.from_bot
          ? { open: url => chat.open(url), command: text => chat.command(text) }
          : { open: url => chat.open(url) },
      ),
    ),
    foot(message, chat),
  );

const envelope = () => h("span", { class: "seal", "aria-hidden": "true" });

const quoted = (message, chat) => {
  const first = message.reply_to && chat.place.messages.find(one => one.id === message.reply_to);
  if (!first) return null;
  return h(
    "div",
    { class: "quoted" },
    sr("Reply to "),
    `${first.from === "bot" ? "Groundwork" : first.from}: ${shortened(first.text)}`,
  );
};

export const shortened = text => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 70 ? line.slice(0, 67) + "…" : line;
};

const wordsOf = (message, chat) => (message.file === "photo" ? `words-${chat.place.id}-${message.id}` : null);

// A picture is told by the first line below it, and described by all of them.
const picture = (message, chat) =>
  h("img", {
    class: "picture",
    src: fileAddress(message.file_id),
    alt: message.text.split("\n")[0] || "A picture without words",
    "aria-describedby": wordsOf(message, chat),
  });

const attached = (message, chat) => {
  if (!message.file_id) return null;
  if (message.file_id.startsWith("SANDBOXODD")) return h("div", { class: "attached" }, icon("file"), message.file);
  if (message.file === "photo") return picture(message, chat);
  return h(
    "a",
    { class: "attached", href: fileAddress(message.file_id), download: message.file },
    icon("file"),
    `Download ${message.file}`,
  );
};

const foot = (message, chat) => {
  const at = Date.parse(message.at);
  const zones = [...new Set(chat.place.members.map(zoneOf))];
  const times = [...new Set(zones.map(zone => timeIn(at, zone)))].join(" / ");
  const pinned = chat.place.pinned.includes(message.id);
  return h(
    "div",
    { class: "foot" },
    message.from_bot && !message.rows.length && chat.place.place === "group" ? answering(message, chat) : null,
    pinned ? h("span", {}, icon("pin"), sr("pinned ")) : null,
    message.silent ? sr("without a sound ") : null,
    message.edited ? "edited · " : null,
    h("time", { datetime: message.at, title: zones.map(zone => `${dateTimeIn(at, zone)}, ${zone}`).join("; ") }, times),
  );
};

const answering = (message, chat) =>
  h(
    "button",
    { type: "button", class: "plain reply", onclick: () => chat.answer(message) },
    icon("reply"),
    sr(`Reply to: ${shortened(message.text)}`),
  );

const rows = (message, chat) =>
  message.rows.map(row =>
    h(
      "div",
      { class: "row" },
      row.map(button => press(button, message, chat)),
    ),
  );

const press = (button, message, chat) => {
  const by = state.pressed.get(`${chat.place.id}/${message.id}`);
  const ticked = /^[✓✔✅]/u.test(button.text),
    chosen = ticked || by?.text === button.text;
  const mark = chosen && !ticked ? h("span", { class: "chosen" }, icon("tick"), sr(`chosen by ${by.who}: `)) : null;
  const onclick = () => chat.tap(message, button);
  return h(
    "button",
    { type: "button", class: `press ${button.style || ""} ${chosen ? "is-chosen" : ""}`, onclick },
    mark,
    button.url ? icon("link") : null,
    button.text,
  );
};

const reactions = message =>
  message.reaction?.length
    ? h("div", { class: "reactions" }, sr("Reaction: "), message.reaction.map(one => one.emoji || "★").join(" "))
    : null;
