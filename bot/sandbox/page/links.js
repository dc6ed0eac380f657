// Links that Telegram would open itself. At this page someone holds every phone, so a link asks whose phone opens it.

import { byId, face, h } from "./dom.js";
import { act } from "./net.js";
import { partnerOf, setShown, state } from "./state.js";
import { toast } from "./toast.js";

// The parameters of a link to the bot, or null: {start} or {startgroup}.
export const botLink = address => {
  let url;
  try {
    url = new URL(address.includes("://") ? address : "https://" + address);
  } catch {
    return null;
  }
  const named =
    url.protocol === "tg:" ? url.searchParams.get("domain") : url.hostname === "t.me" ? url.pathname.slice(1) : null;
  if (named?.toLowerCase() !== state.view.bot.username.toLowerCase()) return null;
  return Object.fromEntries(url.searchParams);
};

// A link for sharing carries the real one inside.
const within = address => {
  const inner =
    /^(?:https?:\/\/)?t\.me\/share\/url\?/.test(address) && new URL(address.includes("://") ? address : "https://" + address);
  return inner ? inner.searchParams.get("url") || address : address;
};

export const openLink = (address, by, redraw) => {
  const target = within(address),
    link = botLink(target);
  if (!link) return toast(`This link leads out of the sandbox, so it stays closed: ${address}`);
  const group = "startgroup" in link;
  const partner = partnerOf(by);
  const order = group ? [by, partner] : [partner, by];
  const others = state.view.people.filter(one => !one.gone && !order.includes(one.name)).map(one => one.name);
  const names = [...order.filter(Boolean), ...(group ? [] : others)];
  byId("link-title").textContent = group ? "Bring the bot into a group" : "Whose phone opens this link?";
  byId("link-address").textContent = target;
  byId("link-who").replaceChildren(...names.map((name, at) => choice(name, at === 0, group, link, redraw)));
  byId("link").showModal();
};

const choice = (name, first, group, link, redraw) => {
  const words = group ? `Add it to ${name}'s group` : `Open as ${name}`;
  const go = async () => {
    byId("link").close();
    if (!state.shown.has(name)) {
      setShown([...state.shown, name]);
      redraw();
    }
    await (group ? intoGroup(name, link.startgroup) : act("start", { who: name, payload: link.start || "" }));
    redraw(name);
  };
  return h("button", { type: "button", class: first ? "main" : "", autofocus: first, onclick: go }, face(name), words);
};

export const intoGroup = async (name, payload) => {
  if (!(await act("group", { who: name, add: "bot" }))) return;
  if (payload !== undefined)
    await act("say", {
      who: name,
      place: "group",
      text: `/start@${state.view.bot.username} ${payload}`.trim(),
      reply_to: false,
    });
};
