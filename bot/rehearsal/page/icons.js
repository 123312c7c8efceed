// Signs as drawings: a machine without the right font would show boxes instead. Each is strokes in a square of 24; knows nothing of phones.

const SVG = "http://www.w3.org/2000/svg";
const STROKES = {
  tick: "M5 13l4 4L19 7",
  ticks: "M2 13l4 4 9-10M11 16l1 1 9-10",
  cross: "M6 6l12 12M18 6L6 18",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.7-8.7a3.3 3.3 0 0 1 4.7 4.7l-8.7 8.7a1.7 1.7 0 0 1-2.4-2.4l7.9-7.9",
  send: "M4 12L20 4l-5 16-3.5-6.5z",
  down: "M6 9l6 6 6-6",
  play: "M8 5l11 7-11 7z",
  link: "M8 16L17 7M10 7h7v7",
  copy: "M9 9h11v11H9zM15 5H4v11",
  app: "M4 5h16v14H4zM4 9h16",
  photo: "M4 5h16v14H4zM4 17l5-5 4 4 3-3 4 4M15.5 9v.01",
  file: "M12 15V4M8 8l4-4 4 4M5 14v6h14v-6",
  document: "M6 3h8l4 4v14H6zM14 3v4h4",
  voice: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  sticker: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 10v.01M15 10v.01M8.5 14.5q3.5 3 7 0",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8h3v3H8zM13 8h3v3h-3zM8 13h3v3H8zM14.500 14.500v.01",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
  allow: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
};

/** The drawing of this name, as large as the type around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}
