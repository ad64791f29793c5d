// Changes a note in place. The words are kept on the device while they are typed, and go through
// the outbox like a new note; the version they were written over goes with them.
import { newId, read, write } from "./keep.js";
import { outboxOf } from "./outbox.js";

const WAIT = 120;

export function openEditor(host, line, draft = null) {
  if (line.matches(".note-line--edited")) return;
  const form = host.querySelector("template[data-shape=editor]").content.cloneNode(true).querySelector("form");
  const input = form.querySelector("textarea");
  const id = `edit-${line.dataset.note}`;
  form.querySelector("label").htmlFor = input.id = id;
  input.value = draft?.text ?? words(line);
  const base = { version: draft?.version ?? line.dataset.version, kind: line.dataset.kind };
  const editor = { host, line, form, input, base, key: `${host.dataset.ownKey}#edit#${line.dataset.note}` };
  line.classList.add("note-line--edited");
  line.append(form);
  input.addEventListener("input", () => keepSoon(editor));
  input.addEventListener("keydown", (event) => key(editor, event));
  form.addEventListener("submit", (event) => save(editor, event));
  form.querySelector("[data-cancel]").addEventListener("click", () => close(editor));
  if (!draft) input.focus();
}

// What was being changed when the page went away.
export async function reopenEditors(host) {
  for (const [key, draft] of await read("drafts", `${host.dataset.ownKey}#edit#`)) {
    const line = host.line(key.split("#").at(-1));
    if (line && "own" in line.dataset) openEditor(host, line, draft);
  }
}

// The words as they were typed; a quote is shown between marks that are not part of it.
function words(line) {
  return line.dataset.words ?? line.querySelector("[data-text]").innerText.trim();
}

function keepSoon(editor) {
  editor.timer ??= setTimeout(() => {
    editor.timer = null;
    write(["drafts", editor.key, { text: editor.input.value, version: editor.base.version }]);
  }, WAIT);
}

function key(editor, event) {
  if (event.key === "Escape") {
    event.stopPropagation();
    close(editor);
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    editor.form.requestSubmit();
  }
}

function save(editor, event) {
  event.preventDefault();
  event.stopPropagation();
  const { host, line, base } = editor;
  const text = editor.input.value.trim();
  const composer = document.querySelector("note-composer");
  if (!text) return;
  if (text.length > Number(composer.dataset.most)) {
    editor.form.querySelector("[data-notice]").textContent = composer.dataset.tooLong;
    return;
  }
  const isSame = text === words(line);
  close(editor, { isKept: !isSame });
  if (isSame) return;
  const id = newId();
  const fields = { edit_id: id, kind: base.kind, text, version: base.version };
  const url = `${host.dataset.url}${line.dataset.note}/`;
  const item = { id, author: composer.dataset.author, url, fields, note: line.dataset.note };
  line.dataset.words = text;
  outboxOf(host.dataset.ownKey).add([item], editor.key);
}

function close(editor, { isKept = false } = {}) {
  clearTimeout(editor.timer);
  editor.form.remove();
  editor.line.classList.remove("note-line--edited");
  if (!isKept) write(["drafts", editor.key, null]);
  const { fresh } = editor.line;
  if (fresh && !isKept) editor.host.place(fresh.outerHTML);
  (fresh && !isKept ? editor.host.line(fresh.dataset.note) : editor.line).querySelector("[data-edit]")?.focus();
}
