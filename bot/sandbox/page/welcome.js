// What to press first, in the empty chat of whoever begins; gone for good once it is closed.

import { h } from "./dom.js";
import { state } from "./state.js";
import { kept } from "./theme.js";

export const welcome = chat => {
  const first = chat.place.place === "dm" && chat.place.members[0] === "Ann";
  const close = () => {
    kept("hint", "seen");
    box.hidden = true;
  };
  const empty = first
    ? ""
    : chat.place.place === "dm"
      ? `Nothing here yet. ${chat.title} can open an invitation from someone else's chat, or press START.`
      : "Nothing here yet. Both can read what is written here.";
  const box = first
    ? h(
        "div",
        { class: "hint" },
        h("h3", {}, "Begin here"),
        h(
          "ol",
          {},
          h("li", {}, "Press ", h("strong", {}, "START"), " below. You are Ann now, with her phone in your hand."),
          h("li", {}, "Answer as Ann would. When she invites her partner, press the link and open it as Ben."),
          h("li", {}, "In the group, choose who is writing. Let time pass with the clock at the top; “To the next” says what comes."),
        ),
        h("button", { type: "button", onclick: close }, "I see"),
      )
    : h("p", { class: "hint empty" }, empty);
  box.wanted = () =>
    !chat.place.messages.some(message => !message.deleted) && (!first || kept("hint") !== "seen") && Boolean(state.view);
  return box;
};
