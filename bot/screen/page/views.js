// What the screen shows, a view each: join, question, section, result, two rounds, panel, close. A view is built once and
// then updated in place. Must not know keys, the line to the server, or which view is on.
import { fill, make, say, wayOf } from "./dom.js";
import { Bar, Rows } from "./bars.js";
import { wall } from "./cards.js";

/** Every view there is now, in the order of left and right: [{key, show(state) -> view}]. */
export function viewsOf(state) {
  const all = [{ key: "join", make: join }];
  if (state.section && !state.question) all.push({ key: "section", make: section });
  if (state.question) all.push({ key: "question", make: () => question((now) => now.question) });
  for (const { id } of state.ended) all.push({ key: `ended:${id}`, make: () => question((now) => now.ended.find((one) => one.id === id)) });
  for (const result of state.results) {
    const other = pairOf(state, result);
    if (!other) all.push({ key: `result:${result.id}`, make: () => alone(result) });
    else if (other.round < result.round) all.push({ key: keyOf(state, result.id), make: () => rounds(other.id, result.id) });
  }
  if (state.themes.length) all.push({ key: "themes", make: () => listed("themes") });
  for (const table of state.tables) all.push({ key: `table:${table.id}`, make: () => alone(table, "tables") });
  if (state.panel) all.push({ key: "panel", make: panel });
  for (const { id, pinned, answered } of state.panel?.items ?? []) if (pinned && !answered) all.push({ key: `pinned:${id}`, make: () => spotlight(id) });
  if (state.phase === "closed") all.push({ key: "close", make: close });
  return all;
}

/** The key of the view that a result stands in: alone, or beside its other round. */
export function keyOf(state, id) {
  const result = state.results.find((one) => one.id === id), other = result && pairOf(state, result);
  return other ? `rounds:${[id, other.id].sort().join(":")}` : `result:${id}`;
}

/** The round that stands beside this one: the two name each other. Of three rounds the first stands alone. */
function pairOf(state, result) {
  const other = state.results.find((one) => one.id === result.pairs);
  return other?.pairs === result.id ? other : undefined;
}

const roundName = (words, number) => ({ 1: words.round1, 2: words.round2 })[number] ?? fill(words.round_n, { number });

// Each of these gives {node, update(state), words(state)}; `words` is what a screen reader is told when the view comes.

