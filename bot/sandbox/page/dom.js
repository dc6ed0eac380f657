// Making elements. Everything a person or the bot wrote goes in as text, never as markup.

export const h = (tag, props = {}, ...kids) => fill(document.createElement(tag), props, kids);

export const svg = (tag, props = {}, ...kids) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, kids);

const fill = (element, props, kids) => {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...kids.flat().filter(kid => kid !== null && kid !== undefined && kid !== false));
  return element;
};

export const byId = id => document.getElementById(id);

const SHAPES = {
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  group:
    "M8.5 11a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM2.5 20c.4-4 2.7-6 6-6s5.600 2 6 6M16 11.500a2.700 2.700 0 1 0-1-5M17 14.200c2.600.3 4.200 2.200 4.500 5.300",
  leaf: "M5 19c0-9 5-14 15-14 0 10-5 15-13 14M5 19c2-4 5-7 9-9",
  send: "M4 12l16-7-5 15-4-6zM11 14l9-9",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  tick: "M5 13l4 4L19 7",
  down: "M12 5v14M6 13l6 6 6-6",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  keys: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  panel: "M3 5h18v14H3zM15 5v14",
  flow: "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
  tools: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  reply: "M10 7L5 12l5 5M5 12h8c4 0 6 2 6 6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  next: "M5 5l9 7-9 7zM18 5v14",
  grow: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
};

export const icon = name =>
  svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: SHAPES[name] }),
  );

// An initial in a coloured round: a person, or the bot's leaf.
export const face = name =>
  name === "bot"
    ? h("span", { class: "face bot", "aria-hidden": "true" }, icon("leaf"))
    : h("span", { class: "face", "data-person": tint(name), "aria-hidden": "true" }, [...name][0].toUpperCase());

const KNOWN = ["Ann", "Ben", "Cleo", "Dan", "Eve"];

export const tint = name => (KNOWN.includes(name) ? name : "other");

export const sr = text => h("span", { class: "sr" }, text);
