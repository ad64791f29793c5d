// Sends what was kept on this device by a room that is no longer open. The server refuses
// what belongs to somebody else than who is signed in, and then it stays where it is.
import { marked, outboxOf } from "./outbox.js";

if (!document.querySelector("note-composer") && document.body.dataset.events) {
  for (const own of marked()) outboxOf(own);
}
