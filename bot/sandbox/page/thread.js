// The messages of one chat: in order, a line for each new day, and the scroll stays where the reader left it.

import { h, icon } from "./dom.js";
import { bubble } from "./bubble.js";
import { dayIn, zoneOf } from "./zones.js";

const NEAR = 48;

export const thread = (chat, label) => {
  const list = h("div", { class: "messages", role: "log", "aria-label": label, tabindex: "0" });
  const below = h(
    "button",
    { type: "button", class: "below", hidden: true, onclick: () => toEnd() },
    icon("down"),
    "New messages",
  );
  const known = new Map();
  let day = "";

  // Whether the reader is at the end is what they scrolled to, not what a change of size made of it.
  let pinned = true,
    size = "";
  const sizeNow = () => `${list.clientWidth} ${list.clientHeight} ${list.scrollHeight}`;
  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  const toEnd = () => {
    pinned = true;
    list.scrollTop = list.scrollHeight;
    size = sizeNow();
    below.hidden = true;
  };
  const settle = () => {
    size = sizeNow();
    if (pinned) toEnd();
  };
  list.addEventListener("scroll", () => {
    if (size !== sizeNow()) return settle();
    pinned = atEnd();
    if (pinned) below.hidden = true;
  });
  new ResizeObserver(settle).observe(list);

  const put = message => {
    const print = JSON.stringify(message) + JSON.stringify(chat.marksOf(message));
    const old = known.get(message.id);
    if (old?.print === print || (!old && message.deleted)) return false;
    const element = bubble(message, chat);
    if (old) swap(old.element, element);
    else {
      dayLine(message);
      element.classList.add("fresh");
      list.append(element);
    }
    known.set(message.id, { print, element });
    return !old;
  };

  const swap = (old, element) => {
    const held = old.contains(document.activeElement) ? document.activeElement.textContent : null;
    old.replaceWith(element);
    if (held === null) return;
    const same =
      [...element.querySelectorAll("button")].find(one => one.textContent.endsWith(held)) || element.querySelector("button");
    (same || list).focus({ preventScroll: true });
  };

  const dayLine = message => {
    const today = dayIn(Date.parse(message.at), zoneOf(chat.place.members[0]));
    if (today !== day) list.append(h("div", { class: "day" }, h("span", {}, today)));
    day = today;
  };

  const update = messages => {
    const fresh = messages.map(put).some(Boolean);
    settle();
    if (fresh && !pinned) below.hidden = false;
    return fresh;
  };

  const clear = () => {
    known.clear();
    list.replaceChildren();
    day = "";
  };
  return { list, below, update, clear, toEnd };
};
