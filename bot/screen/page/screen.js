// The presenter's screen: keeps the newest state, follows the room or stays where the presenter stepped to, minds the keys.
import { make, say } from "./dom.js";
import { fit } from "./fit.js";
import { listen, reveal, token } from "./stream.js";
import { keyOf, viewsOf } from "./views.js";

const at = (id) => document.getElementById(id);
const boot = document.body.dataset;
const stage = at("stage");
const HINTED = 9000, TOASTED = 5000; // milliseconds

let state = null; // the newest whole state, as the server sent it
let room = null; // the key of the view that the room is at
let pinned = null; // the key of the view that the presenter has stepped to; null: follow the room
let on = null; // {key, view}: what is shown
let over = null; // "blank" or "qr": what stands over the view until it is taken away
let stop = null, secret = "";

// Which view

/** Where the room is when nothing is known of before: after a reload, or when what was shown is gone. */
function standing(now) {
  const done = new Set(now.results.map((result) => result.id)), asked = now.question;
  if (now.phase === "closed") return "close";
  if (asked) return done.has(asked.id) ? keyOf(now, asked.id) : "question";
  if (pinsOf(now).length) return `pinned:${pinsOf(now)[0].id}`;
  if (now.panel && now.panel.state !== "closed") return "panel";
  if (now.section) return "section";
  if (now.ended.length) return `ended:${now.ended.at(-1).id}`;
  return now.results.length ? keyOf(now, now.results.at(-1).id) : "join";
}

/** Where the room is after a change: at what is new. */
function moved(before, now, here) {
  if (!before) return standing(now);
  if (now.phase === "closed") return before.phase === "closed" ? here : "close";
  const had = new Set(before.results.map((result) => result.id));
  const fresh = now.results.filter((result) => !had.has(result.id));
  if (fresh.length) return keyOf(now, fresh.at(-1).id);
  const left = before.question?.id, stays = before.led === now.led; // what was launched before the poll is no news after it
  if (left && stays && now.question?.id !== left && now.ended.some((one) => one.id === left)) return `ended:${left}`;
  const put = pinsOf(now).filter((one) => !pinsOf(before).some((other) => other.id === one.id));
  if (put.length) return `pinned:${put.at(-1).id}`;
  const asks = (one) => one.question && `${one.question.id}:${one.question.state}`;
  if (now.question && asks(now) !== asks(before)) return standing({ ...now, panel: null });
  if (now.panel && now.panel.state !== before.panel?.state && now.panel.state !== "closed") return "panel";
  if (now.section && now.section.title !== before.section?.title) return now.question ? here : "section";
  if (before.question && !now.question) return standing(now);
  if (here.startsWith("pinned:") && !viewsOf(now).some((one) => one.key === here)) return pinsOf(now).length || now.question ? standing(now) : "panel";
  return viewsOf(now).some((one) => one.key === here) ? here : standing(now);
}

const pinsOf = (one) => (one.panel?.items ?? []).filter((item) => item.pinned && !item.answered);

// Where it was, for this tab alone, so that a reloaded wall goes on there

const PLACE = "roundtable-place";

function remember() {
  const { phase, question, ended, results, panel, section, led } = state, only = (list, ...names) => list.map((one) => Object.fromEntries(names.map((name) => [name, one[name]])));
  const before = { phase, led, question: question && { id: question.id, state: question.state }, ended: only(ended, "id"), results: only(results, "id"),
    section: section && { title: section.title }, panel: panel && { state: panel.state, items: only(panel.items, "id", "pinned", "answered") } };
  try { sessionStorage.setItem(PLACE, JSON.stringify({ of: state.join.code, room, pinned, over, before })); } catch { /* then a reload follows the room */ }
}

function recall(now) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE));
    if (kept?.of !== now.join.code) return null;
    [pinned, over] = [kept.pinned, kept.over];
    return moved(kept.before, now, kept.room);
  } catch { return null; }
}

