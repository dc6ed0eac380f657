// Faults to order for the bot's next calls.

import { byId, h, icon } from "./dom.js";
import { act } from "./net.js";
import { state } from "./state.js";

const KINDS = [
  ["429", "429: too fast", "Telegram asks the bot to wait"],
  ["5xx", "5xx: Telegram is ill", "Telegram answers 502"],
  ["drop-before", "Drop before", "the line breaks before anything is done"],
  ["drop-after", "Drop after", "it is done, then the line breaks"],
  ["delay", "Delay", "the answer takes its time"],
  ["duplicate", "Twice", "the next update comes a second time"],
];
const METHODS = ["any", "sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessage", "getUpdates"];

export const setUpFaults = changed => {
  byId("fault-method").append(...METHODS.map(name => h("option", { value: name === "any" ? "*" : name }, name)));
  byId("fault-kinds").append(
    ...KINDS.map(([kind, words, why]) =>
      h("button", { type: "button", title: why, onclick: () => order(kind).then(changed) }, words),
    ),
  );
};

const order = kind => {
  const place = byId("fault-place").value;
  const [count, seconds] = [Number(byId("fault-count").value), Number(byId("fault-seconds").value)];
  return act("fault", { kind, method: byId("fault-method").value, count: count || 1, seconds, ...(place ? { place } : {}) });
};

export const drawFaults = changed => {
  const places = [
    ["", "anywhere"],
    ...[...state.places.values()].map(place => [
      String(place.id),
      place.place === "dm" ? `${place.title}'s chat` : place.title,
    ]),
  ];
  const select = byId("fault-place"),
    had = select.value;
  if (select.options.length !== places.length || [...select.options].some((option, at) => option.value !== places[at][0])) {
    select.replaceChildren(...places.map(([value, words]) => h("option", { value }, words)));
    select.value = places.some(([value]) => value === had) ? had : "";
  }
  const named = id => places.find(([value]) => value === id)?.[1] || id;
  const lines = state.view.faults.map(fault =>
    h(
      "li",
      {},
      `${fault.kind}: the next ${fault.count > 1 ? fault.count + " calls" : "call"} of ${fault.method === "*" ? "any method" : fault.method}${fault.place ? `, ${named(fault.place)}` : ""}`,
    ),
  );
  const clear = h(
    "li",
    {},
    h("button", { type: "button", onclick: () => act("fault", { clear: true }).then(changed) }, icon("close"), "Take all back"),
  );
  byId("fault-open").replaceChildren(...lines, ...(lines.length ? [clear] : []));
};
