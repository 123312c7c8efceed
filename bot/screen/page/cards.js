// The wall of words: what people wrote, a card each, below their themes. As large as it can be read from the back; what does not
// fit then stands on further pages, which turn by themselves or by the clicker. Must not know why a card is not there.
import { calm, fill, make, say } from "./dom.js";

const SIZES = [5.4, 4.8, 4.2, 3.7, 3.25]; // of the type, in hundredths of the window's height: below the last it is not read from the back
const NARROW = 640; // pixels of the board: a phone scrolls instead of turning pages
const WIDTHS = { short: 11, long: 15.5 }; // of a column, in widths of an m; short: most cards say a few words
const STAYS = [9, 20], READS = 45, WAITS = 60; // seconds a page stays, by what there is to read on it; and after a hand has turned it
const OTHER = "other"; // what is in no theme stands behind all of them
const GROWS = 900, SLIDES = 700; // milliseconds

const orders = new Map(); // question -> ids of cards in the order in which this page has first seen them: what is new comes last
const headings = new Map(); // and of themes: one that has grown keeps its place

/** The view of one open question; `from` is where in the state it stands. */
export function wall(id, from = "results") {
  const eyebrow = make("p", { class: "eyebrow" }), text = make("h1"), none = make("p", { class: "lead" });
  const board = make("div", { class: "board" }), foot = make("p", { class: "base" }), place = make("p", { class: "page-of" });
  const head = make("header", {}, eyebrow, text);
  const node = make("section", { class: "view cards-view" }, head, none, board, make("div", { class: "cards-foot" }, foot, place));
  const cards = new Map(); // id -> its node
  let it = null, words = {}, plan = [], page = 0, left = STAYS[0], drawn = "", seen = null;

  const of = (state) => state[from].find((one) => one.id === id);

  function update(state) {
    const now = of(state);
    if (!now) return;
    [it, words] = [now.cards, state.words];
    say(eyebrow, from === "tables" ? words.tables : words.result);
    say(text, now.text);
    text.dir = "auto";
    say(none, it.none);
    none.hidden = !it.none;
    say(foot, [it.more, now.base].filter(Boolean).join(" · "));
    const order = orders.get(id) ?? [], known = new Set(order), here = new Set(it.items.map((item) => item.id));
    const fresh = it.items.filter((item) => !known.has(item.id)).map((item) => item.id);
    orders.set(id, [...order.filter((one) => here.has(one)), ...fresh]);
    const stood = headings.get(id) ?? [], there = it.themes.map((theme) => theme.id);
    headings.set(id, [...stood.filter((one) => there.includes(one)), ...there.filter((one) => !stood.includes(one))]);
    const said = JSON.stringify(it);
    if (said === drawn) return;
    drawn = said;
    lay(seen ? fresh : []);
    seen = here;
  }

  /** Plan all pages anew, and show the one with what is new on it, or the one that is shown. */
  function lay(fresh = []) {
    if (!it || !board.isConnected || !board.clientHeight) return;
    const narrow = board.clientWidth < NARROW;
    node.classList.toggle("narrow", narrow);
    plan = planned(board, blocksOf(it, orders.get(id) ?? [], headings.get(id) ?? []), narrow);
    const last = fresh.at(-1), with_it = last ? plan.findIndex((columns) => columns.some((one) => one.some((block) => block.cards.some((card) => card.id === last)))) : -1;
    show(with_it >= 0 ? with_it : Math.min(page, plan.length - 1), fresh);
  }

  function show(at, fresh = []) {
    const before = new Map([...cards].filter(([, card]) => card.isConnected && card.checkVisibility()).map(([name, card]) => [name, card.getBoundingClientRect()]));
    page = Math.max(0, at);
    const columns = plan[page] ?? [];
    board.replaceChildren(...columns.map((column) => make("div", { class: "column" }, column.map((block) => drawBlock(block, cards)))));
    for (const name of [...cards.keys()]) if (!cards.get(name).isConnected) cards.delete(name);
    say(place, plan.length > 1 ? fill(it.page, { page: page + 1, pages: plan.length }) : "");
    const letters = columns.flat().flatMap((block) => block.cards).reduce((sum, card) => sum + card.text.length, 0);
    left = Math.min(Math.max(letters / READS, STAYS[0]), STAYS[1]);
    if (calm()) return;
    for (const [name, card] of cards) {
      const was = before.get(name), is = card.getBoundingClientRect();
      if (fresh.includes(name)) card.animate([{ opacity: 0, transform: "scale(.72)" }, { opacity: 1, transform: "none" }], { duration: GROWS, easing: "cubic-bezier(.2,.8,.2,1)" });
      else if (was) card.animate([{ transform: `translate(${was.left - is.left}px, ${was.top - is.top}px)` }, { transform: "none" }], { duration: SLIDES, easing: "ease-in-out" });
      else if (seen) card.animate([{ opacity: 0 }, { opacity: 1 }], { duration: SLIDES });
    }
  }

  new ResizeObserver(() => lay()).observe(board);
  return {
    node,
    update,
    words: (state) => (of(state) ? `${state.words.result}: ${of(state).text} ${of(state).cards.items.map((item) => item.text).slice(0, 20).join(". ")}` : ""),
    /** The clicker turns a page; false at the first and the last one, where it leads on to the next view. */
    step(by) {
      const next = page + by;
      if (next < 0 || next >= plan.length) return false;
      show(next);
      left = WAITS;
      return true;
    },
    tick() {
      if (plan.length < 2 || document.visibilityState === "hidden") return;
      left -= 1;
      if (left <= 0) show((page + 1) % plan.length);
    },
  };
}

