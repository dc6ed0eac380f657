// The bot's calls, newest first; refused ones red.

import { byId, h } from "./dom.js";
import { state } from "./state.js";
import { timeIn, zoneOf } from "./zones.js";

const MOST = 150;

const line = call => {
  const bad = call.status >= 400 || call.warning;
  const zone = zoneOf([...state.shown][0] || "Ann");
  const head = h(
    "summary",
    {},
    h("time", {}, timeIn(call.at * 1000, zone)),
    h("b", {}, call.method),
    h("span", { class: "status" }, call.status),
    call.description || call.warning || "",
  );
  return h("li", { class: bad ? "bad" : "" }, h("details", {}, head, h("pre", {}, JSON.stringify(call.params, null, 1))));
};

export const setUpLog = () => {
  byId("log-only").onchange = event => byId("log").classList.toggle("only-bad", event.target.checked);
};

export const drawLog = () => {
  byId("log").replaceChildren(...state.view.log.slice(-MOST).reverse().map(line));
  countBad();
};

export const addCall = call => {
  byId("log").prepend(line(call));
  if (byId("log").children.length > MOST) byId("log").lastChild.remove();
  countBad();
};

const countBad = () => {
  const bad = byId("log").querySelectorAll("li.bad").length;
  byId("log-bad").hidden = !bad;
  byId("log-bad").textContent = `${bad} refused`;
};
