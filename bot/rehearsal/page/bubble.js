// One message as nodes; knows a bubble's JSON and whose phone looks at it, not where it came from or how it is sent.
import { fileUrl, make, rich } from "./dom.js";
import { icon } from "./icons.js";

/** The list item of a bubble on a phone. `act` has tap, open, copy, vote, zoom, command. */
export function bubbleItem(bubble, phone, act) {
  if (bubble.service) return make("li", { class: "row service", "data-id": bubble.message_id }, make("span", { dir: "auto" }, bubble.service));
  const mine = bubble.from_id === phone.user_id;
  const single = bubble.media === "sticker";
  return make("li", { class: `row ${mine ? "mine" : "theirs"}`, "data-id": bubble.message_id, "data-from": bubble.from_id },
    make("div", { class: `message${bubble.photo ? " pictured" : ""}${bubble.poll ? " polled" : ""}` },
      make("div", { class: `bubble${single ? " sticker" : ""}` }, ...contents(bubble, phone, act, mine)),
      bubble.buttons?.length ? keyboard(bubble, act) : null));
}

function contents(bubble, phone, act, mine) {
  const group = bubble.chat_id < 0 && !mine;
  return [
    group && make("div", { class: "from", style: `--hue:${Math.abs(bubble.from_id) % 360}` }, bubble.from_name),
    bubble.forwarded_from && make("div", { class: "forwarded" }, `Forwarded from ${bubble.forwarded_from}`),
    bubble.photo && picture(bubble, act),
    bubble.document && paper(bubble.document),
    bubble.media && media(bubble.media),
    bubble.poll && ballot(bubble, phone, act),
    make("div", { class: "text", dir: "auto" }, bubble.html ? rich(bubble.html) : "", meta(bubble, mine)),
  ];
}

function meta(bubble, mine) {
  const time = new Date(bubble.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  const edited = bubble.edited && !bubble.bot ? "edited " : "";
  return make("span", { class: "meta", dir: "ltr", "aria-hidden": "true" }, `${edited}${time}`, mine && icon("ticks"));
}

function picture(bubble, act) {
  const { file_id, width, height } = bubble.photo;
  const words = bubble.text ? `Picture: ${bubble.text.slice(0, 80)}` : "Picture";
  const image = make("img", { src: fileUrl(file_id), alt: words, width, height, loading: "lazy" });
  return make("button", { type: "button", class: "picture", "aria-label": `${words}. Enlarge`, onclick: () => act.zoom(fileUrl(file_id), words) }, image);
}

function paper({ file_id, name, size }) {
  return make("a", { class: "paper", href: fileUrl(file_id), download: name },
    make("span", { class: "sheet", "aria-hidden": "true" }, (name.split(".").pop() || "").slice(0, 4)),
    make("span", { class: "name" }, make("b", {}, name), make("small", {}, `${bytes(size)} · Download`)));
}

const bytes = (size) => (size < 1024 ? `${size} B` : size < 1048576 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1048576).toFixed(1)} MB`);

function media(kind) {
  if (kind === "sticker") return make("span", { class: "face", role: "img", "aria-label": "Sticker" }, icon("sticker"));
  const bars = Array.from({ length: 28 }, (_, n) => make("i", { style: `height:${5 + Math.abs(Math.sin(n * 1.7) + Math.sin(n * 0.6)) * 8}px` }));
  return make("div", { class: "voice", role: "img", "aria-label": "Voice message, 3 seconds" }, make("b", {}, icon("play")), make("span", {}, ...bars), make("small", {}, "0:03"));
}

function ballot(bubble, phone, act) {
  const { poll } = bubble;
  const own = poll.votes?.[phone.user_id] || [];
  const settled = poll.closed || own.length > 0;
  const kind = poll.closed ? "Final results" : poll.anonymous ? "Anonymous poll" : "Poll";
  const picks = new Set();
  const send = make("button", { type: "button", class: "vote", disabled: true, onclick: () => act.vote(bubble, [...picks]) }, "Vote");
  const choose = (n, row) => {
    if (!poll.multiple) return act.vote(bubble, [n]);
    picks.has(n) ? picks.delete(n) : picks.add(n);
    row.setAttribute("aria-pressed", String(picks.has(n)));
    send.disabled = picks.size === 0;
  };
  return make("section", { class: "poll", "aria-label": `${kind}: ${poll.question}` },
    make("h3", { dir: "auto" }, poll.question), make("p", { class: "kind" }, kind),
    ...poll.options.map((option, n) => (settled ? result(option, own.includes(n), poll) : choice(option, n, poll, choose))),
    make("p", { class: "foot" }, footing(poll, own)),
    !settled && poll.multiple && send,
    !poll.closed && own.length > 0 && make("button", { type: "button", class: "vote", onclick: () => act.vote(bubble, []) }, "Retract vote"));
}

function choice(option, n, poll, choose) {
  const row = make("button", { type: "button", class: `choice${poll.multiple ? " many" : ""}`, "aria-pressed": "false", onclick: () => choose(n, row) },
    make("i", { "aria-hidden": "true" }), make("span", { dir: "auto" }, option.text));
  return row;
}

function result(option, own, poll) {
  const known = option.voters !== null && option.voters !== undefined;
  const share = known && poll.total ? Math.round((100 * option.voters) / poll.total) : 0;
  return make("div", { class: `result${own ? " own" : ""}` },
    make("b", {}, known ? `${share}%` : own ? icon("tick") : ""),
    make("span", { dir: "auto" }, option.text, own && known ? icon("tick") : "", own && make("span", { class: "unseen" }, " (your vote)")),
    known && make("meter", { min: 0, max: 100, value: share, "aria-label": `${share}%` }));
}

function footing(poll, own) {
  const votes = poll.total === 1 ? "1 vote" : poll.total ? `${poll.total} votes` : "No votes yet";
  return poll.hidden && !poll.closed && own.length ? `${votes} · results when the poll ends` : votes;
}

function keyboard(bubble, act) {
  return make("div", { class: "keyboard" }, ...bubble.buttons.map((row, r) =>
    make("div", { class: "keys", style: `--n:${row.length}` }, ...row.map((button, c) => key(bubble, button, r, c, act)))));
}

const SIGNS = { url: "link", copy: "copy", web_app: "app" };

function key(bubble, button, row, column, act) {
  const go = { url: () => act.open(button.url), copy: () => act.copy(button.copy) }[button.kind];
  return make("button", {
    type: "button", class: `key ${button.style || ""}`, title: button.label, disabled: button.kind === "disabled",
    "data-key": `${row}:${column}`, onclick: go || (() => act.tap(bubble, row, column)),
  }, make("span", { class: "label", dir: "auto" }, button.label), SIGNS[button.kind] && make("span", { class: "sign", "aria-hidden": "true" }, icon(SIGNS[button.kind])));
}
