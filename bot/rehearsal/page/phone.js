// One phone: its chats as tabs, the open chat's messages, and the ways to answer; knows nothing of other phones or the connection.
import { bubbleItem } from "./bubble.js";
import { make, post } from "./dom.js";
import { icon } from "./icons.js";

const NEAR = 80; // px from the end that still count as "reading the newest message"
const KINDS = ".yaml,.yml,.txt,text/plain", LARGEST = 1_000_000; // bytes of a file from this computer
const ATTACH = [["Photo", "photo"], ["Document", "document"], ["Voice note", "voice"], ["Sticker", "sticker"]];

export class PhoneView {
  /** `world` is the shared state (bot, phones, chats); `desk` has zoom(src, words), invitation(), group(). */
  constructor(world, id, desk) {
    Object.assign(this, { world, id, desk, open: id, drafts: new Map(), unread: new Map(), below: 0, waiting: new Set() });
    this.build();
    this.refresh();
  }

  get me() { return this.world.phones.get(this.id); }
  get chat() { return this.world.chats.get(this.open); }
  get chats() { // the chat with the bot first, then groups
    return [...this.world.chats.values()].filter((chat) => chat.members.includes(this.id)).sort((a, b) => b.chat_id - a.chat_id);
  }

  build() {
    this.tabs = make("div", { class: "tabs", role: "tablist", "aria-label": "Chats" });
    this.title = make("b", { dir: "auto" });
    this.status = make("small");
    this.face = make("span", { class: "face", "aria-hidden": "true" });
    this.more = make("button", { type: "button", class: "round", "aria-label": "About this chat", "aria-haspopup": "true", onclick: () => this.options() }, icon("more"));
    this.pinned = make("button", { type: "button", class: "pinned", hidden: true });
    this.list = make("ol", { class: "list", role: "log", tabindex: 0, onscroll: () => this.scrolled() });
    this.down = make("button", { type: "button", class: "down", hidden: true, onclick: () => this.toEnd(true) });
    this.toast = make("div", { class: "toast", role: "status" });
    this.sheet = make("div", { class: "sheet-menu", role: "group", hidden: true, onkeydown: (event) => { if (event.key === "Escape") this.closeSheet(true); } });
    this.composer = this.buildComposer();
    this.single = make("button", { type: "button", class: "single", hidden: true });
    this.keys = make("div", { class: "reply-keys", hidden: true, "aria-label": "Suggested answers" });
    this.screen = make("div", { class: "screen" }, this.tabs,
      make("header", { class: "top" }, this.face, make("div", { class: "who" }, this.title, this.status), this.more),
      this.pinned, make("div", { class: "middle" }, this.list, this.down, this.toast, this.sheet), this.composer, this.single, this.keys);
    this.veil = make("div", { class: "veil", hidden: true });
    this.owner = make("h2", { class: "owner" });
    this.node = make("section", { class: "phone", "data-phone": this.id }, this.owner, make("div", { class: "frame" }, this.screen, this.veil));
    new ResizeObserver(() => { if (this.stuck) this.toEnd(); }).observe(this.list);
  }

