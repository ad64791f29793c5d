// Dragging with mouse, pen and finger: notes from the drawer to their place, parts among their
// kind, opportunities onto the moment they belong to. keys.js and the menus do the same.
import Sortable from "sortablejs";
import { moveTo, pin, send } from "./moving.js";

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const OVER = "is-drop-target";

// The browser's own dragging knows no touch and no look of what is dragged.
const shared = () => ({
  animation: CALM.matches ? 0 : 120,
  forceFallback: true,
  fallbackTolerance: 4,
  ghostClass: "is-dropped-here",
  dragClass: "is-dragged",
  scrollSensitivity: 60,
  // What is let go beside every place goes back.
  revertOnSpill: true,
  onStart: () => (document.body.dataset.dragging = ""),
});

let hovered = null;

function begin() {
  for (const list of document.querySelectorAll("#sheet [data-list]")) {
    if (!Sortable.get(list)) Sortable.create(list, { ...shared(), ...optionsOf(list) });
  }
  const drawer = document.querySelector("[data-said]");
  if (drawer && !Sortable.get(drawer)) {
    Sortable.create(drawer, {
      ...shared(),
      group: { name: "said", pull: "clone", put: false },
      sort: false,
      draggable: ".notes-drawer__note",
      filter: "a, button, summary",
      preventOnFilter: false,
      delay: 180,
      delayOnTouchOnly: true,
      onEnd: settle,
    });
  }
}

function optionsOf(list) {
  const group = { name: list.dataset.list, pull: false, put: ["said"] };
  if (list.dataset.list === "quote") return { group, sort: false, draggable: ".nothing", onAdd: receive };
  return { group, draggable: ".part-box", handle: "[data-grip]", onAdd: receive, onEnd: settle };
}

// From the drawer: the list shows where it will stand, and the server puts it there.
function receive({ item, clone, to, newDraggableIndex }) {
  const place = to.dataset.list;
  item.remove();
  clone.replaceWith(item);
  send(item, place, place === "quote" ? "" : newDraggableIndex);
}

function settle({ item, from, to, oldDraggableIndex, newDraggableIndex }) {
  delete document.body.dataset.dragging;
  const moment = hovered;
  light(null);
  if (from === to && moment && from.dataset.list === "opportunities") pin(item, moment);
  else if (from === to && from.dataset.list && newDraggableIndex !== oldDraggableIndex) moveTo(item, newDraggableIndex);
  document.dispatchEvent(new CustomEvent("sheet:dropped"));
}

// An opportunity lights up the moment it is held over.
document.addEventListener("pointermove", (event) => {
  if (!("dragging" in document.body.dataset)) return;
  const isOpportunity = document.querySelector("#list-opportunities .is-dropped-here");
  const below = isOpportunity && document.elementFromPoint(event.clientX, event.clientY);
  light(below?.closest?.("[data-moment]") ?? null);
});

function light(moment) {
  if (moment === hovered) return;
  hovered?.classList.remove(OVER);
  moment?.classList.add(OVER);
  hovered = moment;
}

begin();
document.addEventListener("sheet:drawn", begin);
