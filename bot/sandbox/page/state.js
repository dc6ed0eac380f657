// What the page knows of the sandbox: the view as last asked for, kept up to date by the stream.

import { kept } from "./theme.js";

export const state = {
  view: null,
  look: null,
  places: new Map(),
  pressed: new Map(),
  offset: 0,
  shown: new Set(kept("shown") || ["Ann", "Ben"]),
};

export const now = () => Date.now() + state.offset * 1000;

export const person = name => state.view.people.find(one => one.name === name);

export const setShown = names => {
  state.shown = new Set(names);
  kept("shown", names);
};

// The chats beside each other: a couple's group stands between their own chats.
export const columns = () => {
  const found = [];
  const groups = [...state.places.values()].filter(place => place.place === "group" && !place.migrated_to);
  for (const { name } of state.view.people.filter(one => state.shown.has(one.name))) {
    const own = [...state.places.values()].find(place => place.place === "dm" && place.members[0] === name);
    if (own) found.push(own);
    found.push(...groups.filter(group => group.members.includes(name) && !found.includes(group)));
  }
  return found;
};

// A view is a moment old when it arrives: what the stream told meanwhile is put on top of it, and a view that was overtaken is left.
export const take = view => {
  if (view.last < (state.view?.last ?? 0)) return;
  state.view = view;
  state.offset = (Date.parse(view.clock.now) - Date.now()) / 1000;
  state.places = new Map(view.places.map(place => [place.id, place]));
  recent = recent.filter(told => told.number > view.last);
  for (const told of recent) apply(told);
};

let recent = [];
const MOST = 500;

export const forget = () => {
  recent = [];
  state.pressed.clear();
  if (state.view) state.view.last = 0;
};

export const note = told => {
  recent = [...recent, told].slice(-MOST);
  apply(told);
};

const apply = told => {
  if (told.kind === "clock") state.offset = told.offset;
  const place = state.places.get(told.chat);
  if (!place || !told.bubble) return;
  const at = place.messages.findIndex(one => one.id === told.bubble.id);
  if (at < 0) place.messages.push(told.bubble);
  else place.messages[at] = told.bubble;
};

// Someone else with whom this person shares a group; they are offered a link first.
export const partnerOf = name => {
  const group = [...state.places.values()].find(place => place.place === "group" && place.members.includes(name));
  return group?.members.find(other => other !== name);
};