function join() {
  const qr = make("img", { class: "qr", width: 512, height: 512 });
  const link = make("p", { class: "link" }), code = make("p", { class: "code" }), heads = make("p", { class: "heads" });
  const scan = make("p", { class: "do" }), type = make("p", { class: "do" }), title = make("h1", { class: "unseen" });
  const more = make("p", { class: "mild" });
  const node = make("section", { class: "view join" }, title, qr, make("div", { class: "how" }, scan, link, type, code, heads, more));
  return {
    node,
    words: (state) => `${state.words.join}: ${state.join.code}. ${state.join.heads}`,
    update(state) {
      const w = state.words, closed = state.join.locked || state.phase === "closed";
      const picture = `data:image/svg+xml,${encodeURIComponent(state.join.qr)}`;
      if (qr.src !== picture) qr.src = picture;
      qr.alt = fill(w.qr, { link: state.join.link });
      say(title, `${w.join}: ${state.title}`);
      say(scan, w.scan);
      const [door, key = ""] = state.join.link.replace(/^https?:\/\//, "").split(/(?=\?)/);
      if (link.textContent !== door + key) link.replaceChildren(door, make("wbr"), key); // it breaks there, if anywhere
      say(type, w.type);
      say(code, state.join.code);
      say(heads, state.join.heads);
      say(more, closed ? w.locked : state.phase === "waiting" ? w.waiting : "");
      more.hidden = !more.textContent;
      node.classList.toggle("shut", closed);
    },
  };
}

/** What is asked, or a poll that has ended and whose result is not shown: `of` finds it in a state. */
function question(of) {
  const eyebrow = make("p", { class: "eyebrow" }), text = make("h1"), help = make("p", { class: "help-line" });
  const options = make("ol", { class: "options", role: "list" }), status = make("div", { class: "status" });
  const count = make("p", { class: "count" }), bar = new Bar("count", "plain"), clock = make("p", { class: "clock", role: "timer" });
  const held = make("p", { class: "held" }), over = make("p", { class: "over" });
  status.append(make("div", { class: "in" }, count, bar.node), clock, held, over);
  const node = make("section", { class: "view asking" }, eyebrow, text, help, options, status);
  let shown = "";
  return {
    node,
    words: (state) => [of(state)?.text, of(state)?.count, of(state)?.said].filter(Boolean).join(" "),
    update(state) {
      const it = of(state);
      if (!it) return;
      say(eyebrow, it.section || state.words.question);
      say(text, it.text);
      node.dir = wayOf(it.text);
      say(help, it.help);
      help.hidden = !it.help;
      if (shown !== JSON.stringify(it.options)) {
        shown = JSON.stringify(it.options);
        options.classList.toggle("many", it.options.length > 4);
        options.style.setProperty("--half", Math.ceil(it.options.length / 2));
        options.replaceChildren(...it.options.map(({ number, label }) => make("li", {}, make("b", { class: "nth" }, number), make("span", {}, label))));
      }
      options.hidden = !it.options.length;
      say(count, it.count);
      count.parentNode.hidden = !it.count;
      bar.node.classList.toggle("gone", it.in === null || !it.of);
      bar.grow(it.of ? (it.in ?? 0) / it.of : 0);
      say(held, it.state === "held" ? state.words.held : "");
      held.hidden = it.state !== "held";
      say(over, it.said ?? "");
      over.hidden = !it.said;
      this.tick(state);
    },
    tick: (state) => countDown(clock, of(state), state),
  };
}

function section() {
  const eyebrow = make("p", { class: "eyebrow" }), text = make("h1"), how = make("p", { class: "lead" }), count = make("p", { class: "mild" });
  const clock = make("p", { class: "clock", role: "timer" }), held = make("p", { class: "held" });
  const node = make("section", { class: "view plain" }, eyebrow, text, how, held, clock, count);
  return {
    node,
    words: (state) => state.section?.title ?? "",
    update(state) {
      const it = state.section;
      if (!it) return;
      say(eyebrow, state.words.now);
      say(text, it.title);
      node.dir = wayOf(it.title);
      say(how, it.text);
      say(held, state.words.held);
      held.hidden = it.state !== "held";
      say(count, state.join.heads);
      this.tick(state);
    },
    tick: (state) => countDown(clock, state.section, state),
  };
}

/** How long the soft timer has to go. When it is over nobody is cut off, and it says so. */
function countDown(clock, it, state) {
  const left = it?.until ? Math.ceil(it.until - state.clock()) : 0;
  clock.hidden = !it?.until || it.state === "held";
  if (clock.hidden) return;
  say(clock, left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : state.words.time_up);
  clock.classList.toggle("over", left <= 0);
}

const cellOf = (result, row, tag) => ({ key: `${result.id}:${row.id}`, share: row.share, text: row.tied ? `= ${row.text}` : row.text, look: lookOf(row), tag, parts: row.parts?.map((part) => ({ share: part.share, look: lookOf(part) })) });

/** Colours follow the picture's: a scale runs from one side to the other, elsewhere the leading rows are strong. */
function lookOf(row) {
  if (row.tone === "off") return "off";
  if (row.place !== null && row.place !== undefined) return `d${Math.round(2 * (row.place + 1))}`;
  return row.lead ? "first" : "rest";
}

function framed() {
  const eyebrow = make("p", { class: "eyebrow" }), text = make("h1"), headline = make("p", { class: "headline" }), base = make("p", { class: "base" });
  return { eyebrow, text, headline, base };
}

/** One result: bars, or what people wrote as cards. */
const alone = (result, from) => (result.cards ? wall(result.id, from) : single(result.id, from));

function single(id, from = "results") {
  const { eyebrow, text, headline, base } = framed(), rows = new Rows(), quotes = make("div", { class: "quotes" });
  const node = make("section", { class: "view result" }, eyebrow, text, headline, rows.node, quotes, base);
  const of = (state) => state[from].find((one) => one.id === id);
  let quoted = "";
  return {
    node,
    words: (state) => (of(state) ? `${state.words.result}: ${of(state).text} ${of(state).headline} ${of(state).base}` : ""),
    update(state) {
      const it = of(state), w = state.words;
      if (!it) return;
      say(eyebrow, from === "tables" ? w.tables : it.round ? roundName(w, it.round) : w.result);
      say(text, it.text);
      node.dir = wayOf(it.text);
      say(headline, it.headline);
      headline.hidden = !it.headline;
      rows.show(it.rows.map((row) => ({ key: row.id, label: row.label, note: row.note, class: row.tone === "off" ? "apart" : "", cells: [cellOf(it, row)] })));
      rows.node.hidden = !it.rows.length;
      if (quoted !== JSON.stringify(it.quotes ?? [])) {
        quoted = JSON.stringify(it.quotes ?? []);
        quotes.replaceChildren(...(it.quotes ?? []).map((words) => make("blockquote", {}, words)));
      }
      quotes.hidden = !it.quotes?.length;
      say(base, it.base);
    },
  };
}

function rounds(firstId, secondId) {
  const { eyebrow, text, headline, base } = framed(), rows = new Rows(2);
  const heads = make("li", { class: "row heads", "aria-hidden": "true" }, make("span"), make("p"), make("p"));
  const node = make("section", { class: "view result" }, eyebrow, text, headline, rows.node, base);
  rows.node.append(heads);
  const name = (state, one) => roundName(state.words, one.round);
  const of = (state) => [firstId, secondId].map((id) => state.results.find((one) => one.id === id));
  return {
    node,
    words(state) {
      const [first, second] = of(state);
      return first && second ? `${second.text} ${name(state, first)}: ${first.brief} ${name(state, second)}: ${second.brief}` : "";
    },
    update(state) {
      const [first, second] = of(state), w = state.words;
      if (!first || !second) return;
      const before = new Map(first.rows.map((row) => [row.id, row]));
      const none = { share: 0, text: "–", tone: "neutral", value: 0 };
      say(eyebrow, w.rounds);
      say(text, second.text);
      node.dir = wayOf(second.text);
      say(headline, second.headline && `${name(state, second)}: ${second.headline}`);
      headline.hidden = !second.headline;
      say(heads.children[1], name(state, first));
      say(heads.children[2], name(state, second));
      rows.show(second.rows.map((row) => ({
        key: row.id, label: row.label, note: row.note, class: row.tone === "off" ? "apart" : "",
        cells: [cellOf(first, before.get(row.id) ?? { ...none, id: row.id }, String(first.round)), cellOf(second, row, String(second.round))],
      })));
      say(base, `${name(state, first)}: ${first.base}\n${name(state, second)}: ${second.base}`);
    },
  };
}

/** Themes of the open answers, with their counts. */
function listed(from) {
  const { eyebrow, text, base } = framed(), rows = new Rows();
  return {
    node: make("section", { class: "view result" }, eyebrow, text, rows.node, base),
    words: (state) => state.words[from],
    update(state) {
      const most = Math.max(...state[from].map((one) => one.value), 1);
      say(eyebrow, state.words.result);
      say(text, state.words[from]);
      rows.show(state[from].map((one) => ({ key: one.label, label: one.label, cells: [{ key: `${from}:${one.label}`, share: one.value / most, text: one.text, look: "first" }] })));
    },
  };
}

function panel() {
  const { eyebrow, text, base } = framed(), rows = new Rows(), how = make("p", { class: "headline" }), more = make("p", { class: "mild more" });
  const none = make("p", { class: "lead" });
  const node = make("section", { class: "view result panel" }, eyebrow, text, how, none, rows.node, more, base);
  return {
    node,
    words: (state) => `${state.words.panel}. ${state.panel?.how ?? ""}`,
    update(state) {
      const it = state.panel, w = state.words;
      if (!it) return;
      const most = Math.max(...it.items.map((item) => item.votes ?? 0), 1);
      say(eyebrow, w.panel_now);
      say(text, w.panel);
      node.dir = wayOf(it.items[0]?.text ?? w.panel);
      say(how, it.how);
      how.hidden = !it.how;
      say(none, it.items.length ? "" : w.panel_none);
      none.hidden = it.items.length > 0;
      rows.show(it.items.map((item, at) => {
        const marks = [item.speaker && fill(w.speaker, { name: item.speaker }), item.pinned && `★ ${w.pinned}`, item.answered && `✓ ${w.answered}`];
        const known = item.votes !== null && item.votes !== undefined;
        return {
          key: item.id ?? String(at), number: item.number, label: item.text, note: marks.filter(Boolean).join(" · "),
          class: [item.answered && "done", item.pinned && "pinned", !known && "uncounted"].filter(Boolean).join(" "),
          cells: [{ key: `panel:${item.id ?? item.text}`, share: known ? item.votes / most : 0, text: known ? String(item.votes) : "", look: item.answered ? "off" : "first" }],
        };
      }));
      rows.node.hidden = !it.items.length;
      say(more, it.more ?? "");
      more.hidden = !it.more;
      say(base, it.base);
      base.hidden = !it.base;
    },
  };
}

/** A question to the panel that a facilitator has pinned, alone. */
function spotlight(id) {
  const eyebrow = make("p", { class: "eyebrow" }), text = make("h1"), about = make("p", { class: "lead" });
  const of = (state) => state.panel?.items.find((item) => item.id === id);
  return {
    node: make("section", { class: "view spotlight" }, eyebrow, text, about),
    words: (state) => `${state.words.panel_now}: ${of(state)?.text ?? ""}`,
    update(state) {
      const it = of(state), w = state.words;
      if (!it) return;
      say(eyebrow, `${w.panel_now} · ${it.number}`);
      say(text, it.text);
      say(about, it.speaker ? fill(w.speaker, { name: it.speaker }) : "");
      about.hidden = !it.speaker;
    },
  };
}

function close() {
  const text = make("h1"), heads = make("p", { class: "lead" }), list = make("ol", { class: "said", role: "list" }), none = make("p", { class: "mild" });
  const came = make("p", { class: "base" });
  let shown = "";
  return {
    node: make("section", { class: "view close" }, text, heads, came, list, none),
    words: (state) => `${state.words.thanks}. ${state.closing}`,
    update(state) {
      say(text, state.words.thanks);
      say(heads, state.closing);
      say(came, state.came);
      came.hidden = !state.came;
      const said = state.results.filter((one) => !(pairOf(state, one)?.round > one.round));
      if (shown !== JSON.stringify(said)) {
        shown = JSON.stringify(said);
        list.replaceChildren(...said.map((one) => make("li", { dir: wayOf(one.name || one.text) }, make("b", {}, one.name || one.text), make("span", {}, one.brief))));
      }
      list.hidden = !said.length;
      say(none, said.length ? state.words.step_through : state.words.nothing);
    },
  };
}
