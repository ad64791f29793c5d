// Whoever signs out leaves nothing behind on this device: what waits is sent first; what cannot be
// sent is thrown away only after a question (trust.md B5.6). A sign-in that expires keeps it all.
//   <form data-signs-out="<user>" data-unsaved="00 …" data-notes="00 notes" data-changes="00 changes">
import { unmirrorAll } from "./room/drafts.js";
import { read, wipe } from "./room/keep.js";
import { marked, outboxOf } from "./room/outbox.js";

const PATIENCE = 4_000;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-signs-out]");
  if (!form || form.dataset.isSettled) return;
  event.preventDefault();
  const own = `${form.dataset.signsOut}:`;
  const left = await unsaved(own, form.dataset);
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

// What the server does not have, in words: notes with those just begun, and changes of trees.
async function unsaved(own, words) {
  const outboxes = marked().filter((name) => name.startsWith(own)).map(outboxOf);
  await Promise.all(outboxes.map((outbox) => outbox.send().then(() => outbox.settled(PATIENCE))));
  const waiting = outboxes.flatMap((outbox) => outbox.items);
  const drafts = (await read("drafts", own)).filter(([, draft]) => draft.text?.trim());
  const changes = waiting.filter((item) => item.isChange).length;
  const notes = waiting.length - changes + drafts.length;
  const said = [notes && words.notes.replace("00", notes), changes && words.changes.replace("00", changes)];
  return said.filter(Boolean).join(", ");
}
