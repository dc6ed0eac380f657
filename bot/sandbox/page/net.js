// Talking to the sandbox: the control API, and the stream of what happens. Nothing here leaves the page's own origin.

import { toast } from "./toast.js";

const token = new URLSearchParams(location.search).get("token") || "";
const headers = { "X-Sandbox-Token": token, "Content-Type": "application/json" };

export const look = async path => {
  const answer = await fetch("/sandbox/" + path, { headers });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
};

// Does something; a refusal is told as a toast and gives null.
export const act = async (path, body = {}) => {
  try {
    const answer = await fetch("/sandbox/" + path, { method: "POST", headers, body: JSON.stringify({ wait: false, ...body }) });
    const told = await answer.json();
    if (answer.ok) return told;
    toast(told.error, { bad: true });
  } catch {
    toast("The sandbox does not answer. Is it still running?", { bad: true });
  }
  return null;
};

export const fileAddress = id => `/sandbox/file?id=${encodeURIComponent(id)}&token=${encodeURIComponent(token)}`;

export const listen = (last, told, lost) => {
  const stream = new EventSource(`/sandbox/events?token=${encodeURIComponent(token)}&after=${last}`);
  stream.onmessage = event => {
    lost(false);
    told({ ...JSON.parse(event.data), number: Number(event.lastEventId) });
  };
  stream.onopen = () => lost(false);
  stream.onerror = () => lost(true);
  addEventListener("pagehide", () => stream.close());
};
