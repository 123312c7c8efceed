// Small tools to build nodes; knows nothing of phones or chats. Text never becomes markup here.

/** A node: make("button", {class: "key", onclick: go}, "label", child). False, null and undefined children are left out. */
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** POST JSON to the rehearsal; throws an Error with the server's sentence. */
export async function post(path, body = {}) {
  const answer = await fetch(`/rehearsal/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.problem || "The rehearsal did not accept that.");
  return data;
}

export const fileUrl = (id) => `/rehearsal/file/${encodeURIComponent(id)}`;

const TAGS = {
  B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s",
  CODE: "code", PRE: "pre", BLOCKQUOTE: "blockquote", A: "a", SPAN: "span", "TG-SPOILER": "span",
};
const TOUCHABLE = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|(\bt\.me\/[^\s<>"]+[^\s<>".,;:!?)\]])|((?<![\w/])\/[a-z][a-z0-9_]{0,31}(?:@\w+)?(?![\w/]))/gi;

/** Telegram's HTML as nodes: only known tags survive, without attributes but a checked href; links and /commands become touchable. */
export function rich(html) {
  const source = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").body;
  const result = document.createDocumentFragment();
  for (const quote of source.querySelectorAll("blockquote, pre")) trimAfter(quote.nextSibling);
  result.append(...[...source.childNodes].flatMap((node) => copy(node, false)));
  return result;
}

/** A block ends its own line, so the line feed after it would be an empty line. */
function trimAfter(node) {
  if (node?.nodeType === Node.TEXT_NODE) node.data = node.data.replace(/^\n/, "");
}

function copy(node, literal) {
  if (node.nodeType === Node.TEXT_NODE) return literal ? [node.data] : touchable(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = TAGS[node.tagName];
  const inner = [...node.childNodes].flatMap((child) => copy(child, literal || ["a", "code", "pre"].includes(tag)));
  if (!tag) return inner;
  const made = make(tag, {}, ...inner);
  if (tag === "a") return [link(node.getAttribute("href") || "", made)];
  if (tag === "blockquote" && node.hasAttribute("expandable")) fold(made);
  if (tag === "span" && (node.tagName === "TG-SPOILER" || node.classList.contains("tg-spoiler"))) hide(made);
  return [made];
}

function link(href, made) {
  if (!/^(https?|tg|mailto):/i.test(href)) return make("span", {}, ...made.childNodes);
  made.dataset.link = href;
  made.href = href;
  return made;
}

function touchable(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(TOUCHABLE)) {
    const [all, url, short, command] = found;
    parts.push(text.slice(end, found.index));
    parts.push(command ? make("button", { type: "button", class: "command", "data-command": command }, command)
      : make("a", { href: url || `https://${short}`, "data-link": url || `https://${short}` }, all));
    end = found.index + all.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

function press(node, act) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } });
}

function fold(quote) {
  quote.classList.add("folded");
  quote.setAttribute("aria-expanded", "false");
  press(quote, () => quote.setAttribute("aria-expanded", String(!quote.classList.toggle("folded"))));
}

function hide(span) {
  span.classList.add("spoiler");
  span.setAttribute("aria-label", "Hidden text, press to read");
  press(span, () => { span.classList.add("shown"); span.removeAttribute("aria-label"); });
}
