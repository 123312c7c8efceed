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
let stop = null, secret = "";

// Which view

/** Where the room is when nothing is known of before: after a reload, or when what was shown is gone. */
function standing(now) {
  const done = new Set(now.results.map((result) => result.id)), asked = now.question;
  if (now.phase === "closed") return "close";
  if (asked) return done.has(asked.id) ? keyOf(now, asked.id) : "question";
  if (now.panel && now.panel.state !== "closed") return "panel";
  if (now.section) return "section";
  return now.results.length ? keyOf(now, now.results.at(-1).id) : "join";
}

/** Where the room is after a change: at what is new. */
function moved(before, now, here) {
  if (!before) return standing(now);
  if (now.phase === "closed") return before.phase === "closed" ? here : "close";
  const had = new Set(before.results.map((result) => result.id));
  const fresh = now.results.filter((result) => !had.has(result.id));
  if (fresh.length) return keyOf(now, fresh.at(-1).id);
  const asks = (one) => one.question && `${one.question.id}:${one.question.state}`;
  if (now.question && asks(now) !== asks(before)) return standing({ ...now, panel: null });
  if (now.panel && now.panel.state !== before.panel?.state && now.panel.state !== "closed") return "panel";
  if (now.section && now.section.title !== before.section?.title) return now.question ? here : "section";
  if (before.question && !now.question) return standing(now);
  return viewsOf(now).some((one) => one.key === here) ? here : standing(now);
}

function show() {
  const all = viewsOf(state), keys = all.map((one) => one.key);
  if (pinned && !keys.includes(pinned)) pinned = null;
  const key = pinned ?? room, entry = all.find((one) => one.key === key) ?? all[0];
  if (on?.key !== entry.key) {
    on = { key: entry.key, view: entry.make() };
    stage.replaceChildren(on.view.node);
    on.view.update(state);
    say(at("said"), on.view.words(state));
  } else on.view.update(state);
  around(keys.indexOf(entry.key), keys.length);
  fit(stage);
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
  room = moved(state, fresh, room);
  state = fresh;
  at("lost").hidden = true;
  show();
  if (first) hint();
}

function dead() {
  state = null;
  on = null;
  for (const id of ["title", "door", "hint"]) say(at(id), "");
  for (const id of ["lost", "phase", "steps"]) at(id).hidden = true;
  at("help").close();
  stage.replaceChildren(make("section", { class: "view plain" }, make("h1", {}, boot.dead), make("p", { class: "lead" }, boot.deadMore)));
  say(at("said"), boot.dead);
  fit(stage);
}

function begin() {
  const given = token();
  if (given === secret && stop) return;
  stop?.();
  [state, on, room, pinned, secret] = [null, null, null, null, given];
  if (!given) { dead(); return; }
  stop = listen("screen/events", given, { state: receive, lost: () => { at("lost").hidden = false; }, dead });
}

// What the presenter does

function step(by) {
  if (!state || on.view.step?.(by)) return; // a view of several pages turns them first
  const keys = viewsOf(state).map((one) => one.key), next = keys.indexOf(on.key) + by;
  if (next < 0 || next >= keys.length) return;
  pinned = keys[next];
  if (pinned === room) pinned = null; // stepping back to where the room is follows it again
  show();
}

function follow() {
  if (!state) return;
  pinned = null;
  show();
}

/** Show the result of the question that is on; where no question is on, the next one that is ready. */
async function unveil() {
  if (!state) return;
  const wanted = state.question?.id ?? state.ready[0];
  if (!wanted) { toast(state.words.nothing_ready); return; }
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
  const keys = [["← →", w.help_step], ["Home A", w.help_follow], ["R", w.help_reveal], ["F", w.help_full], ["D", w.help_dark], ["?", w.help_help]];
  const rows = keys.map(([names, words]) => make("div", {}, make("dt", {}, names.split(" ").map((name) => make("kbd", {}, name))), make("dd", {}, words)));
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
  Home: follow, a: follow, r: unveil, f: full, d: shade, "?": help,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || (at("help").open && act !== help)) return;
  event.preventDefault();
  act();
});
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
