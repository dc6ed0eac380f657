// Puts the page together: asks for the view once, then follows the stream.

import { setUpBot, drawBot } from "./botpanel.js";
import { ChatColumn } from "./chat.js";
import { drawNext, redrawClock, setUpClock, tickClock, toNext } from "./clock.js";
import { byId, icon } from "./dom.js";
import { drawFaults, setUpFaults } from "./faults.js";
import { drawFlows } from "./flows.js";
import { setUpKeep } from "./keep.js";
import { setUpKeys } from "./keys.js";
import { addCall, drawLog, setUpLog } from "./log.js";
import { listen, look } from "./net.js";
import { columns, forget, note, person, state, take } from "./state.js";
import { drawTabs, markUnread } from "./tabs.js";
import { drawTalk, setUpTalk } from "./talk.js";
import { kept, setUpTheme } from "./theme.js";
import { toast } from "./toast.js";
import { drawWho, setUpWho } from "./who.js";

const LOOK_AFTER = 200,
  LOOK_EVERY = 2000,
  VIEW_AFTER = 40;
const shown = new Map();
let viewPlanned = 0,
  lookPlanned = 0;

const draw = chosen => {
  const wanted = columns(),
    ids = wanted.map(place => place.id);
  for (const [id, column] of shown)
    if (!ids.includes(id)) {
      column.section.remove();
      shown.delete(id);
    }
  for (const place of wanted)
    shown.has(place.id) ? shown.get(place.id).draw() : shown.set(place.id, new ChatColumn(place, changed));
  const order = ids.map(id => shown.get(id));
  order.forEach((column, at) => {
    if (byId("chats").children[at] !== column.section)
      byId("chats").insertBefore(column.section, byId("chats").children[at] || null);
  });
  byId("chats").style.setProperty("--columns", order.length);
  drawWho(draw);
  drawTabs(order, chosen);
  drawFaults(changed);
  drawBot();
  redrawClock();
  drawNext();
};

// Something was done that the stream does not tell in full; and, with a name, that person's chat comes to the front.
const changed = name => {
  if (name) draw(name);
  planView();
};

const planView = () => {
  viewPlanned ||= setTimeout(async () => {
    viewPlanned = 0;
    const view = await look("view").catch(() => null);
    if (!view) return;
    take(view);
    draw();
    planLook();
  }, VIEW_AFTER);
};

const planLook = () => {
  clearTimeout(lookPlanned);
  lookPlanned = setTimeout(lookIn, LOOK_AFTER);
};

const lookIn = async () => {
  clearTimeout(lookPlanned);
  lookPlanned = setTimeout(lookIn, LOOK_EVERY);
  if (document.hidden) return;
  try {
    state.look = await look("state");
  } catch {
    return;
  }
  const { running } = state.look.bot;
  if (running !== state.view.running) {
    state.view.running = running;
    planView();
  }
  drawNext();
  drawBot();
  drawFlows();
  drawTalk();
};

const put = told => {
  if (!state.places.has(told.chat)) return planView();
  const column = shown.get(told.chat);
  if (told.bubble.from_bot && told.kind === "message" && column) column.typingUntil = 0;
  if (column?.draw()) markUnread(column.title);
  const author = person(told.bubble.from);
  if (author && (!author.started || author.blocked)) planView();
};

const HEARD = {
  message: put,
  edited: put,
  deleted: put,
  reaction: put,
  pinned: told => {
    put(told);
    planView();
  },
  press: told => {
    state.pressed.set(`${told.chat}/${told.message}`, { who: told.who, text: told.text });
    shown.get(told.chat)?.draw();
  },
  answered: told => {
    if (told.text) shown.get(told.chat)?.tell(told.text, told.alert);
  },
  action: told => shown.get(told.chat)?.typing(),
  opened: told => toast(`${told.who} opened ${told.url}; here it stays closed.`),
  call: told => {
    state.view.log.push(told);
    addCall(told);
  },
  clock: told => {
    redrawClock();
    for (const column of shown.values()) column.tick();
  },
  warning: told => toast(told.text),
  update: () => {},
  reset: () => {
    forget();
    for (const column of shown.values()) column.section.remove();
    shown.clear();
    planView();
    look("view").then(view => {
      take(view);
      drawLog();
    });
  },
};

const heard = told => {
  note(told);
  (HEARD[told.kind] || planView)(told);
  planLook();
};

const openPanel = (id, field) => {
  setSide(true);
  drawTabs([...shown.values()], id === "flow" ? "Drawing" : "Tools");
  byId(id).open = true;
  byId(id).scrollIntoView({ block: "nearest" });
  (field ? byId(field) : byId(id).querySelector("summary")).focus();
};

const setSide = on => {
  kept("side", on);
  document.body.classList.toggle("no-side", !on);
  byId("side-toggle").setAttribute("aria-pressed", String(on));
};

const toChat = at => {
  const column = [...shown.values()].find(one => one.section === byId("chats").children[at]);
  if (!column) return;
  drawTabs([...shown.values()], column.title);
  column.section.scrollIntoView({ inline: "nearest", block: "nearest" });
  column.focus();
};

const begin = async () => {
  for (const [id, name] of [
    ["theme", "moon"],
    ["keys-open", "keys"],
    ["side-toggle", "panel"],
  ])
    byId(id).append(icon(name));
  setUpTheme();
  setUpClock();
  setUpFaults(changed);
  setUpBot(changed);
  setUpLog();
  setUpKeep();
  setUpWho(draw);
  setUpTalk();
  setUpKeys({
    chat: toChat,
    f: () => openPanel("flow", "drawing"),
    c: () => openPanel("clock-panel"),
    l: () => openPanel("log-panel"),
    n: toNext,
    "?": () => byId("keys").showModal(),
  });
  byId("side-toggle").onclick = () => setSide(document.body.classList.contains("no-side"));
  setSide(kept("side") !== false);
  new ResizeObserver(() => document.body.style.setProperty("--top", byId("top").offsetHeight + "px")).observe(byId("top"));
  try {
    take(await look("view"));
  } catch (error) {
    byId("lost").textContent = error.message;
    byId("lost").hidden = false;
    return;
  }
  byId("banner").textContent = state.view.banner;
  draw();
  drawLog();
  planLook();
  listen(state.view.last, heard, lost => {
    byId("lost").hidden = !lost;
  });
  setInterval(() => {
    tickClock();
    for (const column of shown.values()) column.tick();
  }, 1000);
  document.documentElement.dataset.ready = "yes";
};

begin();
