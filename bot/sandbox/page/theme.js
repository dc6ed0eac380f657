// Light, dark, or as the system says; and small choices that the page remembers.

import { byId } from "./dom.js";

export const kept = (name, value) => {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem("sandbox." + name));
    localStorage.setItem("sandbox." + name, JSON.stringify(value));
  } catch {
    return null;
  }
  return value;
};

const system = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (kept("theme") ?? (system.matches ? "dark" : "light")) === "dark";

const show = () => {
  const dark = isDark();
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(dark));
};

export const setUpTheme = () => {
  byId("theme").onclick = () => {
    kept("theme", isDark() ? "light" : "dark");
    show();
  };
  system.addEventListener("change", show);
  show();
};
