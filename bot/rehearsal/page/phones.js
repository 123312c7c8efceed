// The rehearsal page: keeps the state that the server streams, hands it to the phones, and minds the buttons on top.
import { make, post } from "./dom.js";
import { PhoneView } from "./phone.js";
import { Projector } from "./projector.js";
import { Sample } from "./sample.js";

const world = { bot: {}, phones: new Map(), chats: new Map(), run: null };
const views = new Map();
const at = (id) => document.getElementById(id);
const row = at("phones");
const projector = new Projector(at, () => fit());
const sample = new Sample(at, complain);

const desk = {
  zoom(source, words) {
    const image = at("zoom").querySelector("img");
    image.onload = () => image.classList.toggle("tall", image.naturalHeight > 1.2 * image.naturalWidth);
    Object.assign(image, { src: source, alt: words });
    at("zoom").showModal();
  },
  /** The newest link beside a picture, that is: what a phone's camera would read from the QR code on the facilitator's phone. */
  invitation() {
    const bubbles = [...world.chats.values()].flatMap((chat) => [...chat.bubbles.values()]).filter((bubble) => bubble.photo);
    const texts = bubbles.sort((a, b) => a.date - b.date || a.message_id - b.message_id)
      .map((bubble) => `${bubble.html} ${bubble.buttons.flat().map((button) => button.url || button.copy || "").join(" ")}`);
    return texts.map((text) => text.match(/https:\/\/t\.me\/\w+\?start=[\w-]+/)?.[0]).filter(Boolean).pop();
  },
  async group() { return (await post("groups")).chat_id; },
};

/** The newest link to the presenter's screen that the bot has sent to anybody. */
function screenLink() {
  const buttons = [...world.chats.values()].flatMap((chat) => [...chat.bubbles.values()])
    .sort((a, b) => a.date - b.date || a.message_id - b.message_id).flatMap((bubble) => (bubble.buttons || []).flat());
  return buttons.map((button) => button.url || "").filter((url) => /^http:\/\/(127\.0\.0\.1|localhost):\d+\/screen#/.test(url)).pop();
}

// State

const chatOf = (data) => ({ ...data, bubbles: new Map((data.bubbles || []).map((bubble) => [bubble.message_id, bubble])) });
const viewsOf = (chatId) => [...views.values()].filter((view) => world.chats.get(chatId)?.members.includes(view.id));
const refreshAll = () => views.forEach((view) => view.around());

function snapshot({ run, bot, screen, phones, chats, crowd, samples }) {
  const fresh = run !== world.run;
  Object.assign(world, { run, bot });
  world.phones = new Map(phones.map((phone) => [phone.user_id, phone]));
  world.chats = new Map(chats.map((chat) => [chat.chat_id, chatOf(chat)]));
  for (const [id, view] of views) if (fresh || !world.phones.has(id)) { view.node.remove(); views.delete(id); }
  for (const id of world.phones.keys()) views.has(id) ? views.get(id).refresh() : addView(id);
  showCrowd(crowd);
  sample.offer(samples);
  projector.show(screenLink() || screen, fresh);
  fit();
}

function addView(id) {
  const view = new PhoneView(world, id, desk);
  views.set(id, view);
  row.append(view.node);
  view.toEnd();
}

function forget(chatId, ids) {
  for (const id of ids) world.chats.get(chatId)?.bubbles.delete(id);
  viewsOf(chatId).forEach((view) => view.remove(chatId, ids));
}

function bubbleCame({ kind, chat_id: chatId, bubble }) {
  const bubbles = world.chats.get(chatId)?.bubbles;
  const known = kind === "edit" || bubbles?.has(bubble.message_id); // a snapshot may be ahead of the events
  bubbles?.set(bubble.message_id, bubble);
  for (const view of viewsOf(chatId)) known ? view.edit(chatId, bubble) : view.message(chatId, bubble);
  projector.show(screenLink());
}

function phoneCame({ phone, chat }) {
  world.phones.set(phone.user_id, phone);
  if (chat && !world.chats.has(chat.chat_id)) world.chats.set(chat.chat_id, chatOf(chat));
  if (views.has(phone.user_id)) views.get(phone.user_id).around();
  else { addView(phone.user_id); fit(); views.get(phone.user_id).node.scrollIntoView({ inline: "end" }); }
}

function chatCame({ chat }) {
  const known = world.chats.get(chat.chat_id);
  world.chats.set(chat.chat_id, known ? { ...chat, bubbles: known.bubbles } : chatOf(chat));
  views.forEach((view) => (known && view.open === chat.chat_id && !chat.members.includes(view.id) ? view.refresh() : view.around()));
}

const handlers = {
  snapshot,
  message: bubbleCame,
  edit: bubbleCame,
  delete: ({ chat_id: chatId, message_ids: ids }) => forget(chatId, ids),
  toast: (event) => views.get(event.user_id)?.say(event),
  spinner: (event) => views.get(event.user_id)?.spin(event),
  typing: ({ chat_id: chatId, action }) => viewsOf(chatId).filter((view) => view.open === chatId).forEach((view) => view.typing(true, action)),
  pin: ({ chat_id: chatId, message_id: id, on }) => {
    const bubble = world.chats.get(chatId)?.bubbles.get(id);
    if (bubble) bubble.pinned = on;
    refreshAll();
  },
  phone: phoneCame,
  chat: chatCame,
  commands: ({ bot, phones }) => {
    Object.assign(world.bot, bot);
    for (const phone of phones) world.phones.set(phone.user_id, phone);
    refreshAll();
  },
  crowd: ({ crowd }) => showCrowd(crowd),
  sample: ({ sample: far }) => { if (at("sample").open) sample.told(far); },
};

function listen() {
  const source = new EventSource("/rehearsal/events");
  source.onopen = () => { at("lost").hidden = true; };
  source.onerror = () => { at("lost").hidden = false; };
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    handlers[event.kind]?.(event);
  };
}

