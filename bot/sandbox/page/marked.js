// A text with its marks as Telegram gives them (offsets in UTF-16 units, which is what JavaScript counts in).
// Links and commands become buttons, for here they are acts of a person and never lead out of the page.

import { h } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const LIVE = /((?:https?:\/\/)?t\.me\/[^\s<>"]+|https?:\/\/[^\s<>"]+|(?<![\w/])\/[a-z][a-z0-9_]{1,31}\b)/g;

export const marked = (text, entities, doing) => walk(text, 0, text.length, entities, doing);

const walk = (text, from, to, marks, doing) => {
  const nodes = [];
  let at = from;
  for (let i = 0; i < marks.length;) {
    const mark = marks[i],
      end = Math.min(mark.offset + mark.length, to);
    if (mark.offset < at) {
      i += 1;
      continue;
    }
    nodes.push(...plain(text.slice(at, mark.offset), doing));
    const inner = marks.slice(i + 1).filter(other => other.offset < end);
    nodes.push(wrap(mark, text.slice(mark.offset, end), walk(text, mark.offset, end, inner, doing), doing));
    at = end;
    i += 1 + inner.length;
  }
  return [...nodes, ...plain(text.slice(at, to), doing)];
};

const wrap = (mark, piece, inner, doing) => {
  if (mark.type === "text_link") return linkButton(piece, () => doing.open(mark.url));
  if (mark.type === "spoiler") return spoiler(inner);
  return h(TAGS[mark.type] || "span", {}, inner);
};

const spoiler = inner => {
  const box = h("button", { type: "button", class: "spoiler", "aria-label": "Hidden text; press to read" }, inner);
  box.addEventListener("click", () => {
    box.classList.add("seen");
    box.removeAttribute("aria-label");
  });
  return box;
};

const plain = (piece, doing) =>
  piece
    .split(LIVE)
    .filter(Boolean)
    .map(part => {
      if (/^(https?:\/\/|t\.me\/)/.test(part)) return linkButton(part, () => doing.open(part));
      if (/^\/[a-z]/.test(part) && doing.command) return linkButton(part, () => doing.command(part));
      return part;
    });

const linkButton = (text, onclick) => h("button", { type: "button", class: "link", onclick }, text);
