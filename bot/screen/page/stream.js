// The line to the server: whole states over server-sent events, read with fetch so that the token travels in a header only.
// Must not know what a state means.

const FIRST = 500, LONGEST = 10_000; // milliseconds between two tries
const SILENCE = 40_000; // milliseconds without a sign of life after which the line counts as dead; the server speaks every 15 s
const HOPELESS = [401, 403, 404];

/** Listen for ever: told.state(object), told.lost(), told.dead(). Gives a function that ends it. */
export function listen(path, token, told) {
  let stopped = false, wait = FIRST, line = null, wake = null;

  async function open() {
    line = new AbortController();
    let watch = setTimeout(() => line.abort(), SILENCE);
    try {
      const answer = await fetch(path, {
        headers: { Authorization: `Bearer ${token}` }, cache: "no-store", credentials: "omit", signal: line.signal,
      });
      if (HOPELESS.includes(answer.status)) return true;
      if (!answer.ok || !answer.body) return false;
      for await (const data of events(answer.body, () => {
        clearTimeout(watch);
        watch = setTimeout(() => line.abort(), SILENCE);
      })) {
        wait = FIRST;
        if (!stopped) told.state(JSON.parse(data));
      }
    } catch (problem) {
      if (problem instanceof SyntaxError) throw problem;
    } finally {
      clearTimeout(watch);
    }
    return false;
  }

  async function run() {
    while (!stopped) {
      const isDead = await open();
      if (stopped) return;
      if (isDead) { stopped = true; told.dead(); return; }
      told.lost();
      await new Promise((resume) => { wake = resume; setTimeout(resume, wait * (0.8 + 0.4 * Math.random())); });
      wait = Math.min(2 * wait, LONGEST);
    }
  }

  const hurry = () => { if (document.visibilityState === "visible") { wait = FIRST; wake?.(); } };
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", hurry);
  run();
  return () => {
    stopped = true;
    line?.abort();
    wake?.();
    removeEventListener("online", hurry);
    document.removeEventListener("visibilitychange", hurry);
  };
}

async function* events(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    alive();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split("\n").filter((row) => row.startsWith("data: ")).map((row) => row.slice(6));
      if (data.length) yield data.join("\n");
    }
  }
}

const KEPT = "roundtable-screen";

/** The token: out of the address bar at once, so that nobody reads it off the projector; kept for this tab alone. */
export function token() {
  const found = location.hash.slice(1);
  if (found) {
    history.replaceState(null, "", location.pathname + location.search);
    remember(found);
    return found;
  }
  try { return sessionStorage.getItem(KEPT) || held; } catch { return held; }
}

let held = "";

function remember(found) {
  held = found;
  try { sessionStorage.setItem(KEPT, found); } catch { /* a browser that keeps nothing: a reload needs the link again */ }
}

/** Ask for a result to be shown. Gives "" or the server's sentence why not. */
export async function reveal(path, secret, question) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
      credentials: "omit", body: JSON.stringify({ question }),
    });
    if (answer.ok) return "";
    return (await answer.json().catch(() => ({}))).problem || null;
  } catch {
    return null;
  }
}
