// How long the talk has lasted by the server's clock; a device's own may be minutes wrong.

let list = null;
let ahead = 0;

export function talk() {
  const found = document.querySelector(".phases__list");
  if (found && found !== list) {
    list = found;
    ahead = Date.now() / 1000 - Number(list.dataset.now);
  }
  return list;
}

// Seconds from the beginning to a moment of this device; null before the beginning.
export function secondsAt(milliseconds) {
  const began = Number(talk()?.dataset.began);
  if (!began) return null;
  const until = Number(list.dataset.ended) || Infinity;
  return Math.max(Math.floor(Math.min(milliseconds / 1000 - ahead, until) - began), 0);
}

export function minuteAt(milliseconds) {
  const seconds = secondsAt(milliseconds) ?? 0;
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
