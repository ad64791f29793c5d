// What dragging and keys do, by the same forms and buttons as the menus; each says what happened.
import { announce } from "announce";

const words = () => document.querySelector("snapshot-editor").dataset;

// Send something from the drawer to a place of the page, at the end or at `position`.
export function send(item, place, position = "") {
  const button = item.querySelector(`button[name=place][value=${place}]`);
  if (!button) return;
  const name = button.firstChild.nextSibling?.textContent ?? button.textContent;
  button.form.elements.position.value = position;
  tell(button.form, () => words().sent.replace("00", name.trim()));
  button.click();
  button.form.elements.position.value = "";
}

// One step among its kind, as its menu does.
export function step(box, direction) {
  const button = box.querySelector(`button[name=direction][value=${direction}]`);
  tell(button.form, () => place(box.id));
  button.click();
}

// To a place among its kind, counted from zero.
export function moveTo(box, index) {
  const { form } = box.querySelector("button[name=direction]");
  tell(form, () => place(box.id));
  const options = { source: form, target: "#sheet", swap: "outerHTML", values: { place: index } };
  globalThis.htmx.ajax("POST", form.action, options);
}

export function pin(box, moment) {
  const select = box.querySelector("select[name=moment]");
  if (!select || select.value === moment.dataset.moment) return;
  select.value = moment.dataset.moment;
  tell(select.form, () => words().pinned.replace("00", moment.querySelector("[name=title]").value));
  select.dispatchEvent(new Event("input", { bubbles: true }));
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

export function takeBack(sheet) {
  const url = sheet.dataset.undo;
  const options = { source: document.querySelector("snapshot-editor"), target: "#sheet", swap: "outerHTML" };
  if (url) globalThis.htmx.ajax("POST", url, options);
}

function tell(form, say) {
  const once = (event) => {
    if (event.detail.successful) document.addEventListener("sheet:drawn", () => announce(say()), { once: true });
  };
  // Asked before the page is drawn with the answer.
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    event.detail.successful = event.detail.xhr.status === 200;
    once(event);
  }, { once: true });
}

function place(id) {
  const box = document.getElementById(id);
  const boxes = [...box.parentElement.querySelectorAll(":scope > .part-box")];
  return words().moved.replace("00", boxes.indexOf(box) + 1).replace("01", boxes.length);
}