/** Themes with their cards, then the cards that are in none: [{theme, cards}]. */
function blocksOf(it, order, names) {
  const places = new Map(order.map((name, at) => [name, at]));
  const items = [...it.items].sort((one, other) => places.get(one.id) - places.get(other.id));
  const place = (theme) => (theme.id === OTHER ? names.length : names.indexOf(theme.id));
  const themes = [...it.themes].sort((one, other) => place(one) - place(other));
  const blocks = themes.map((theme) => ({ theme, cards: items.filter((item) => item.theme === theme.id) }));
  const named = new Set(it.themes.map((theme) => theme.id));
  return [...blocks, ...items.filter((item) => !named.has(item.theme)).map((item) => ({ theme: null, cards: [item] }))];
}

/** Pages of columns of blocks, in the largest type in which all of it fits on one page, else in the smallest. */
function planned(board, blocks, narrow) {
  const width = board.clientWidth, gap = parseFloat(getComputedStyle(board).columnGap) || 0;
  const set = (size, columns, these = blocks) => {
    board.style.setProperty("--c", size);
    board.style.setProperty("--columns", columns);
    return measured(board, these, (width - gap * (columns - 1)) / columns);
  };
  if (narrow) { set("", 1); return [[blocks]]; }
  const lengths = blocks.flatMap((block) => block.cards).map((card) => card.text.length).sort((a, b) => a - b);
  const wide = (lengths[Math.floor(lengths.length * 0.7)] ?? 0) > 46 ? WIDTHS.long : WIDTHS.short;
  const unit = parseFloat(getComputedStyle(document.body).fontSize) / 3; // the body's type is three units high
  const most = (size) => Math.max(1, Math.round((width + gap) / (wide * size * unit + gap)));
  for (const size of SIZES) {
    const columns = Math.min(most(size), Math.max(2, blocks.length)), pages = placed(set(size, columns), board.clientHeight, columns, gap);
    if (pages.length === 1 || (size === SIZES.at(-1) && !blocks.some((block) => block.theme))) return pages;
  }
  const sets = sides(blocks), rounds = Math.ceil(sets.length / most(SIZES.at(-1))), columns = Math.ceil(sets.length / rounds);
  return turned(set(SIZES.at(-1), columns, sets), board.clientHeight, columns);
}

