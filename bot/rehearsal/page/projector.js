// The presenter's screen beside the phones: the real page in a frame, drawn as large as a projector's picture and made smaller
// as a whole, so that it looks as it does on a wall. Must not know what the screen shows.

const WIDE = 1280, HIGH = 720; // pixels of the picture on the wall
const ROOM = 1200; // pixels of the window from which on there is room for it without being asked

export class Projector {
  constructor(at, changed) {
    [this.at, this.changed, this.link, this.wanted] = [at, changed, "", null];
    at("projector-on").addEventListener("click", () => { this.wanted = !this.shown; this.#place(); });
    at("projector-digits").addEventListener("click", () => { this.#hang(this.link.replace(/screen#.*/, "wall")); });
    addEventListener("resize", () => this.#place());
    new ResizeObserver(() => this.#scale()).observe(at("wall").parentNode);
  }

  get shown() { return Boolean(this.link) && (this.wanted ?? innerWidth >= ROOM); }

  /** The newest link to the screen on the facilitator's phone, or nothing; `afresh`: the bot is another one by now. */
  show(link, afresh = false) {
    if (link || afresh) this.link = link ?? ""; // while she is asked whether she wants a new one, the one that works stands nowhere
    this.at("projector-tab").href = this.link || "#";
    this.#place();
  }

  #place() {
    const { at, shown } = this, button = at("projector-on"), words = shown ? "Hide the screen" : "Show the screen";
    const changes = at("projector").hidden === shown;
    button.hidden = !this.link;
    button.setAttribute("aria-pressed", String(shown));
    button.firstElementChild.textContent = words;
    at("projector").hidden = !shown;
    if (shown && this.hung !== this.link) { this.hung = this.link; this.#hang(this.link); }
    if (changes) { this.#scale(); this.changed(); }
  }

  /** A frame of its own for each link: one that only changes its fragment would not be loaded anew. */
  #hang(link) {
    const old = this.at("wall"), fresh = old.cloneNode(false);
    fresh.src = link;
    old.replaceWith(fresh);
    this.#scale();
  }

  #scale() {
    const wall = this.at("wall"), scale = wall.parentNode.clientWidth / WIDE;
    wall.style.transform = `scale(${scale})`;
    wall.parentNode.style.height = `${HIGH * scale}px`;
  }
}
