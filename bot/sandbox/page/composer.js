// Where a person writes; or presses START, where they have not; or brings the bot in, where it is not.

import { face, h, icon, sr } from "./dom.js";
import { shortened } from "./bubble.js";
import { intoGroup } from "./links.js";
import { act } from "./net.js";
import { person, state } from "./state.js";

const ODD = [
  ["sticker", "A sticker"],
  ["photo", "A picture"],
  ["voice", "A voice message"],
  ["forward", "A forwarded message"],
];

export const composer = chat => {
  const box = h("textarea", { rows: "1", placeholder: "Message", autocomplete: "off", enterkeyhint: "send" });
  const bar = h("div", { class: "reply-bar", hidden: true });
  const gate = h("div", { class: "gate" });
  const keys = h("div", { class: "keys" });
  const form = h(
    "form",
    { class: "write" },
    menu(chat, box),
    box,
    h("button", { class: "send", type: "submit", title: "Send" }, icon("send"), sr("Send")),
  );
  const whole = h("div", { class: "composer" }, keys, bar, form, gate);
  let answered = null,
    dismissed = null;

  const grow = () => {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 140) + "px";
  };
  box.addEventListener("input", grow);
  box.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (event.key === "Escape") box.blur();
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const text = box.value;
    if (!text.trim()) return;
    const reply_to = answered?.id ?? (dismissed ? false : undefined);
    box.value = "";
    grow();
    answered = null;
    if (!(await act("say", { who: chat.speaker(), place: chat.place.id, text, reply_to }))) box.value = text;
    chat.changed();
  });

  const answer = message => {
    answered = message;
    drawBar();
    box.focus();
  };
  const drop = () => {
    dismissed = asked(chat)?.id;
    answered = null;
    drawBar();
    box.focus();
  };

  const drawBar = () => {
    const wanted = answered || (asked(chat)?.id === dismissed ? null : asked(chat));
    bar.hidden = !wanted;
    if (!wanted || bar.dataset.to === String(wanted.id)) return;
    bar.dataset.to = wanted.id;
    bar.replaceChildren(
      icon("reply"),
      h("span", {}, `Reply to: ${shortened(wanted.text)}`),
      h(
        "button",
        { type: "button", class: "plain", "aria-label": "Do not write this as a reply", onclick: drop },
        icon("close"),
      ),
    );
  };

  const draw = () => {
    const name = chat.speaker(),
      closed = gateFor(chat);
    box.setAttribute(
      "aria-label",
      chat.place.place === "dm" ? `Write as ${name} to Groundwork` : `Write as ${name} in ${chat.place.title}`,
    );
    if (gate.dataset.shows !== (closed?.shows || "")) {
      gate.dataset.shows = closed?.shows || "";
      gate.replaceChildren(...(closed?.parts || []));
    }
    gate.hidden = !closed;
    form.hidden = Boolean(closed?.only);
    drawBar();
    drawKeys(keys, chat);
  };
  return { whole, box, draw, answer };
};

// The newest message that asked for a reply and was not yet followed by one of this person.
const asked = chat => {
  for (const message of [...chat.place.messages].reverse()) {
    if (message.deleted) continue;
    if (message.from === chat.speaker()) return null;
    if (message.force_reply) return message;
  }
  return null;
};

const gateFor = chat => {
  const name = chat.speaker(),
    one = person(name);
  const button = (words, onclick) => h("button", { type: "button", class: "main", onclick }, words);
  const then = async doing => {
    await doing;
    chat.changed();
  };
  if (one?.gone) return { shows: "gone", only: true, parts: [h("p", {}, `${name} has deleted their account.`)] };
  if (chat.place.place === "dm" && one?.blocked)
    return {
      shows: "blocked",
      only: true,
      parts: [h("p", {}, `${name} has blocked the bot.`), button("Unblock", () => then(act("unblock", { who: name })))],
    };
  if (chat.place.place === "dm" && !one?.started)
    return {
      shows: "start",
      only: true,
      parts: [
        h(
          "button",
          { type: "button", class: "main start", onclick: () => then(act("start", { who: name })) },
          face(name),
          "START",
          sr(` as ${name}`),
        ),
      ],
    };
  if (chat.place.place === "group" && !["member", "administrator"].includes(chat.place.bot))
    return {
      shows: "absent",
      only: false,
      parts: [button("Add Groundwork to this group", () => then(intoGroup(chat.speaker())))],
    };
  return null;
};

const menu = (chat, box) => {
  const entry = (words, onclick) =>
    h(
      "button",
      {
        type: "button",
        onclick: () => {
          whole.open = false;
          onclick();
        },
      },
      words,
    );
  const panel = h("div", { class: "menu-panel" });
  const whole = h(
    "details",
    { class: "menu up" },
    h("summary", { title: "Commands and more" }, icon("plus"), sr("Commands and more")),
    panel,
  );
  const say = text => act("say", { who: chat.speaker(), place: chat.place.id, text, reply_to: false });
  const send = kind => act("send", { who: chat.speaker(), place: chat.place.id, kind });
  const edit = () => {
    if (box.value.trim())
      act("send", { who: chat.speaker(), place: chat.place.id, kind: "edit", text: box.value }).then(() => {
        box.value = "";
      });
    else {
      box.focus();
      chat.tell("Write the new text first, then choose this again.");
    }
  };
  whole.addEventListener("toggle", () => {
    if (!whole.open) return;
    const commands = state.view.bot.commands.map(one =>
      entry(`/${one.command}  ${one.description}`, () => say("/" + one.command)),
    );
    panel.replaceChildren(
      ...commands,
      h("p", {}, "Send something else"),
      ...ODD.map(([kind, words]) => entry(words, () => send(kind))),
      entry("Change my last message to what is written here", edit),
    );
  });
  return whole;
};

const drawKeys = (keys, chat) => {
  const last = [...chat.place.messages].reverse().find(message => !message.deleted && message.keys.length);
  if (keys.dataset.of === String(last?.id)) return;
  keys.dataset.of = String(last?.id);
  const say = text => act("say", { who: chat.speaker(), place: chat.place.id, text, reply_to: false });
  keys.replaceChildren(
    ...(last?.keys || []).map(row =>
      h(
        "div",
        { class: "row" },
        row.map(key => h("button", { type: "button", class: "press", onclick: () => say(key.text) }, key.text)),
      ),
    ),
  );
};