  buildComposer() {
    this.menu = make("button", { type: "button", class: "menu", "aria-label": "Commands", "aria-haspopup": "true", onclick: () => this.commands("") }, make("i"), "Menu");
    this.input = make("textarea", {
      rows: 1, placeholder: "Message", "aria-label": "Message", dir: "auto", autocomplete: "off",
      oninput: () => this.typed(), onkeydown: (event) => this.keyed(event),
    });
    this.attach = make("button", { type: "button", class: "round", "aria-label": "Attach", "aria-haspopup": "true", onclick: () => this.attachments() }, icon("clip"));
    this.picker = make("input", { type: "file", accept: KINDS, hidden: true, "aria-label": "File from this computer", onchange: () => this.sendFile() });
    const send = make("button", { class: "send", "aria-label": "Send" }, icon("send"));
    return make("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.send(); } }, this.menu, this.attach, this.picker, this.input, send);
  }

  /** Draw everything anew, as after a (re)connection; drafts and the open chat stay. */
  refresh() {
    if (!this.chat?.members.includes(this.id)) this.open = this.id;
    const { name, role } = this.me;
    this.owner.replaceChildren(name, role ? make("small", {}, role) : "");
    this.node.setAttribute("aria-label", `${name}’s phone`);
    this.list.setAttribute("aria-live", "off");
    this.list.replaceChildren(...this.chat.bubbles.size ? [...this.chat.bubbles.values()].map((bubble) => this.item(bubble)) : [this.empty()]);
    this.around();
    this.toEnd();
    requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
  }

  /** Everything around the messages: tabs, header, pinned bar, composer. */
  around() {
    const { chat, me } = this;
    const direct = chat.chat_id === this.id;
    this.tabs.hidden = this.chats.length < 2;
    this.tabs.replaceChildren(...this.chats.map((each) => this.tab(each)));
    this.title.textContent = direct ? this.world.bot.name : chat.title;
    this.face.classList.toggle("group", !direct);
    this.face.textContent = direct ? "" : chat.title.slice(0, 1);
    this.status.textContent = direct ? "bot" : `${chat.members.length + (chat.bot ? 1 : 0)} members`;
    this.list.setAttribute("aria-label", `Messages of ${me.name} with ${this.title.textContent}`);
    this.menu.hidden = !this.listed().length;
    this.barPinned([...chat.bubbles.values()].filter((bubble) => bubble.pinned).pop());
    this.replyKeys();
    this.below = 0;
    const start = direct && !chat.bubbles.size;
    this.composer.hidden = start || (direct && me.blocked);
    this.single.hidden = !this.composer.hidden;
    this.single.textContent = me.blocked ? "Unblock" : "Start";
    this.single.onclick = () => (me.blocked ? this.act("unblock") : this.link(this.desk.invitation() || `https://t.me/${this.world.bot.username}?start=`));
  }

  tab(chat) {
    const count = this.unread.get(chat.chat_id);
    return make("button", {
      type: "button", role: "tab", "aria-selected": String(chat.chat_id === this.open), onclick: () => this.show(chat.chat_id),
    }, chat.chat_id === this.id ? this.world.bot.name : chat.title, count && make("span", { class: "count" }, String(count)));
  }

  show(chatId) {
    if (chatId === this.open || !this.world.chats.has(chatId)) return;
    this.drafts.set(this.open, this.input.value);
    this.open = chatId;
    this.unread.delete(chatId);
    this.setInput(this.drafts.get(chatId) || "");
    this.refresh();
  }

  empty() {
    const direct = this.open === this.id;
    const words = direct ? this.me.description || "It asks what you think, one question at a time." : "No messages yet.";
    const hint = direct && this.desk.invitation() && "Start, as if you had scanned the QR code.";
    return make("li", { class: "empty" }, make("b", {}, direct ? "What can this bot do?" : this.chat.title), make("span", { dir: "auto" }, words), hint && make("small", {}, hint));
  }

  item(bubble) {
    const item = bubbleItem(bubble, this.me, {
      tap: (...where) => this.tap(...where), open: (url) => this.link(url), copy: (text) => this.copy(text),
      vote: ({ message_id }, options) => this.act("vote", { message_id, options }), zoom: this.desk.zoom,
    });
    if (bubble.reply_to) item.querySelector(".text")?.before(this.quote(bubble.reply_to));
    item.addEventListener("click", (event) => this.touched(event));
    for (const key of item.querySelectorAll(".key")) if (this.waiting.has(`${bubble.message_id}/${key.dataset.key}`)) key.classList.add("waiting");
    return item;
  }

  quote(id) {
    const to = this.chat.bubbles.get(id);
    return make("button", { type: "button", class: "quote", onclick: () => this.jump(id) }, make("b", {}, to?.from_name || "Message"), make("span", {}, summary(to)));
  }

  touched(event) {
    const anchor = event.target.closest("a[data-link]");
    const command = event.target.closest("[data-command]");
    if (anchor) { event.preventDefault(); this.link(anchor.dataset.link); }
    if (command) this.act("say", { text: command.dataset.command });
  }

  // Events from the rehearsal

  message(chatId, bubble) {
    if (chatId !== this.open) return this.missed(chatId);
    this.list.querySelector(".empty")?.remove();
    this.typing(false);
    const follow = this.stuck || bubble.from_id === this.id;
    this.list.append(this.item(bubble));
    const below = this.below;
    this.around();
    this.below = follow ? 0 : below + 1;
    if (follow) this.toEnd(true); else this.scrolled();
  }

  missed(chatId) {
    this.unread.set(chatId, (this.unread.get(chatId) || 0) + 1);
    this.around();
  }

  edit(chatId, bubble) {
    if (chatId !== this.open) return;
    const old = this.list.querySelector(`[data-id="${bubble.message_id}"]`);
    if (!old) return;
    const focused = old.contains(document.activeElement) && (document.activeElement.dataset.key || "");
    const item = this.item(bubble);
    const stuck = this.stuck;
    old.replaceWith(item);
    if (focused !== false) (item.querySelector(`[data-key="${focused}"]`) || this.list).focus({ preventScroll: true });
    this.barPinned([...this.chat.bubbles.values()].filter((each) => each.pinned).pop());
    this.replyKeys();
    if (stuck) this.toEnd();
  }

  remove(chatId, ids) {
    if (chatId !== this.open) return;
    for (const id of ids) this.list.querySelector(`[data-id="${id}"]`)?.remove();
    if (!this.chat.bubbles.size) this.refresh(); else this.around();
  }

  spin({ message_id, row, column, on }) {
    const place = `${row}:${column}`;
    this.waiting[on ? "add" : "delete"](`${message_id}/${place}`);
    this.list.querySelector(`[data-id="${message_id}"] [data-key="${place}"]`)?.classList.toggle("waiting", on);
  }

  say({ text, alert, url }) {
    if (url) return this.link(url);
    if (alert) return this.ask(text, [["OK"]]);
    this.toast.textContent = text;
    this.toast.classList.add("on");
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { this.toast.classList.remove("on"); this.toast.textContent = ""; }, 4000);
  }

