// The bot's process: whether it runs, ending and starting it, and how Telegram treats it.

import { byId } from "./dom.js";
import { act } from "./net.js";
import { state } from "./state.js";

let busy = "";

export const setUpBot = changed => {
  const during = async (words, path, body) => {
    busy = words;
    drawBot();
    await act(path, body);
    busy = "";
    changed();
  };
  byId("restart").onclick = () => during("It is starting again…", "restart", { wait: true });
  byId("kill").onclick = () => during("It is being killed…", "kill");
  byId("privacy").onchange = event => act("privacy", { on: event.target.checked }).then(changed);
  byId("rates").onchange = event => act("rates", { mode: event.target.value }).then(changed);
};

export const drawBot = () => {
  const { supervised, running, waiting, bot, rates, webhook } = state.view,
    told = state.look?.bot;
  const up = supervised ? running : Boolean(told?.polling || told?.webhook || webhook);
  byId("bot-state").textContent = up ? "running" : "down";
  byId("bot-state").classList.toggle("bad", !up);
  const pending = told?.waiting ?? waiting;
  const words =
    busy || (up ? "The bot runs." : supervised ? "The bot is down. What people do waits for it." : "No bot has called yet.");
  const more = pending && !busy ? ` ${pending} ${pending === 1 ? "update waits" : "updates wait"} for it.` : "";
  const alone = supervised ? "" : " It was started elsewhere, so it cannot be restarted from here.";
  if (byId("bot-words").textContent !== words + more + alone) byId("bot-words").textContent = words + more + alone;
  byId("restart").disabled = !supervised || Boolean(busy);
  byId("kill").disabled = !supervised || !running || Boolean(busy);
  byId("privacy").checked = bot.privacy;
  byId("rates").value = rates;
};
