// Where a running talk is: its drawing with the present state lit, the same in words, and as a list.

import { byId, h } from "./dom.js";
import { drawing } from "./drawing.js";
import { look } from "./net.js";
import { state } from "./state.js";

const graphs = new Map();
let chosen = "",
  drawn = "",
  moved = "",
  before = new Map();

export const setUpTalk = () => {
  byId("talk").onchange = event => {
    chosen = event.target.value;
    drawTalk();
  };
  byId("drawing-larger").onclick = () => {
    byId("wide").showModal();
    paint(byId("wide-drawing"), true);
  };
};

const keyOf = one => `${one.household}/${one.session || ""}/${one.flow}`;
const title = name => name.replaceAll("-", " ").replace(/^./, letter => letter.toUpperCase());

// A talk is drawn in the version that it began with, which may not be the newest.
const graphOf = one => one && graphs.get(`${one.flow}@${one.version}`);
const asked = async one => {
  const path = `drawing?flow=${encodeURIComponent(one.flow)}&version=${encodeURIComponent(one.version || "")}`;
  graphs.set(`${one.flow}@${one.version}`, await look(path).catch(() => null));
};

const named = who =>
  state.view.people.find(one => String(one.id) === String(who) || one.name.toLowerCase() === String(who).toLowerCase())?.name;

export const drawTalk = async () => {
  const running = state.look?.sessions || [];
  follow(running);
  const one = present();
  drawChoice(running, one);
  if (one && !graphs.has(`${one.flow}@${one.version}`)) await asked(one);
  const print = JSON.stringify(one || null) + running.length;
  if (print === drawn) return;
  drawn = print;
  byId("talk-words").textContent = one ? inWords(one) : "No talk is running.";
  byId("talk-version").textContent = one ? version(one) : "";
  drawList(one);
  drawWays(one);
  paint(byId("drawing"));
  if (byId("wide").open) paint(byId("wide-drawing"), true);
};

const drawChoice = (running, one) => {
  const options = running.map(each => [keyOf(each), title(each.flow) + people(each) + (each.newest === false ? ", an older version" : "")]);
  const print = JSON.stringify(options);
  byId("talk-label").hidden = running.length < 2;
  if (byId("talk").dataset.print !== print) {
    byId("talk").dataset.print = print;
    byId("talk").replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
  }
  if (one) byId("talk").value = keyOf(one);
};

const people = one => {
  const names = (one.waiting_for || []).map(named).filter(Boolean);
  return names.length ? ` (${names.join(" and ")})` : "";
};

const inWords = one => {
  const names = (one.waiting_for || []).map(named).filter(Boolean);
  const place = String(one.state).replaceAll(".", ", ").replaceAll("-", " ");
  return `${title(one.flow)}: at “${place}”.${names.length ? ` Waiting for ${names.join(" and ")}.` : ""}`;
};

const version = one =>
  one.version
    ? `It runs version ${one.version.slice(0, 7)}${one.newest ? "." : ", with which it began. It is not the newest any more."}`
    : "";

// The talk that someone chose, until it ends; else the one that moved last.
const present = () => {
  const running = state.look?.sessions || [];
  return running.find(each => keyOf(each) === chosen) || running.find(each => keyOf(each) === moved) || running.at(-1);
};

const follow = running => {
  const after = new Map(running.map(each => [keyOf(each), JSON.stringify(each)]));
  for (const [key, print] of after) if (before.get(key) !== print) moved = key;
  before = after;
};

const paint = (box, wide = false) => {
  const one = present(),
    graph = graphOf(one);
  byId("drawing").hidden = byId("drawing-larger").parentElement.hidden = !graph;
  if (!graph) return box.replaceChildren();
  if (wide) byId("wide-title").textContent = title(one.flow);
  const picture = drawing(graph, one.state, title(one.flow));
  box.replaceChildren(picture);
  fit(picture, box.clientWidth);
  const lit = picture.querySelector(".lit");
  if (!lit) return;
  const at = lit.getBoundingClientRect(),
    frame = box.getBoundingClientRect();
  box.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
  box.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
};

// A little too wide is made to fit; much too wide is scrolled, for it must stay readable.
const fit = (picture, room) => {
  const [width, height] = ["width", "height"].map(side => Number(picture.getAttribute(side)));
  const scale = Math.max(0.8, Math.min(1, (room - 2) / width));
  picture.setAttribute("width", width * scale);
  picture.setAttribute("height", height * scale);
};

const drawList = one => {
  const graph = graphOf(one);
  byId("talk-list").hidden = !graph;
  if (!graph) return;
  const under = parent =>
    graph.nodes
      .filter(node => (node.parent || null) === parent)
      .map(node => {
        const inner = under(node.path),
          here = node.path === one.state;
        return h(
          "li",
          here ? { "aria-current": "step" } : {},
          (node.label || node.path) + (here ? " (now)" : node.final ? " (an end)" : ""),
          inner.length ? h("ul", {}, inner) : null,
        );
      });
  byId("talk-list")
    .querySelector("ul")
    .replaceChildren(...under(null));
};

const drawWays = one => {
  const graph = graphOf(one);
  const ways = graph ? graph.edges.filter(edge => edge.from === one.state || one.state.startsWith(edge.from + ".")) : [];
  const way = edge =>
    h(
      "li",
      {},
      "to ",
      h("b", {}, edge.to.split(".").pop().replaceAll("-", " ")),
      edge.label ? ": " + edge.label.replaceAll("\n", ", ") : "",
    );
  byId("talk-ways").replaceChildren(...ways.map(way));
};
