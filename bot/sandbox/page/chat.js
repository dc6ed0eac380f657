// One chat of the page: whose it is, its messages, and where one writes.

import { face, h, icon, sr } from "./dom.js";
import { composer } from "./composer.js";
import { chatMenu } from "./chatmenu.js";
import { botLink, openLink } from "./links.js";
import { act } from "./net.js";
import { now, state } from "./state.js";
import { thread } from "./thread.js";
import { toast } from "./toast.js";
import { cityOf, timeIn, zoneOf } from "./zones.js";
import { kept } from "./theme.js";
import { welcome } from "./welcome.js";

const TYPING = 5000;

export class ChatColumn {
  constructor(place, changed) {
    this.id = place.id;
    this.changed = changed;
    this.typingUntil = 0;
    this.unread = 0;
    const group = place.place === "group";
    this.title = group ? place.title : place.members[0];
    this.sub = h("p", { class: "sub" });
    this.toasts = h("div", { class: "over", role: "status" });
    this.thread = thread(this, group ? `Messages in ${this.title}` : `Messages in ${this.title}'s chat`);
    this.composer = composer(this);
    this.speakers = group ? this.#speakers(place.members) : null;
    const heading = h("h2", { id: `title-${this.id}` }, group ? this.title : `${this.title}'s chat`);
    const faces = h("span", { class: "faces" }, place.members.map(face));
    const kind = h("span", { class: "kind" }, icon(group ? "group" : "lock"), h("span", {}, group ? "group" : "private"));
    this.hint = welcome(this);
    this.section = h(
      "section",
      { class: `chat ${place.place}`, "aria-labelledby": `title-${this.id}`, "data-chat": this.title },
      h("header", {}, faces, h("div", { class: "names" }, heading, this.sub), kind, chatMenu(this)),
      h("div", { class: "middle" }, this.hint, this.thread.list, this.thread.below, this.toasts),
      this.speakers,
      this.composer.whole,
    );
    this.draw();
  }

  get place() {
    return state.places.get(this.id);
  }

  speaker() {
    const { members } = this.place,
      wished = kept("speaker." + this.title);
    return members.includes(wished) ? wished : members[0];
  }

  marksOf(message) {
    const pressed = state.pressed.get(`${this.id}/${message.id}`);
    return [pressed, this.speaker(), this.place.members.map(zoneOf), this.place.pinned.includes(message.id)];
  }

  #speakers(members) {
    const name = `speaker-${this.id}`;
    const radio = who => {
      const input = h("input", {
        type: "radio",
        name,
        value: who,
        onchange: () => {
          kept("speaker." + this.title, who);
          this.draw();
        },
      });
      return h("label", { "data-person": who }, input, face(who), who);
    };
    return h("fieldset", { class: "speakers" }, h("legend", {}, "You are"), members.map(radio));
  }

  draw() {
    const fresh = this.thread.update(this.place.messages);
    this.composer.draw();
    for (const input of this.speakers?.querySelectorAll("input") || []) input.checked = input.value === this.speaker();
    this.hint.hidden = !this.hint.wanted();
    this.tick();
    return fresh;
  }

  tick() {
    const zones = [...new Set(this.place.members.map(zoneOf))];
    const times = zones.map(zone => `${timeIn(now(), zone)} in ${cityOf(zone)}`).join(", ");
    const typing = Date.now() < this.typingUntil;
    const words = typing ? "Groundwork is typing…" : times;
    if (this.sub.textContent !== words) this.sub.textContent = words;
    this.sub.classList.toggle("typing", typing);
  }

  typing() {
    this.typingUntil = Date.now() + TYPING;
    this.tick();
  }

  tell(text, stays = false) {
    toast(text, { over: this.toasts, stays });
  }

  async tap(message, button) {
    const who = this.speaker();
    if (button.url && (this.place.place === "dm" || !botLink(button.url))) return this.open(button.url);
    await act("tap", { who, place: this.id, button: { label: button.text, message: message.id } });
    this.changed();
  }

  open(address) {
    openLink(address, this.speaker(), who => this.changed(who));
  }

  async command(text) {
    await act("say", { who: this.speaker(), place: this.id, text, reply_to: false });
    this.changed();
  }

  answer(message) {
    this.composer.answer(message);
  }

  focus() {
    (this.section.querySelector(".gate:not([hidden]) button") || this.composer.box).focus();
  }

  rezone() {
    this.thread.clear();
    this.draw();
    this.thread.toEnd();
  }
}
