// A page that waits to become a wall: four digits, a QR code, and how long they last; then it goes where it was sent. Its secret
// lives in this page alone: a reload, or a copy of the tab, gets digits of its own. Must not know what a wall shows.
import { fill, make, say } from "./dom.js";
import { fit } from "./fit.js";

const EVERY = 1000, LATER = 5000; // milliseconds between two questions
const at = (id) => document.getElementById(id), told = document.body.dataset, stage = at("stage");
let secret = "new", until = 0;

const digits = make("p", { class: "digits" }), left = make("p", { class: "left", role: "timer" });
const qr = make("img", { class: "qr", width: 512, height: 512, alt: told.qr });
const waiting = make("section", { class: "view join pairing" }, qr, make("div", { class: "how" },
  make("h1", {}, told.title), make("p", { class: "do" }, told.scan), make("p", { class: "do" }, told.type), digits, left, make("p", { class: "base" }, told.once)));

function show({ digits: now, left: seconds, qr: picture }) {
  until = performance.now() + 1000 * seconds;
  if (stage.firstElementChild !== waiting) stage.replaceChildren(waiting);
  if (digits.textContent !== now) {
    digits.replaceChildren(...[...now].map((sign) => make("span", {}, sign)));
    say(at("said"), fill(told.digits, { digits: [...now].join(" ") }));
    qr.src = `data:image/svg+xml,${encodeURIComponent(picture)}`;
  }
  tick();
  fit(stage);
}

function tick() {
  const seconds = Math.max(Math.ceil((until - performance.now()) / 1000), 0);
  say(left, fill(told.left, { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` }));
}

function full() {
  stage.replaceChildren(make("section", { class: "view plain" }, make("h1", {}, told.title), make("p", { class: "lead" }, told.full)));
  fit(stage);
}

async function ask() {
  try {
    const answer = await fetch("wall/digits", { method: "POST", headers: { Authorization: `Bearer ${secret}` }, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(10_000) });
    const given = answer.ok ? await answer.json() : null;
    at("lost").hidden = answer.ok || answer.status === 503;
    if (given?.token) { location.replace(`screen#${given.token}`); return; }
    if (given) { secret = given.secret; show(given); } else if (answer.status === 503 && secret === "new") full();
    setTimeout(ask, answer.ok ? EVERY : LATER);
  } catch {
    at("lost").hidden = false;
    setTimeout(ask, LATER);
  }
}

new ResizeObserver(() => fit(stage)).observe(stage);
setInterval(tick, 500);
try { document.documentElement.dataset.theme = sessionStorage.getItem("theme") ?? ""; } catch { /* the system's choice */ }
ask();
