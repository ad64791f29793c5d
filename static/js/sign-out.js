// Whoever signs out leaves nothing behind on this device: what waits is sent first; what cannot be
// sent is thrown away only after a question (trust.md B5.6). A sign-in that expires keeps it all.
//   <form data-signs-out="<user>" data-unsaved="00 notes …">
import { unmirrorAll } from "./room/drafts.js";
import { read, wipe } from "./room/keep.js";
import { marked, outboxOf } from "./room/outbox.js";

const PATIENCE = 4_000;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-signs-out]");
  if (!form || form.dataset.isSettled) return;
  event.preventDefault();
  const own = `${form.dataset.signsOut}:`;
  const left = await unsaved(own);
  if (left && !confirm(form.dataset.unsaved.replace("00", left))) return;
  document.body.dataset.isLeaving = "yes";
  await wipe(own);
  unmirrorAll(own);
  forgetRecordings();
  form.dataset.isSettled = "yes";
  form.requestSubmit();
});

// The names of files that were being sent, and where in a talk somebody stopped listening.
function forgetRecordings() {
  try {
    for (const key of Object.keys(localStorage)) if (/^(upload|player):/.test(key)) localStorage.removeItem(key);
  } catch {}
}

// How many notes and beginnings of notes the server does not have.
async function unsaved(own) {
  const outboxes = marked().filter((name) => name.startsWith(own)).map(outboxOf);
  await Promise.all(outboxes.map((outbox) => outbox.send().then(() => outbox.settled(PATIENCE))));
  const waiting = outboxes.reduce((count, outbox) => count + outbox.items.length, 0);
  const drafts = await read("drafts", own);
  return waiting + drafts.filter(([, draft]) => draft.text?.trim()).length;
}
