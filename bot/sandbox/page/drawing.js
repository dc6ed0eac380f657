// A flow as a picture: boxes in boxes, arrows between them, the present state lit. dagre finds the places.

import { svg } from "./dom.js";
import { Graph, layout } from "./vendor/dagre.js";

const LETTER = 6.7,
  LINE = 15,
  PAD = 11,
  LONGEST = 20,
  MARGIN = 16,
  RISE = 10;

const wrapped = text => {
  const lines = [""];
  for (const word of String(text).split(/[\s-]+/)) {
    if (lines.at(-1) && (lines.at(-1) + " " + word).length > LONGEST) lines.push(word);
    else lines[lines.length - 1] = (lines.at(-1) + " " + word).trim();
  }
  return lines;
};

const nameOf = node => node.path.split(/[./]/).pop();

// A box with boxes in it cannot be the end of an arrow for dagre: the arrow is laid to the first one inside it.
const leafOf = (graph, path) => {
  const inner = graph.nodes.find(node => node.parent === path && node.initial !== false);
  return inner ? leafOf(graph, inner.path) : path;
};

const laidOut = graph => {
  const g = new Graph({ compound: true, multigraph: false });
  g.setGraph({ rankdir: "TB", nodesep: 22, ranksep: 30, edgesep: 12, marginx: MARGIN, marginy: MARGIN });
  g.setDefaultEdgeLabel(() => ({}));
  const outer = new Set(graph.nodes.map(node => node.parent).filter(Boolean));
  for (const node of graph.nodes) {
    const lines = wrapped(nameOf(node));
    const width = Math.max(56, Math.max(...lines.map(line => line.length)) * LETTER + PAD * 2);
    g.setNode(node.path, { node, lines, width, height: lines.length * LINE + 12 });
  }
  for (const node of graph.nodes) if (node.parent && g.hasNode(node.parent)) g.setParent(node.path, node.parent);
  for (const edge of graph.edges) {
    const [from, to] = [leafOf(graph, edge.from), leafOf(graph, edge.to)];
    if (!g.hasNode(from) || !g.hasNode(to)) continue;
    const known = g.edge(from, to);
    if (known) known.edges.push(edge);
    else g.setEdge(from, to, { edges: [edge] });
  }
  layout(g);
  return { g, outer };
};

export const drawing = (graph, now, title) => {
  const { g, outer } = laidOut(graph);
  const around = new Set();
  for (let node = graph.nodes.find(one => one.path === now); node; node = graph.nodes.find(one => one.path === node.parent))
    around.add(node.path);
  const names = g.nodes();
  const placed = names
    .filter(name => !outer.has(name))
    .map(name => ({ x: g.node(name).x, y: g.node(name).y, wide: g.node(name).width - 8 }));
  const boxes = names
    .filter(name => outer.has(name))
    .sort((a, b) => a.length - b.length)
    .map(name => frame(g.node(name), name === now || around.has(name)));
  const arrows = g.edges().map(edge => arrow(g, edge, outer, around));
  const states = names.filter(name => !outer.has(name)).map(name => box(g.node(name), name === now));
  const labels = g
    .edges()
    .filter(edge => leaves(g.edge(edge), around))
    .flatMap(edge => label(g.edge(edge), placed));
  const { left, top, width, height } = bounds(g, placed);
  return svg(
    "svg",
    {
      viewBox: `${left} ${top} ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${title}, now at ${now}`,
      class: "graph",
    },
    svg("defs", {}, head("tip"), head("tip-lit")),
    ...boxes,
    ...arrows,
    ...states,
    ...labels,
  );
};

// dagre counts the boxes alone: arrows that go round them, and labels, may lie outside of what it calls the picture.
const bounds = (g, labels) => {
  const boxes = g.nodes().map(name => g.node(name));
  const corners = boxes.flatMap(({ x, y, width, height }) => [
    { x: x - width / 2, y: y - height / 2 - RISE },
    { x: x + width / 2, y: y + height / 2 },
  ]);
  const written = labels.flatMap(({ x, y, wide }) => [
    { x: x - wide / 2, y: y - LINE },
    { x: x + wide / 2, y: y + LINE },
  ]);
  const all = [...corners, ...written, ...g.edges().flatMap(edge => g.edge(edge).drawn)];
  const [left, top] = ["x", "y"].map(axis => Math.floor(Math.min(...all.map(at => at[axis])) - MARGIN));
  const [right, bottom] = ["x", "y"].map(axis => Math.ceil(Math.max(...all.map(at => at[axis])) + MARGIN));
  return { left, top, width: right - left, height: bottom - top };
};

const head = id =>
  svg(
    "marker",
    {
      id,
      viewBox: "0 0 8 8",
      refX: "7",
      refY: "4",
      markerWidth: "8",
      markerHeight: "8",
      markerUnits: "userSpaceOnUse",
      orient: "auto-start-reverse",
    },
    svg("path", { d: "M0 0L8 4L0 8z" }),
  );

