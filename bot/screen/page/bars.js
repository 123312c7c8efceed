// Bars with a label and a number each. They grow from where they stood to where they are now; numbers never run through
// values in between, because those were not released. Must not know where the numbers come from.
import { calm, make, say } from "./dom.js";

const GROWING = 1100; // milliseconds
const SVG = "http://www.w3.org/2000/svg";
const stood = new Map(); // "question:option" -> share last shown, so that coming back to a result does not start from nothing

/** One bar in its track, 0..1. */
export class Bar {
  constructor(key, look) {
    this.key = key;
    this.node = document.createElementNS(SVG, "svg");
    this.node.setAttribute("viewBox", "0 0 1000 10");
    this.node.setAttribute("preserveAspectRatio", "none");
    this.node.setAttribute("aria-hidden", "true");
    this.node.setAttribute("class", `bar ${look}`);
    this.track = this.#rect("track");
    this.fill = this.#rect("fill");
    this.track.setAttribute("width", 1000);
    this.fill.setAttribute("width", 0);
    this.share = stood.get(key) ?? 0;
    this.#draw(this.share);
  }

  /** A bar of several parts, each of its own colour, in place of one that grows: [{share, look}]. */
  split(parts) {
    const drawn = JSON.stringify(parts);
    if (this.parts === drawn) return;
    this.parts = drawn;
    for (const old of this.node.querySelectorAll(".part")) old.remove();
    let at = 0;
    for (const { share, look } of parts) {
      const rect = this.#rect(`part ${look}`);
      rect.setAttribute("x", 1000 * at);
      rect.setAttribute("width", Math.max(1000 * share - 2, 0));
      at += share;
    }
  }

  look(look) { this.node.setAttribute("class", `bar ${look}`); }

  grow(share) {
    const from = this.share, to = Math.min(Math.max(share, 0), 1), begun = performance.now();
    stood.set(this.key, to);
    cancelAnimationFrame(this.frame);
    if (from === to || calm() || document.visibilityState === "hidden") { this.#draw(to); return; }
    const step = (now) => {
      const part = Math.min(Math.max(now - begun, 0) / GROWING, 1); // a frame may have begun before it was asked for
      this.#draw(from + (to - from) * (1 - (1 - part) ** 3));
      if (part < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  #rect(name) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    rect.setAttribute("height", 10);
    this.node.append(rect);
    return rect;
  }

  #draw(share) {
    this.share = share;
    this.fill.setAttribute("width", 1000 * share);
  }
}

/** A list of rows that keeps its nodes, so that a new release moves what is there. `columns`: bars a row (rounds). */
export class Rows {
  constructor(columns = 1, kind = "ol") {
    this.columns = columns;
    this.node = make(kind, { class: `rows bars-${columns}`, role: "list" });
    this.rows = new Map();
  }

  /** rows: [{key, number, label, note, class, cells: [{key, share, text, look}]}], in display order. */
  show(rows) {
    const before = new Map([...this.rows].map(([key, row]) => [key, row.node.getBoundingClientRect().top]));
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, row] of this.rows) if (!keys.has(key)) { row.node.remove(); this.rows.delete(key); }
    for (const row of rows) this.#row(row);
    this.node.append(...rows.map((row) => this.rows.get(row.key).node));
    if (!calm()) for (const [key, top] of before) this.#slide(key, top);
  }

  #row({ key, number, label, note, class: look, cells }) {
    const row = this.rows.get(key) ?? this.#fresh(key, cells);
    row.node.className = `row ${look ?? ""}`;
    say(row.nth, number ? String(number) : "");
    say(row.words, label);
    say(row.note, note ?? "");
    row.note.hidden = !note;
    cells.forEach((cell, at) => {
      row.bars[at].look(cell.look);
      if (cell.parts) row.bars[at].split(cell.parts);
      else row.bars[at].grow(cell.share);
      say(row.numbers[at], cell.text);
    });
  }

  #fresh(key, cells) {
    const nth = make("span", { class: "nth" }), words = make("span", { class: "words" }), note = make("small", { class: "note" });
    const bars = cells.map((cell) => new Bar(cell.key, cell.look)), numbers = cells.map(() => make("b", { class: "number" }));
    const pairs = cells.map((cell, at) => [cell.tag ? make("i", { class: "tag" }, cell.tag) : null, bars[at].node, numbers[at]]);
    const node = make("li", { class: "row" }, make("span", { class: "label" }, nth, words, note), ...pairs.flat());
    const row = { node, nth, words, note, bars, numbers };
    this.rows.set(key, row);
    return row;
  }

  #slide(key, top) {
    const node = this.rows.get(key)?.node, moved = node ? top - node.getBoundingClientRect().top : 0;
    if (Math.abs(moved) > 1) node.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: 700, easing: "ease-in-out" });
  }
}