function show() {
  const all = viewsOf(state), keys = all.map((one) => one.key);
  if (pinned && !keys.includes(pinned)) pinned = null;
  const key = over === "qr" ? "join" : pinned ?? room, entry = all.find((one) => one.key === key) ?? all[0];
  if (on?.key !== entry.key) {
    on = { key: entry.key, view: entry.make() };
    stage.replaceChildren(on.view.node);
    on.view.update(state);
    say(at("said"), on.view.words(state));
  } else on.view.update(state);
  at("blank").hidden = over !== "blank";
  around(keys.indexOf(entry.key), keys.length);
  fit(stage);
  remember();
}

/** The lines above and below the view. */
function around(place, count) {
  const w = state.words, inside = state.phase !== "closed" && !state.join.locked && on.key !== "join";
  document.documentElement.lang = state.language;
  document.title = state.title;
  say(at("title"), state.title);
  const phase = { waiting: w.phase_waiting, paused: w.phase_paused, closed: w.phase_closed }[state.phase] ?? "";
  say(at("phase"), phase);
  at("phase").hidden = !phase;
  say(at("door"), inside ? state.join.door : "");
  at("late").hidden = !inside;
  const picture = `data:image/svg+xml,${encodeURIComponent(state.join.qr)}`;
  if (inside && at("late-qr").src !== picture) at("late-qr").src = picture;
  say(at("late-join"), w.join);
  say(at("late-code"), state.join.code);
  at("steps").hidden = count < 2;
  say(at("place"), `${place + 1} / ${count}`);
  at("place").classList.toggle("pinned", Boolean(pinned) && pinned !== room);
  at("place").title = pinned && pinned !== room ? w.stays : "";
  button("back", "‹", w.key_left);
  button("on", "›", w.key_right);
  say(at("lost"), w.lost);
}

function button(id, sign, words) {
  say(at(id), sign);
  at(id).setAttribute("aria-label", words);
  at(id).title = words;
}

// What the server sends

function receive(fresh) {
  const lag = fresh.now - Date.now() / 1000; // the projector's clock may be wrong; only differences count
  fresh.clock = () => Date.now() / 1000 + lag;
  const first = !state;
  const here = room;
  room = (first && recall(fresh)) || moved(state, fresh, room);
  if (over === "qr" && here && room !== here) over = null; // the room goes on
  state = fresh;
  at("lost").hidden = true;
  show();
  if (first) hint();
}

function dead() {
  state = null;
  on = null;
  for (const id of ["title", "door", "hint"]) say(at(id), "");
  for (const id of ["lost", "phase", "steps", "late", "blank"]) at(id).hidden = true;
  at("help").close();
  stage.replaceChildren(make("section", { class: "view plain" }, make("h1", {}, boot.dead), make("p", { class: "lead" }, boot.deadMore), make("a", { class: "again", href: "wall" }, boot.wall)));
  say(at("said"), boot.dead);
  fit(stage);
}

function begin() {
  const given = token();
  if (given === secret && stop) return;
  stop?.();
  [state, on, room, pinned, over, secret] = [null, null, null, null, null, given];
  if (!given) { dead(); return; }
  stop = listen("screen/events", given, { state: receive, lost: () => { at("lost").hidden = false; }, dead });
}

// What the presenter does

function step(by) {
  if (!state) return;
  if (over) { cover(null); return; } // first it is taken away, so that nobody passes over a view unseen
  if (on.view.step?.(by)) return; // a view of several pages turns them first
  const keys = viewsOf(state).map((one) => one.key), next = keys.indexOf(on.key) + by;
  if (next >= keys.length) toast(state.words.last);
  if (next < 0 || next >= keys.length) return;
  pinned = keys[next];
  if (pinned === room) pinned = null; // stepping back to where the room is follows it again
  show();
}

function follow() {
  if (!state) return;
  [pinned, over] = [null, null];
  show();
}

/** Black, the QR code alone, or (null) neither. */
function cover(with_) {
  if (!state) return;
  over = with_;
  show();
}

function enlarge() {
  if (!state) return;
  if (over !== "qr" && (state.join.locked || state.phase === "closed")) { toast(state.words.locked); return; }
  cover(over === "qr" ? null : "qr");
}

