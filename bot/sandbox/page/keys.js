// Single keys, outside of text fields; they can be turned off.

import { byId } from "./dom.js";
import { kept } from "./theme.js";

export const setUpKeys = doing => {
  byId("keys-open").onclick = () => byId("keys").showModal();
  byId("keys-on").checked = kept("keys") !== false;
  byId("keys-on").onchange = event => kept("keys", event.target.checked);
  addEventListener("keydown", event => {
    const writing = event.target.closest("input, textarea, select, dialog");
    if (writing || event.ctrlKey || event.altKey || event.metaKey || !byId("keys-on").checked) return;
    const key = event.key.toLowerCase();
    const does = /^[1-9]$/.test(key) ? () => doing.chat(Number(key) - 1) : doing[key];
    if (does) {
      event.preventDefault();
      does();
    }
  });
  document.addEventListener("click", event => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", event => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
};
