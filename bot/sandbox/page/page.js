"use strict";
const token = new URLSearchParams(location.search).get("token") || "";
const make = (tag, props, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };
const act = async (path, body) => {
  const headers = { "X-Sandbox-Token": token, "Content-Type": "application/json" };
  const answer = await fetch("/sandbox/" + path, { method: "POST", headers, body: JSON.stringify({ wait: false, ...body }) });
  if (!answer.ok) alert((await answer.json()).error);
};
const bubble = (m, chat, who) => {
  const kind = "m" + (m.from_bot ? " bot" : "") + (m.service ? " service" : "");
  const box = make("div", { className: kind }, (m.service ? "" : m.from + ": ") + m.text);
  for (const row of m.rows) box.append(make("div", {}, ...row.map(b => make("button", { textContent: b.text,
    onclick: () => act("tap", { who: who(), place: chat.id, button: { label: b.text, message: m.id } }) }))));
  return box;
};
const place = (chat, names) => {
  const pick = make("select", {}, ...names.map(n => make("option", {}, n)));
  const list = make("div", { className: "messages" }, ...chat.messages.filter(m => !m.deleted).map(m => bubble(m, chat, () => pick.value)));
  const box = make("input", { placeholder: "Write a message" });
  const form = make("form", { onsubmit: e => { e.preventDefault(); act("say", { who: pick.value, place: chat.id, text: box.value }); } }, pick, box);
  const start = make("button", { textContent: chat.place === "dm" ? "START" : "Add the bot",
    onclick: () => chat.place === "dm" ? act("start", { who: pick.value }) : act("group", { group: chat.id, add: "bot" }) });
  const section = make("section", {}, make("h3", {}, chat.title + " ", start), list, form);
  setTimeout(() => { list.scrollTop = list.scrollHeight; });
  return section;
};
const draw = async () => {
  const view = await (await fetch("/sandbox/view", { headers: { "X-Sandbox-Token": token } })).json();
  if (view.error) { document.body.textContent = view.error; return 0; }
  banner.textContent = view.banner; clock.textContent = view.clock.now.slice(0, 16).replace("T", " ") + " UTC";
  const shown = view.places.filter(p => !p.migrated_to && p.members.every(n => n === "Ann" || n === "Ben"));
  places.replaceChildren(...shown.map(p => place(p, p.members)));
  log.replaceChildren(...view.log.slice(-30).map(l => make("div", { className: l.status < 400 ? "" : "red" }, `${l.method} ${l.status} ${l.description}`)));
  return view.last;
};
for (const b of document.querySelectorAll("[data-clock]")) b.onclick = () => act("clock", { ...JSON.parse(b.dataset.clock), wait: true });
let planned = 0;
const soon = () => { planned ||= setTimeout(() => { planned = 0; draw(); }, 50); };
draw().then(last => { new EventSource(`/sandbox/events?token=${encodeURIComponent(token)}&after=${last}`).onmessage = e => {
  const told = JSON.parse(e.data);
  if (told.kind === "answered" && told.text) places.prepend(make("div", { className: "toast" }, `${told.who}: ${told.text}`));
  else soon();
}; });
