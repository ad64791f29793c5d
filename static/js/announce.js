// Speaks to screen readers through the two regions of components/announcer.html.

const LONGEST_QUIET = 20_000;
let lastAt = -LONGEST_QUIET;
let waiting = null;

// Say something now: politely, or at once when it cannot wait (an error, a lost connection).
export function announce(text, { urgent = false } = {}) {
  const region = document.querySelector(urgent ? "[data-announcer-urgent]" : "[data-announcer]");
  if (!region) return;
  // An equal text would not be read a second time.
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
}

// Say what others did, at most every 20 seconds; only the newest text is kept meanwhile.
// `after` is called once it has been said.
export function announceSoon(text, after) {
  const due = lastAt + LONGEST_QUIET - performance.now();
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    lastAt = performance.now();
    announce(text);
    after?.();
  }, Math.max(due, 0));
}
