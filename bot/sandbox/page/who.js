// Choosing whose chats are shown.

import { byId, face, h, icon, sr } from "./dom.js";
import { act } from "./net.js";
import { setShown, state } from "./state.js";

export const setUpWho = changed => {
  const ask = byId("new-person");
  ask.onclose = async () => {
    const name = byId("new-name").value.trim();
    if (ask.returnValue === "yes" && name && (await act("people", { name }))) {
      setShown([...state.shown, name]);
      changed();
    }
    ask.returnValue = "";
  };
};

export const drawWho = changed => {
  const print = JSON.stringify([state.view.people.map(one => [one.name, one.gone]), [...state.shown]]);
  if (byId("who").dataset.print === print) return;
  const focused = document.activeElement?.closest("#who button")?.title;
  byId("who").dataset.print = print;
  byId("who").replaceChildren(
    ...state.view.people.map(one => toggle(one, changed)),
    h(
      "button",
      {
        type: "button",
        class: "who",
        title: "Someone new",
        onclick: () => {
          byId("new-name").value = "";
          byId("new-person").showModal();
        },
      },
      icon("plus"),
      sr("Someone new"),
    ),
  );
  if (focused) [...byId("who").children].find(button => button.title === focused)?.focus();
};

const toggle = (one, changed) => {
  const on = state.shown.has(one.name);
  const flip = () => {
    const names = state.view.people.map(other => other.name).filter(name => (name === one.name ? !on : state.shown.has(name)));
    if (names.length) {
      setShown(names);
      changed();
    }
  };
  return h(
    "button",
    { type: "button", class: "who", "aria-pressed": String(on), title: `Show ${one.name}`, onclick: flip },
    face(one.name),
    sr(`Show ${one.name}`),
  );
};
