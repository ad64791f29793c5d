// The keys of the page: they act on the note or the part that has the focus, never while a
// letter is meant for a text. templates/snapshots/_shortcuts.html lists them.
import { isTyping } from "../keyboard-help.js";
import { send, step, takeBack } from "./moving.js";

const PLACES = { q: "quote", f: "facts", m: "moments", o: "opportunities", i: "insights" };
const STEPS = { ArrowUp: "up", ArrowDown: "down" };

document.addEventListener(
  "keydown",
  (event) => {
    if (document.querySelector("dialog[open]")) return;
    const act = sending(event) ?? moving(event) ?? undoing(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  },
  // Before the arrows of a menu.
  { capture: true },
);

function sending(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event)) return null;
  const item = event.target.closest?.(".notes-drawer__note");
  const place = PLACES[event.key.toLowerCase()];
  return item && place ? () => send(item, place) : null;
}

function moving(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null;
  const direction = STEPS[event.key];
  const box = event.target.closest?.(".part-box");
  return direction && box ? () => step(box, direction) : null;
}

function undoing(event) {
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
  const sheet = document.getElementById("sheet");
  // A text has an undo of its own.
  return isUndo && !isTyping(event) && sheet?.dataset.undo ? () => takeBack(sheet) : null;
}

// What was taken back in the dialog is done there.
document.addEventListener("htmx:afterRequest", (event) => {
  const isDone = event.detail.elt.matches?.("[data-takes-back]") && event.detail.xhr.status === 200;
  if (isDone) document.dispatchEvent(new CustomEvent("dialog:close"));
});
