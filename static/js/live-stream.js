// One connection for all that a page listens to. Browsers allow few per host, so every
// <live-region> shares it; it is opened anew when the set of channels changes, and after the
// device has slept. The server repeats what was missed since the page was drawn or since the last
// message; where it cannot, everybody is told to look afresh.

const POLL_EVERY = 15_000;
const TRY_AGAIN_AFTER = 30_000;
const GATHER_FOR = 80;
// A page is drawn from what was read some time before its address of events was written.
const DRAWN_WITHIN = 5_000;
const SLEPT_AFTER = 20_000;

const listeners = new Map();
let source = null;
let polling = null;
let retry = null;
let opening = null;
let openFor = null;
let knownUntil = Number(document.body?.dataset.since ?? 0) - DRAWN_WITHIN;
let awakeAt = Date.now();

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
  if (openFor === query.toString() && source && source.readyState !== EventSource.CLOSED) return;
  close();
  if (!wanted.length || !url) return;
  openFor = query.toString();
  if (knownUntil > 0) query.set("since", knownUntil);
  source = new EventSource(`${url}?${query}`);
  source.addEventListener("open", opened);
  source.addEventListener("hello", greeted);
  source.addEventListener("message", heard);
  source.addEventListener("away", pollMeanwhile);
  source.addEventListener("error", failed);
}

function close() {
  source?.close();
  source = openFor = null;
  clearInterval(polling);
  clearTimeout(retry);
  polling = retry = null;
}

function opened() {
  clearInterval(polling);
  polling = null;
}

function greeted(event) {
  const { at, is_complete: isComplete } = JSON.parse(event.data);
  if (!isComplete) tellAll();
  // What was missed comes right now, or has just been fetched.
  knownUntil = at - DRAWN_WITHIN;
}

function heard(event) {
  const at = Number(event.lastEventId.split("-")[0]);
  // Two processes may tell of one moment in either order.
  if (at) knownUntil = Math.max(knownUntil, at - 1_000);
  hear(JSON.parse(event.data));
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

// A phone that slept may hold a connection that is long gone, without knowing it.
function wake() {
  const slept = Date.now() - awakeAt;
  awakeAt = Date.now();
  if (document.visibilityState === "hidden" || slept < SLEPT_AFTER || !openFor) return;
  close();
  open();
  document.dispatchEvent(new CustomEvent("device:woke"));
}

setInterval(wake, SLEPT_AFTER / 4);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && (open(), tellAll()));
