// Short messages that come and go: what Telegram shows over a chat after a press, and what the sandbox says to the person at the page.

import { byId, h, icon } from "./dom.js";

const STAY = 6000;

export const toast = (text, { bad = false, stays = false, over = byId("toasts") } = {}) => {
  const close = h(
    "button",
    { class: "plain", type: "button", "aria-label": "Close this message", onclick: () => box.remove() },
    icon("close"),
  );
  const box = h("div", { class: bad ? "toast bad" : "toast" }, h("span", {}, text), close);
  over.append(box);
  while (over.children.length > 3) over.firstChild.remove();
  if (!stays && !bad) setTimeout(() => box.remove(), STAY);
};
