// Makes the page on the screen like the one from the server, and touches nothing that somebody is
// typing in or has to decide about.
import { Idiomorph } from "idiomorph";
import { rememberFocus } from "./focus.js";

// What holds words that are saved nowhere yet.
const HELD = "form[data-dirty], form[data-stale], form[data-refused], form[data-begun]";

// `refused` is the form that this very answer is about. Returns whether something was left alone
// only because it has the focus.
export function merge(sheet, fresh, refused) {
  let hasMissed = false;
  // A part that waits for a decision has another id than the server's, which knows nothing of it.
  for (const form of sheet.querySelectorAll("form[data-stale], form[data-refused]")) {
    const anew = fresh.querySelector(`form[data-part="${form.dataset.part}"]`);
    if (anew && form !== refused) anew.id = form.id;
  }
  const isHeld = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(HELD) && node !== refused;

  function isInUse(old, now) {
    if (old === refused || old.nodeType !== Node.ELEMENT_NODE) return false;
    if (isHeld(old) || old.matches("said-filter, photo-picker")) return true;
    const hasFocus = old.contains(document.activeElement);
    const isOpen = hasFocus && old.matches("form[data-part]");
    const isBehind = isOpen && old.elements.version?.value !== now.elements?.version?.value;
    hasMissed ||= isBehind;
    return isBehind || (hasFocus && old.matches("form[data-new]"));
  }

  const giveBack = rememberFocus(sheet);
  Idiomorph.morph(sheet, fresh, {
    morphStyle: "outerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (old, now) => !isInUse(old, now),
      beforeNodeRemoved: (old) => !isHeld(old) && !old.querySelector?.(HELD),
      // What somebody has opened stays open.
      beforeAttributeUpdated: (name, element, how) =>
        !(name === "open" && how === "remove" && element.matches("details")),
    },
  });
  giveBack();
  return hasMissed;
}
