// One connection for all that a page listens to. Browsers allow few per host, so every
// <live-region> shares it; it is opened anew when the set of channels changes.

const POLL_EVERY = 15_000;
const TRY_AGAIN_AFTER = 30_000;
const GATHER_FOR = 80;

const listeners = new Map();
let source = null;
let polling = null;
let retry = null;
let opening = null;
let wasOpen = false;

export function listen(channel, receive) {
  if (!listeners.has(channel)) listeners.set(channel, new Set());
  listeners.get(channel).add(receive);
  openSoon();
  return () => {
    listeners.get(channel).delete(receive);
    if (!listeners.get(channel).size) listeners.delete(channel);
    openSoon();
  };
}

function openSoon() {
  clearTimeout(opening);
  opening = setTimeout(open, GATHER_FOR);
}

function open() {
  const wanted = [...listeners.keys()].sort();
  const url = document.body.dataset.events;
  const query = new URLSearchParams(wanted.map((channel) => ["channel", channel]));
  const address = new URL(`${url}?${query}`, location).href;
  if (source?.url === address && source.readyState !== EventSource.CLOSED) return;
  close();
  if (!wanted.length || !url) return;
  source = new EventSource(address);
  source.addEventListener("open", opened);
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  source.addEventListener("away", pollMeanwhile);
  source.addEventListener("error", failed);
}

function close() {
  source?.close();
  source = null;
  clearInterval(polling);
  clearTimeout(retry);
  polling = retry = null;
}

// Something may have been missed since the page was drawn or the connection was lost.
function opened() {
  clearInterval(polling);
  polling = null;
  if (wasOpen) tellAll();
  wasOpen = true;
}

function failed() {
  pollMeanwhile();
  // The browser comes back by itself unless the answer was a refusal.
  if (source?.readyState !== EventSource.CLOSED) return;
  clearTimeout(retry);
  retry = setTimeout(open, TRY_AGAIN_AFTER);
}

function pollMeanwhile() {
  polling ??= setInterval(tellAll, POLL_EVERY);
}

function hear({ channel, event, ...payload }) {
  for (const receive of listeners.get(channel) ?? []) receive(event, payload);
}

function tellAll() {
  for (const group of listeners.values()) for (const receive of group) receive("poll", {});
}

addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && (open(), tellAll()));
