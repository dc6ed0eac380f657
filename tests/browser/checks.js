// Faults that a screen reader or a keyboard would meet, as sentences; none is what the tests want.
() => {
  const faults = [];
  const seen = element =>
    element.checkVisibility({ checkVisibilityCSS: true }) && !element.closest("[hidden], dialog:not([open])");
  const named = element => {
    const by = (element.getAttribute("aria-labelledby") || "")
      .split(/\s+/)
      .map(id => document.getElementById(id)?.textContent || "")
      .join(" ");
    const label = [...(element.labels || [])].map(one => one.textContent).join(" ");
    const alternatives = [...element.querySelectorAll("[alt], title")]
      .map(one => one.getAttribute("alt") || one.textContent)
      .join(" ");
    return (
      element.getAttribute("aria-label") ||
      by.trim() ||
      label ||
      element.textContent + alternatives ||
      element.title ||
      ""
    ).trim();
  };
  const brief = element => element.outerHTML.slice(0, 90);
  for (const element of document.querySelectorAll(
    "button, a[href], input, select, textarea, summary, [role=img], [role=log], [role=region]",
  )) {
    if (seen(element) && !named(element)) faults.push("no name: " + brief(element));
  }
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at && !id.startsWith("tip"))))
    faults.push("twice: #" + id);
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-controls], [for]")) {
    const target =
      element.getAttribute("aria-labelledby") || element.getAttribute("aria-controls") || element.getAttribute("for");
    for (const id of target.split(/\s+/)) if (!document.getElementById(id)) faults.push(`nothing is #${id}: ` + brief(element));
  }
  for (const element of document.querySelectorAll("[tabindex]"))
    if (element.tabIndex > 0) faults.push("tabindex: " + brief(element));
  for (const element of document.querySelectorAll("button button, button a, a button, label button"))
    faults.push("nested: " + brief(element));
  if (document.querySelectorAll("main").length !== 1) faults.push("there is one main");
  if (document.querySelectorAll("h1").length !== 1) faults.push("there is one h1");
  if (!document.documentElement.lang) faults.push("no language");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    if (!seen(heading)) continue;
    const here = Number(heading.tagName[1]);
    if (here > level + 1) faults.push("a heading skips a level: " + brief(heading));
    level = here;
  }

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const light = ({ r, g, b }) =>
    [r, g, b]
      .map(v => v / 255)
      .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at),
        colour = rgba(style.backgroundColor);
      if (colour.a > 0.98) return colour;
      if (colour.a > 0.02 || style.backgroundImage !== "none") return null;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !seen(element) || element.closest(".sr, svg, :disabled, .spoiler, option, .skip")) continue;
    const style = getComputedStyle(element),
      ground = behind(element);
    if (!ground) continue;
    const [one, two] = [light(rgba(style.color)), light(ground)];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    const size = parseFloat(style.fontSize),
      large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) faults.push(`contrast ${contrast.toFixed(2)}: ` + brief(element));
  }
  return faults;
};