  typing(on, action = "typing") {
    clearTimeout(this.resting);
    const words = { upload_photo: "sending a picture…", upload_document: "sending a file…" };
    this.status.textContent = on ? words[action] || "typing…" : this.open === this.id ? "bot" : this.status.textContent;
    if (on) this.resting = setTimeout(() => this.around(), 5000);
  }

  // What a hand does

  /** Do something on the server; its complaint becomes a toast. */
  async act(name, body = {}) {
    this.closeSheet();
    try { return await post(`${this.id}/${name}`, { chat: this.open, ...body }); } catch (problem) { this.say({ text: problem.message }); return null; }
  }

  async tap(bubble, row, column) {
    this.spin({ message_id: bubble.message_id, row, column, on: true });
    const done = await this.act("tap", { message_id: bubble.message_id, row, column });
    if (!done?.waiting) this.spin({ message_id: bubble.message_id, row, column, on: false });
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => null);
    this.say({ text: `Copied: ${text}` });
  }

  /** Open a link as a phone would: the bot's own links stay here, others ask first. */
  async link(url) {
    const deep = url.match(/^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&](start|startgroup)=([\w-]*))?/i);
    if (!deep || deep[1].toLowerCase() !== this.world.bot.username.toLowerCase()) {
      return this.ask(`Open this link?\n${url}`, [["Cancel"], ["Open", () => window.open(url, "_blank", "noopener,noreferrer")]]);
    }
    if (deep[2] !== "startgroup") {
      this.show(this.id);
      return deep[2] ? this.act("open", { link: url, chat: this.id }) : null;
    }
    const group = this.chats.find((chat) => chat.chat_id < 0)?.chat_id ?? await this.desk.group();
    this.show(group);
    return this.act("open", { link: url, chat: group });
  }

  send() {
    const text = this.input.value.trim();
    if (!text) return;
    const edited = this.editing;
    this.setInput("");
    this.act(edited ? "edit" : "say", edited ? { message_id: edited, text } : { text });
  }

  /** A file of this computer goes to the chat, such as questions of one's own; it never leaves the machine. */
  async sendFile() {
    const [file] = this.picker.files;
    this.picker.value = "";
    if (!file?.size) return this.say({ text: "That file is empty." });
    if (file.size > LARGEST) return this.say({ text: "That file is too large for a rehearsal: 1 MB at most." });
    const url = await new Promise((done) => { const reader = new FileReader(); reader.onloadend = () => done(reader.result); reader.readAsDataURL(file); });
    return url ? this.act("document", { name: file.name, file: url.split(",")[1] }) : this.say({ text: "That file cannot be read." });
  }

  setInput(text) {
    this.input.value = text;
    this.editing = null;
    this.typed();
  }

  typed() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
    if (/^\/\w*$/.test(this.input.value)) this.commands(this.input.value.slice(1), true);
    else if (this.sheet.dataset.kind === "typed") this.closeSheet();
  }

  keyed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
    if (event.key === "Escape") { this.closeSheet(); this.setInput(""); }
    if (event.key === "ArrowUp" && this.sheet.dataset.kind === "typed") { event.preventDefault(); this.sheet.lastElementChild?.focus(); }
    else if (event.key === "ArrowUp" && !this.input.value) this.editLast(event);
  }

  editLast(event) {
    const last = [...this.chat.bubbles.values()].filter((bubble) => bubble.from_id === this.id && bubble.text && !bubble.media).pop();
    if (!last) return;
    event.preventDefault();
    this.setInput(last.text);
    this.editing = last.message_id;
    this.say({ text: "Editing your last message. Enter saves, Escape cancels." });
  }

  // Menus

  listed() { return this.me.commands?.[this.open] || []; }

  commands(start, typed = false) {
    const items = this.listed().filter(({ command }) => command.startsWith(start))
      .map(({ command, description }) => ["/" + command, description, () => { this.setInput(""); this.act("say", { text: "/" + command }); }]);
    this.openSheet("Commands", items, typed ? "typed" : "menu");
  }

  attachments() {
    const items = ATTACH.map(([label, action]) => [icon(action), label, () => this.act(action)]);
    items.unshift([icon("file"), "File from this computer", () => this.picker.click()]);
    const invitation = this.desk.invitation();
    if (invitation) items.push([icon("scan"), "Scan the QR code", () => this.link(invitation)]);
    this.openSheet("Attach", items, "menu");
  }

  options() {
    const items = this.open === this.id ? [[icon(this.me.blocked ? "allow" : "block"), this.me.blocked ? "Unblock the bot" : "Block the bot", () => this.act(this.me.blocked ? "unblock" : "block")]]
      : [[icon(this.chat.bot ? "block" : "allow"), this.chat.bot ? "Remove the bot from this group" : "Add the bot to this group", () => this.act(this.chat.bot ? "kick" : "invite")]];
    this.openSheet("Chat", items, "menu");
  }

  openSheet(label, items, kind) {
    if (!items.length || (kind === "menu" && !this.sheet.hidden && this.sheet.getAttribute("aria-label") === label)) return this.closeSheet();
    this.sheet.setAttribute("aria-label", label);
    this.sheet.dataset.kind = kind;
    this.sheet.replaceChildren(...items.map(([sign, words, go]) =>
      make("button", { type: "button", onclick: () => { this.closeSheet(); go(); } }, make("b", {}, sign), make("span", {}, words))));
    this.sheet.hidden = false;
    if (kind === "menu") this.sheet.firstElementChild.focus();
  }

  closeSheet(refocus = false) {
    this.sheet.hidden = true;
    this.sheet.removeAttribute("aria-label");
    this.sheet.dataset.kind = "";
    if (refocus) this.input.focus();
  }

  ask(words, choices) {
    const before = document.activeElement;
    const close = (go) => { this.veil.hidden = true; this.screen.inert = false; before?.focus?.(); go?.(); };
    const buttons = choices.map(([label, go]) => make("button", { type: "button", onclick: () => close(go) }, label));
    this.veil.replaceChildren(make("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": words,
      onkeydown: (event) => { if (event.key === "Escape") close(); } }, make("p", { dir: "auto" }, words), make("div", {}, ...buttons)));
    this.veil.hidden = false;
    this.screen.inert = true;
    buttons.at(-1).focus();
  }

  replyKeys() {
    const keyboard = [...this.chat.bubbles.values()].reverse().find((bubble) => bubble.keyboard)?.keyboard;
    const rows = keyboard?.kind === "reply" ? keyboard.rows : [];
    this.input.placeholder = keyboard?.placeholder || "Message";
    this.keys.hidden = !rows.length;
    this.keys.replaceChildren(...rows.map((row) => make("div", {}, ...row.map((label) => make("button", { type: "button", onclick: () => this.act("say", { text: label }) }, label)))));
  }

  barPinned(bubble) {
    this.pinned.hidden = !bubble;
    if (!bubble) return;
    this.pinned.replaceChildren(make("b", {}, "Pinned message"), make("span", { dir: "auto" }, summary(bubble)));
    this.pinned.onclick = () => this.jump(bubble.message_id);
  }

  // Scrolling

  jump(id) {
    const item = this.list.querySelector(`[data-id="${id}"]`);
    item?.scrollIntoView({ block: "center" });
    item?.classList.add("found");
    setTimeout(() => item?.classList.remove("found"), 1500);
  }

  get stuck() { return this.following !== false; }

  scrolled() {
    this.following = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
    if (this.following) this.below = 0;
    this.down.hidden = this.following;
    this.down.replaceChildren(icon("down"), this.below ? make("span", { class: "count" }, String(this.below)) : "");
    this.down.setAttribute("aria-label", this.below ? `Jump to ${this.below} new messages` : "Jump to the newest message");
  }

  toEnd(smooth = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.following = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth && !calm ? "smooth" : "instant" });
    this.down.hidden = true;
  }
}

const summary = (bubble) => (bubble ? bubble.poll?.question || bubble.text || (bubble.photo ? "Picture" : bubble.document?.name || "Message") : "Message").slice(0, 90);
