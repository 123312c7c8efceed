// Small tools to build nodes; knows nothing of workshops. Text never becomes markup here, and no style is written as markup.

/** A node: make("li", {class: "row"}, "label", child). False, null and undefined are left out, as attributes and as children. */
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

/** Change the words of a node only when they differ, so that nobody is told twice what has not changed. */
export function say(node, words) {
  if (node && node.textContent !== words) node.textContent = words;
}

/** "rtl" or "ltr": the way the first letter of these words is read. */
export const wayOf = (words) => (/^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(words) ? "rtl" : "ltr");

/** A template with its {names} filled in; what is read the other way stays together. */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => (wayOf(String(values[name] ?? "")) === "rtl" ? `\u2068${values[name]}\u2069` : values[name] ?? whole));

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
