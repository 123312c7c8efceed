// Type as large as it can be: the view grows or shrinks until everything fits, so that 12 options with long labels do, and
// three short ones fill a hall. Must not know what the view says.

const LARGEST = 1.35, SMALLEST = 0.34, TRIES = 8;
const BETTER = 1.05; // how much larger the type must be for the other arrangement (`wide`) to be worth it
const LEAST = 15; // pixels of the view's type; what does not fit then is scrolled to, as on a phone

/** Choose arrangement and size of the view in `stage`. */
export function fit(stage) {
  const node = stage.firstElementChild;
  if (!node) return;
  const plain = largest(stage, node, false), wide = largest(stage, node, true);
  const best = wide > plain * BETTER ? wide : plain;
  arrange(node, best === wide, best);
  const size = parseFloat(getComputedStyle(node).fontSize);
  stage.classList.toggle("scrolls", size < LEAST);
  if (size < LEAST) arrange(node, best === wide, (best * LEAST) / size);
}

function largest(stage, node, wide) {
  const fits = (size) => {
    arrange(node, wide, size);
    return node.scrollHeight <= stage.clientHeight + 1 && node.scrollWidth <= stage.clientWidth + 1;
  };
  if (fits(LARGEST)) return LARGEST;
  let low = SMALLEST, high = LARGEST;
  for (let go = 0; go < TRIES; go += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle; else high = middle;
  }
  return low;
}

function arrange(node, wide, size) {
  node.classList.toggle("wide", wide);
  node.style.setProperty("--k", size.toFixed(3));
}
