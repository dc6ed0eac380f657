// What can be set for one chat: zone and language of a person, blocking, and what happens to a group.

import { h, icon, sr } from "./dom.js";
import { act } from "./net.js";
import { person } from "./state.js";
import { allZones, setZone, zoneOf } from "./zones.js";

const LANGUAGES = [
  ["en", "English"],
  ["de", "German"],
  ["es", "Spanish"],
  ["fr", "French"],
  ["pt-br", "Portuguese (Brazil)"],
  ["", "None told"],
];

export const chatMenu = chat => {
  const panel = h("div", { class: "menu-panel" });
  const whole = h(
    "details",
    { class: "menu" },
    h("summary", { title: "Settings of this chat" }, icon("more"), sr(`Settings of ${chat.title}`)),
    panel,
  );
  whole.addEventListener("toggle", () => {
    if (whole.open) panel.replaceChildren(...(chat.place.place === "dm" ? own(chat, whole) : group(chat, whole)));
  });
  return whole;
};

const pick = (label, options, value, onchange) => {
  const list = options.map(([key, words]) => h("option", { value: key, selected: key === value }, words));
  return h("label", {}, label, h("select", { onchange: event => onchange(event.target.value) }, list));
};

const entry = (whole, chat, words, path, body) =>
  h(
    "button",
    {
      type: "button",
      onclick: async () => {
        whole.open = false;
        await act(path, body);
        chat.changed();
      },
    },
    words,
  );

const own = (chat, whole) => {
  const name = chat.place.members[0],
    one = person(name);
  const zones = allZones().map(zone => [zone, zone.replaceAll("_", " ")]);
  const zoned = zone => {
    setZone(name, zone);
    chat.changed();
    chat.rezone();
  };
  const told = language => act("people", { name, language: language || null });
  return [
    pick(`${name}'s clock on this page`, zones, zoneOf(name), zoned),
    pick(`Language of ${name}'s app`, LANGUAGES, one.language || "", told),
    one.blocked
      ? entry(whole, chat, "Unblock the bot", "unblock", { who: name })
      : entry(whole, chat, "Block the bot", "block", { who: name }),
    entry(whole, chat, `Delete ${name}'s account`, "people", { name, gone: true }),
  ];
};

const group = (chat, whole) => {
  const { id, kind, bot } = chat.place;
  const does = (words, body) => entry(whole, chat, words, "group", { group: String(id), ...body });
  const there = ["member", "administrator"].includes(bot);
  return [
    there ? does("Remove Groundwork from the group", { remove: "bot" }) : does("Add Groundwork to the group", { add: "bot" }),
    there && bot === "member" ? does("Make Groundwork an administrator", { admin: true }) : null,
    bot === "administrator" ? does("Make Groundwork a plain member", { admin: false }) : null,
    kind === "group" ? does("Upgrade to a supergroup", { upgrade: true }) : null,
  ].filter(Boolean);
};
