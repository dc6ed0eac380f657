// Sandbox time, in each person's zone.

import { kept } from "./theme.js";

export const ZONES = [
  "Europe/Berlin",
  "Europe/London",
  "Europe/Lisbon",
  "Europe/Athens",
  "America/New_York",
  "America/Chicago",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Africa/Lagos",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "UTC",
];
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const DAY = 86_400_000;
const formats = new Map();

const format = (zone, options) => {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
};

export const zoneOf = name => kept("zone." + name) || HERE;
export const setZone = (name, zone) => kept("zone." + name, zone);
export const allZones = () => (ZONES.includes(HERE) ? ZONES : [HERE, ...ZONES]);
export const cityOf = zone => zone.split("/").pop().replaceAll("_", " ");

export const timeIn = (moment, zone) => format(zone, { hour: "2-digit", minute: "2-digit" }).format(moment);
export const dayIn = (moment, zone) => format(zone, { weekday: "long", day: "numeric", month: "long" }).format(moment);
export const shortDayIn = (moment, zone) => format(zone, { weekday: "short", day: "numeric", month: "short" }).format(moment);
export const dateTimeIn = (moment, zone) =>
  format(zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(moment);

export const partsIn = (moment, zone) => {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  return Object.fromEntries(
    format(zone, options)
      .formatToParts(moment)
      .map(part => [part.type, part.value]),
  );
};

// How far the zone is ahead of UTC at that moment, in milliseconds.
const ahead = (moment, zone) => {
  const p = partsIn(moment, zone);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(moment / 1000) * 1000;
};

// The next moment at which the zone's clocks change within 400 days, or null: {at, hours}.
export const nextChange = (moment, zone) => {
  let low = moment;
  while (low < moment + 400 * DAY && ahead(low, zone) === ahead(low + DAY, zone)) low += DAY;
  if (low >= moment + 400 * DAY) return null;
  let high = low + DAY;
  while (high - low > 1_000) {
    const middle = (low + high) / 2;
    if (ahead(middle, zone) === ahead(low, zone)) low = middle;
    else high = middle;
  }
  const at = Math.floor(high / 60_000) * 60_000;
  return { at, hours: (ahead(at + DAY / 2, zone) - ahead(at - DAY / 2, zone)) / 3_600_000 };
};

export const inWords = seconds => {
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (minutes < 1) return "no time at all";
  const pieces = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor(minutes / 60) % 24, "hour"],
    [minutes % 60, "minute"],
  ];
  return pieces
    .filter(([n]) => n)
    .slice(0, 2)
    .map(([n, unit]) => `${n} ${unit}${n > 1 ? "s" : ""}`)
    .join(" ");
};
