// The flows as their author changes them: what is wrong with them, until it is mended, and which came into force.

import { byId, h } from "./dom.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

let printed = "[]",
  before = null;

export const drawFlows = () => {
  const told = state.look;
  if (!told?.flows) return;
  tellChanges(told.flows);
  const problems = told.problems || [],
    print = JSON.stringify(problems);
  if (print === printed) return;
  const had = printed !== "[]";
  printed = print;
  byId("flows-panel").hidden = !problems.length;
  byId("flows-count").textContent = problems.length;
  byId("flows-problems").replaceChildren(...problems.map(line));
  if (problems.length) toast(`${placeOf(problems[0])}: ${problems[0].sentence}.`);
  else if (had) toast("All flows are well again.");
};

// The first look only learns what is in force.
const tellChanges = flows => {
  const fresh = before ? Object.keys(flows).filter(name => before[name] !== flows[name]) : [];
  before = flows;
  if (fresh.length === 1) toast(`New talks begin on “${fresh[0]}” as it stands now.`);
  if (fresh.length > 1) toast(`New talks begin on ${fresh.length} flows as they stand now.`);
};

const placeOf = one => `${one.file}:${one.line}:${one.column}`;

const line = one =>
  h(
    "li",
    {},
    h("code", {}, placeOf(one)),
    " ",
    h("span", { class: "pill" }, one.rule),
    h("p", {}, one.sentence.replace(/^./, letter => letter.toUpperCase()) + "."),
    one.hint ? h("pre", {}, one.hint) : null,
    one.conversation.length
      ? h("details", {}, h("summary", {}, "The conversation that shows it"), h("pre", {}, one.conversation.join("\n")))
      : null,
  );