const leaves = (line, around) => line.edges.some(edge => around.has(edge.from));

const frame = (at, lit) =>
  svg(
    "g",
    { class: lit ? "outer near" : "outer" },
    svg("rect", { x: at.x - at.width / 2, y: at.y - at.height / 2 - RISE, width: at.width, height: at.height + RISE, rx: 12 }),
    svg("text", { x: at.x - at.width / 2 + 10, y: at.y - at.height / 2 + 13 - RISE }, nameOf(at.node).replaceAll("-", " ")),
  );

const box = (at, lit) => {
  const { x, y, width, height, node, lines } = at;
  const top = y - (lines.length * LINE) / 2 + LINE * 0.75;
  const words = lines.map((line, row) => svg("tspan", { x, y: top + row * LINE }, line));
  return svg(
    "g",
    {
      class: ["state", node.final && "final", `kind-${String(node.kind || "state").replace(/\W/g, "")}`, lit && "lit"]
        .filter(Boolean)
        .join(" "),
    },
    svg("title", {}, `${node.label || nameOf(node)}${node.kind ? ` (${node.kind})` : ""}`),
    svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: node.final ? height / 2 : 8 }),
    svg("text", { "text-anchor": "middle" }, ...words),
  );
};

const arrow = (g, edge, outer, around) => {
  const line = g.edge(edge),
    lit = leaves(line, around);
  const points = trimmed(
    trimmed(
      line.points,
      line.edges.map(one => one.to),
      g,
      outer,
      true,
    ),
    line.edges.map(one => one.from),
    g,
    outer,
    false,
  );
  line.drawn = points;
  const far = Math.abs(g.node(edge.w).y - g.node(edge.v).y) > 260 && !lit;
  return svg(
    "path",
    {
      class: `edge${lit ? " out" : ""}${far ? " far" : ""}`,
      d: smooth(points),
      "marker-end": `url(#${lit ? "tip-lit" : "tip"})`,
    },
    svg("title", {}, `${nameOf({ path: line.edges[0].from })} → ${nameOf({ path: line.edges[0].to })}: ${wordsOf(line)}`),
  );
};

// An arrow from or to a box with boxes in it ends at its border.
const trimmed = (points, names, g, outer, atEnd) => {
  if (!names.every(name => outer.has(name))) return points;
  const way = atEnd ? [...points].reverse() : [...points],
    at = g.node(names[0]);
  const out = way.findIndex(point => !within(at, point));
  if (out < 1) return points;
  const cut = [clipped(at, way[out], way[out - 1]), ...way.slice(out)];
  return atEnd ? cut.reverse() : cut;
};

const within = (at, point) =>
  Math.abs(point.x - at.x) < at.width / 2 && point.y > at.y - at.height / 2 - RISE && point.y < at.y + at.height / 2;

// Where the way from outside meets the edge of the box.
const clipped = (at, from, to) => {
  if (within(at, from) || !within(at, to)) return to;
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (within(at, { x: from.x + (to.x - from.x) * middle, y: from.y + (to.y - from.y) * middle })) high = middle;
    else low = middle;
  }
  return { x: from.x + (to.x - from.x) * high, y: from.y + (to.y - from.y) * high };
};

const smooth = points => {
  if (points.length < 3) return "M" + points.map(point => `${point.x} ${point.y}`).join("L");
  let path = `M${points[0].x} ${points[0].y}`;
  for (let i = 1; i < points.length - 1; i += 1) {
    const next = points[i + 1],
      last = i === points.length - 2;
    const end = last ? next : { x: (points[i].x + next.x) / 2, y: (points[i].y + next.y) / 2 };
    path += `Q${points[i].x} ${points[i].y} ${end.x} ${end.y}`;
  }
  return path;
};

const wordsOf = line =>
  line.edges
    .map(edge => edge.label.replaceAll("\n", ", "))
    .filter(Boolean)
    .join(", ");

// Labels where there is room for them; the list of ways below the drawing has them all.
const label = (line, placed) => {
  const words = wordsOf(line),
    short = words.length > 26 ? words.slice(0, 25) + "…" : words;
  if (!words) return [];
  const wide = short.length * 6.2 + 4;
  const free = at => placed.every(other => Math.abs(other.x - at.x) > (other.wide + wide) / 2 || Math.abs(other.y - at.y) > 14);
  const at = along(line.drawn).find(free);
  if (!at) return [];
  placed.push({ ...at, wide });
  return [svg("text", { class: "label", x: at.x, y: at.y + 4, "text-anchor": "middle" }, svg("title", {}, words), short)];
};

const along = points =>
  [0.5, 0.62, 0.38, 0.74, 0.28].map(part => {
    const at = part * (points.length - 1),
      low = Math.floor(at),
      high = Math.min(low + 1, points.length - 1);
    return {
      x: points[low].x + (points[high].x - points[low].x) * (at - low),
      y: points[low].y + (points[high].y - points[low].y) * (at - low),
    };
  });