// The bar on top

function showCrowd(crowd) {
  const running = Boolean(crowd?.running);
  at("add-crowd").disabled = running;
  at("crowd").hidden = !crowd;
  if (!crowd) return;
  const { size, joined, finished, problem } = crowd;
  const doing = finished < size ? `${joined} have joined, ${finished} have answered` : "all have answered, and follow the room";
  at("crowd-words").textContent = problem || `${size} invented people: ${doing}`;
  Object.assign(at("crowd-bar"), { max: 2 * size, value: joined + finished });
  at("crowd-bar").setAttribute("aria-valuetext", `${joined} joined, ${finished} finished`);
}

function button(id, path, body, then) {
  at(id).addEventListener("click", async () => {
    at(id).disabled = true;
    try { const done = await post(path, body); then?.(done); } catch (problem) { complain(problem.message); } finally { at(id).disabled = id === "add-crowd" && !at("crowd").hidden && at("crowd-bar").value < at("crowd-bar").max; }
  });
}

function complain(words) {
  const note = make("div", { class: "lost", role: "alert" }, words);
  at("lost").after(note);
  setTimeout(() => note.remove(), 5000);
}

function tips(shown) {
  at("tips").hidden = !shown;
  at("what").setAttribute("aria-expanded", String(shown));
}

button("add-phone", "phones");
button("add-group", "groups", {}, ({ chat_id: chatId }) => setTimeout(() => views.forEach((view) => view.show(chatId)), 100));
button("add-crowd", "crowd", { size: 20 });
at("start-over").addEventListener("click", () => at("sure").showModal());
at("sure").addEventListener("close", async () => {
  const wanted = at("sure").returnValue === "yes";
  at("sure").returnValue = "";
  if (!wanted) return;
  at("start-over").disabled = true;
  try { await post("over"); } catch (problem) { complain(problem.message); } finally { at("start-over").disabled = false; }
});
at("what").addEventListener("click", () => tips(at("tips").hidden));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") tips(false); });
at("zoom").addEventListener("click", (event) => { if (event.target !== at("zoom").querySelector("img")) at("zoom").close(); });

const LEAST = 0.6; // of a phone's real size: below that nobody reads what it says

/** Phones are 390 px wide inside, whatever the window: scale them so that three fit, also beside the wall, and scroll sideways
 *  beyond that. Where three would be too small to read, as many as fit and a bit of the next. */
function fit() {
  const narrow = innerWidth < 700;
  const fits = Math.max(Math.floor((row.clientWidth - 16) / (406 * LEAST + 24)), 1), wanted = Math.min(Math.max(views.size, 1), 3);
  const shown = fits < wanted ? fits + 0.15 : wanted;
  const tall = innerHeight - row.getBoundingClientRect().top - scrollY;
  const width = narrow ? innerWidth / 390 : (row.clientWidth - 40 - 24 * (shown - 1)) / (shown * 406);
  const scale = narrow ? width : Math.max(LEAST, Math.min(width, tall / 780, 1.2));
  row.style.setProperty("--scale", scale.toFixed(4));
  row.style.setProperty("--tall", `${Math.min(tall / scale, narrow ? 2000 : 940)}px`);
}

addEventListener("resize", fit);
listen();
