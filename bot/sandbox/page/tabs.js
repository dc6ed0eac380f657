// On a narrow screen: one chat at a time, the drawing, or the tools.

import { byId, face, h, icon, sr } from "./dom.js";

let current = "",
  buttons = new Map();

export const currentTab = () => current;

export const drawTabs = (columns, chosen) => {
  const entries = [
    ...columns.map(column => [column.title, column.place.members, column.section]),
    ["Drawing", "flow", byId("flow")],
    ["Tools", "tools", byId("tools")],
  ];
  const print = entries.map(([name]) => name).join("|");
  if (byId("tabs").dataset.print !== print) {
    byId("tabs").dataset.print = print;
    buttons = new Map(entries.map(([name, sign]) => [name, button(name, sign, entries)]));
    byId("tabs").replaceChildren(...buttons.values());
  }
  show(
    chosen && entries.some(([name]) => name === chosen)
      ? chosen
      : entries.some(([name]) => name === current)
        ? current
        : entries[0][0],
    entries,
  );
};

const button = (name, sign, entries) => {
  const mark = typeof sign === "string" ? icon(sign) : h("span", { class: "faces" }, sign.map(face));
  return h(
    "button",
    {
      type: "button",
      onclick: () => {
        show(name, entries);
        scrollTo(0, 0);
      },
    },
    mark,
    h("span", { class: "name" }, name),
    h("span", { class: "unread", hidden: true }, "•", sr(" something new")),
  );
};

const show = (name, entries) => {
  current = document.body.dataset.tab = name;
  for (const [other, , section] of entries) {
    section.classList.toggle("current", other === name);
    const tab = buttons.get(other);
    tab.toggleAttribute("aria-current", other === name);
    if (other === name) {
      tab.setAttribute("aria-current", "true");
      tab.querySelector(".unread").hidden = true;
    }
  }
};

export const markUnread = name => {
  if (name !== current && buttons.has(name)) buttons.get(name).querySelector(".unread").hidden = false;
};
