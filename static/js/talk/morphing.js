// How what others say comes into a list of comments: nobody loses their place, their focus or what
// they are typing (trust.md D18). For <page-talk> and <node-talk>.
import { Idiomorph } from "idiomorph";

const isTyping = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches("form[data-dirty]");

// `owns(name, element, change)` names the attributes that the caller sets itself.
export function morphTalk(region, fresh, owns = () => false) {
  Idiomorph.morph(region, fresh, {
    morphStyle: "outerHTML",
    // For what is typed in; of a button that was pressed it would leave the old count.
    ignoreActiveValue: document.activeElement.matches("textarea, select, input"),
    callbacks: {
      beforeNodeMorphed: (old) => !isTyping(old),
      beforeNodeRemoved: (old) => !(old.querySelector?.("form[data-dirty]") ?? false),
      beforeAttributeUpdated: (name, element, change) =>
        !(name === "open" && element.matches("details")) && !owns(name, element, change),
    },
  });
}

// What was sent is not typed any more: its form is closed, and ready for the next.
export function emptyForm(form, fresh) {
  delete form.dataset.dirty;
  form.querySelectorAll("[name=mentioned]").forEach((field) => field.remove());
  const textarea = form.elements.text;
  const field = fresh.querySelector(`#${CSS.escape(textarea.id)}`);
  textarea.value = field?.defaultValue ?? "";
  const details = form.closest("details");
  if (details) {
    details.open = false;
    details.querySelector("summary").focus({ preventScroll: true });
  }
  // The next one needs an id of its own: a repeated one is taken for a second click.
  const next = field?.form?.elements.client_id;
  if (next && form.elements.client_id) form.elements.client_id.value = next.value;
}