/** Themes side by side, and beside them all that is in none. */
function sides(blocks) {
  const loose = blocks.filter((block) => !block.theme).flatMap((block) => block.cards);
  return [...blocks.filter((block) => block.theme), ...(loose.length ? [{ theme: null, cards: loose }] : [])];
}

/** Every theme keeps its column, and a page turns the cards below all of them: the names stand where they stood. */
function turned(sizes, height, columns) {
  const pages = [];
  for (let first = 0; first < sizes.length; first += columns) {
    const parts = sizes.slice(first, first + columns).map((block) => cut(block, height).map((part) => ({ ...part, again: false })));
    for (let at = 0; at < Math.max(...parts.map((one) => one.length)); at += 1) pages.push(parts.map((one) => [one[at % one.length]]));
  }
  return pages;
}

/** Each block with the heights of its heading and of its cards, in a column of that width. */
function measured(board, blocks, width) {
  const hidden = make("div", { class: "column measuring" });
  hidden.style.width = `${width}px`;
  const nodes = blocks.map((block) => drawBlock({ ...block, again: false }, new Map()));
  hidden.append(...nodes);
  board.append(hidden);
  const found = blocks.map((block, at) => {
    const node = nodes[at], all = node.getBoundingClientRect().height, each = [...node.querySelectorAll(".card")].map((card) => card.getBoundingClientRect().height);
    const gaps = parseFloat(getComputedStyle(node).rowGap) || 0;
    return { ...block, each, gaps, frame: all - each.reduce((sum, one) => sum + one, 0) - gaps * Math.max(0, each.length - 1) };
  });
  hidden.remove();
  return found;
}

const heightOf = (frame, each, gaps) => frame + each.reduce((sum, one) => sum + one, 0) + gaps * Math.max(0, each.length - 1);

/** Blocks into columns into pages. A theme that is higher than its share is continued in another column, below its name again. */
function placed(sizes, height, columns, gap) {
  const whole = sizes.reduce((sum, block) => sum + heightOf(block.frame, block.each, block.gaps) + gap, 0);
  const share = sizes.length < columns ? (whole / columns) * 1.04 : height; // where columns would stand empty
  const limit = Math.min(height, Math.max(share, ...sizes.map((block) => block.frame + Math.max(0, ...block.each))));
  const parts = sizes.flatMap((block) => cut(block, limit));
  const pages = [];
  let tops = null;
  for (const part of parts) {
    const high = heightOf(part.frame, part.each, part.gaps);
    let at = tops ? tops.indexOf(Math.min(...tops)) : -1;
    if (!tops || (tops[at] > 0 && tops[at] + high > height + 1)) {
      pages.push(Array.from({ length: columns }, () => []));
      tops = Array(columns).fill(0);
      at = 0;
    }
    pages.at(-1)[at].push(part);
    tops[at] += high + gap;
  }
  return pages.length ? pages : [[[]]];
}

function cut(block, limit) {
  const parts = [];
  let part = null;
  block.cards.forEach((card, at) => {
    const high = block.each[at];
    if (!part || heightOf(part.frame, [...part.each, high], part.gaps) > limit + 1) {
      part = { theme: block.theme, frame: block.frame, gaps: block.gaps, cards: [], each: [], again: parts.length > 0 };
      parts.push(part);
    }
    part.cards.push(card);
    part.each.push(high);
  });
  return parts.length ? parts : [{ ...block, again: false }];
}

function drawBlock(block, cards) {
  const drawn = block.cards.map((item) => {
    const node = cards.get(item.id) ?? make("p", { class: "card", dir: "auto" });
    say(node, item.text);
    cards.set(item.id, node);
    return node;
  });
  if (!block.theme) return make("div", { class: "block loose" }, drawn);
  const name = make("span", { class: "theme-name", dir: "auto" }, block.theme.label);
  const note = block.theme.note && !block.again ? make("small", {}, block.theme.note) : null;
  const heading = make("h2", { class: block.again ? "continued" : "" }, name, make("b", {}, block.again ? "…" : String(block.theme.count)), note);
  return make("div", { class: "block theme" }, heading, drawn);
}