/** Show the result of the question that is on the wall, and of no other. */
async function unveil() {
  if (!state) return;
  if (over) cover(null);
  const wanted = on.key === "question" ? state.question?.id : on.key.startsWith("ended:") ? on.key.slice(6) : null;
  if (!wanted) { if (!/^(result|rounds):/.test(on.key)) toast(state.words.no_question); return; }
  if (state.results.some((result) => result.id === wanted)) { pinned = null; room = keyOf(state, wanted); show(); return; }
  const problem = await reveal("screen/reveal", secret, wanted);
  if (problem !== "") toast(problem ?? state?.words.lost ?? "");
  else pinned = null;
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

const dark = matchMedia("(prefers-color-scheme: dark)");

function shade() {
  const root = document.documentElement, now = root.dataset.theme || (dark.matches ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try { sessionStorage.setItem("theme", root.dataset.theme); } catch { /* then it lasts until the next reload */ }
}

function help() {
  const box = at("help"), w = state?.words;
  if (box.open) { box.close(); return; }
  if (!w) return;
  const keys = [[["←", "→"], w.help_step], [[w.key_page], w.help_page], [["R"], w.help_reveal], [["B", "."], w.help_blank], [["Q"], w.help_qr],
    [["Home", "A"], w.help_follow], [["F"], w.help_full], [["D"], w.help_dark], [["?"], w.help_help]];
  const rows = keys.map(([names, words]) => make("div", {}, make("dt", {}, names.map((name) => make("kbd", {}, name))), make("dd", {}, words)));
  const done = make("button", { type: "button", class: "shut-help", onclick: () => box.close() }, w.help_close);
  box.replaceChildren(make("h2", {}, w.help_title), make("dl", {}, rows), make("p", {}, w.help_note), done);
  box.setAttribute("aria-label", w.help_title);
  box.showModal();
}

function hint() {
  say(at("hint"), state.words.hint);
  at("hint").classList.add("seen");
  setTimeout(() => at("hint").classList.remove("seen"), HINTED);
}

function toast(words) {
  say(at("toast"), words);
  at("toast").classList.add("seen");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { at("toast").classList.remove("seen"); say(at("toast"), ""); }, TOASTED);
}

const KEYS = {
  ArrowRight: () => step(1), PageDown: () => step(1), ArrowLeft: () => step(-1), PageUp: () => step(-1),
  " ": () => step(1), Home: follow, a: follow, r: unveil, f: full, d: shade, "?": help, q: enlarge,
  b: () => cover(over === "blank" ? null : "blank"), ".": () => cover(over === "blank" ? null : "blank"),
  Escape: () => { if (over) cover(null); },
};
const PLACES = { KeyA: "a", KeyB: "b", KeyD: "d", KeyF: "f", KeyQ: "q", KeyR: "r", Period: "." }; // a clicker presses places, whatever the layout calls them

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? KEYS[PLACES[event.code]];
  if (!act || (at("help").open && act !== help) || (event.key === " " && event.target.closest("button, a"))) return;
  event.preventDefault();
  act();
});
at("blank").addEventListener("click", () => cover(null));
at("back").addEventListener("click", () => step(-1));
at("on").addEventListener("click", () => step(1));
addEventListener("hashchange", begin);
addEventListener("pointermove", awaken);
addEventListener("focusin", awaken);

/** Buttons and pointer are seen while somebody uses them, and not on the projector otherwise. */
function awaken() {
  document.body.classList.add("awake");
  clearTimeout(awaken.timer);
  awaken.timer = setTimeout(() => document.body.classList.remove("awake"), 2500);
}

new ResizeObserver(() => { if (on) fit(stage); }).observe(stage);
document.fonts?.ready.then(() => { if (on) fit(stage); });
setInterval(() => { if (state) on?.view.tick?.(state); }, 1000);

/** A projector must not fall asleep; where the browser does not allow this, its own settings hold. */
async function stayAwake() {
  try { if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen"); } catch { /* not allowed here */ }
}
document.addEventListener("visibilitychange", stayAwake);

try { document.documentElement.dataset.theme = sessionStorage.getItem("theme") ?? ""; } catch { /* the system's choice */ }
stayAwake();
begin();
