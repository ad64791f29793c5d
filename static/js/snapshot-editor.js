// <snapshot-editor>: the page that is edited where it stands. Each part is a form that saves
// itself a moment after the last key; what others change appears by morphing the page, and
// never touches a form that somebody is typing in. What the server does not have is kept on the
// device (snapshot/unsaved.js), and comes back with the page.
//   form[data-part]      saves itself; data-stale waits for "Keep mine" or "Take theirs",
//                        data-refused for other words, data-failed for the connection
//   form[data-new]       adds a part, and is emptied afterwards; data-begun while it holds words
//   form[data-last]      leaves the page, which waits until everything is saved
//   textarea[data-lines] may have several lines, so Enter begins the next one
// It dispatches `sheet:drawn` after the page has been drawn anew.
// The debrief (templates/interviews/debrief.html) is written in it too.
import { keeping } from "./room/keep.js";
import { merge } from "./snapshot/merge.js";
import { Unsaved, fill } from "./snapshot/unsaved.js";

const WAIT = 800;
const TRY_AGAIN_AFTER = 8_000;

class SnapshotEditor extends HTMLElement {
  connectedCallback() {
    this.timers = new WeakMap();
    this.unsaved = new Unsaved();
    this.addEventListener("input", this.#typed);
    this.addEventListener("change", this.#leave);
    this.addEventListener("focusout", this.#leave);
    this.addEventListener("keydown", this.#enter);
    this.addEventListener("click", this.#takeTheirs);
    this.addEventListener("submit", this.#leaveSaved);
    this.addEventListener("htmx:beforeRequest", this.#send);
    this.addEventListener("htmx:beforeSwap", this.#receive);
    this.addEventListener("htmx:sendError", this.#tryAgain);
    this.addEventListener("htmx:responseError", this.#tryAgain);
    document.addEventListener("sheet:dropped", this.#catchUp);
    addEventListener("beforeunload", this.#warn);
    addEventListener("online", this.#saveAll);
    document.addEventListener("visibilitychange", this.#saveAll);
    this.#fit();
    this.unsaved.takeOver(this.#restore);
  }

  disconnectedCallback() {
    document.removeEventListener("sheet:dropped", this.#catchUp);
    removeEventListener("beforeunload", this.#warn);
    removeEventListener("online", this.#saveAll);
    document.removeEventListener("visibilitychange", this.#saveAll);
  }

  get unfinished() {
    return [...this.querySelectorAll("form[data-dirty]")];
  }

  #typed = (event) => {
    const form = event.target.closest("form[data-part], form[data-new]");
    if (!form) return;
    this.#fit(form);
    if (!form.matches("[enctype]")) this.unsaved.keep(form);
    if (!form.matches("[data-part]")) return (form.dataset.begun = "");
    form.dataset.dirty = "";
    this.#saveIn(form, WAIT);
  };

  #saveIn(form, wait) {
    clearTimeout(this.timers.get(form));
    const save = () => {
      if (!form.isConnected || !("dirty" in form.dataset) || "stale" in form.dataset) return;
      if (form.checkValidity()) htmx.trigger(form, "save");
    };
    this.timers.set(form, setTimeout(save, wait));
  }

  #saveAll = () => {
    for (const form of this.unfinished) this.#saveIn(form, 0);
  };

  #leave = (event) => {
    const form = event.target.closest("form[data-part]");
    if (form && "dirty" in form.dataset) this.#saveIn(form, 0);
    // What came while this part had the focus and was therefore left alone.
    else if (form && this.missed && event.type === "focusout") this.#refresh();
  };

  // A page has no line breaks: Enter saves.
  #enter = (event) => {
    const form = event.target.closest("form[data-part]");
    if (!form || event.key !== "Enter" || event.isComposing || !event.target.matches("textarea:not([data-lines])")) return;
    event.preventDefault();
    this.#saveIn(form, 0);
  };

  #takeTheirs = (event) => {
    const link = event.target.closest("[data-take-theirs]");
    if (!link) return;
    event.preventDefault();
    const form = link.closest("form");
    this.#clear(form);
    form.removeAttribute("id");
    this.#refresh();
  };

  #leaveSaved = (event) => {
    if (!event.target.matches("form[data-last]") || !this.unfinished.length) return;
    event.preventDefault();
    this.last = event.target;
    this.#saveAll();
  };

  #refresh() {
    this.missed = false;
    htmx.trigger(this.querySelector("#sheet"), "refresh");
  }

  #catchUp = () => this.missed && this.#refresh();

  #send = (event) => {
    const form = event.target.closest("form[data-part]");
    if (form) form.sent = JSON.stringify([...new FormData(form)]);
  };

  #receive = (event) => {
    const { xhr, requestConfig, target } = event.detail;
    if (target.id !== "sheet" || ![200, 409, 422].includes(xhr.status)) return;
    event.detail.shouldSwap = false;
    // What is being dragged stays in the hand; what others did is drawn when it is let go.
    if (requestConfig.verb === "get" && "dragging" in document.body.dataset) return (this.missed = true);
    const page = new DOMParser().parseFromString(xhr.response, "text/html");
    const fresh = page.querySelector("#sheet");
    if (!fresh) return location.reload();
    const saved = requestConfig.elt;
    delete saved.dataset.failed;
    const isSaved = xhr.status === 200;
    const hasMore = isSaved ? this.#settle(saved, fresh) : this.#writeOn(saved, fresh);
    this.missed = merge(target, fresh, isSaved ? null : saved) || this.missed;
    htmx.process(target);
    if (hasMore) this.#goOn(saved.dataset.part);
    this.#fit();
    this.dispatchEvent(new CustomEvent("sheet:drawn", { bubbles: true }));
  };

  // Saved: the form goes on from the new version; if more was typed meanwhile it stays dirty.
  #settle(form, fresh) {
    if (form.matches("[data-new]")) this.#renew(form, fresh);
    if (!form.matches("form[data-part]")) return;
    const anew = fresh.querySelector(`form[data-part="${form.dataset.part}"]`);
    delete form.dataset.stale;
    delete form.dataset.refused;
    if (anew) form.id = anew.id;
    const isSame = form.sent === JSON.stringify([...new FormData(form)]);
    const version = anew?.elements.version?.value;
    if (version) form.elements.version.value = version;
    if (isSame) this.#clear(form);
    else this.unsaved.keep(form);
    // Sent once, and gone with it: another answer may come while the page is on its way out.
    if (!this.unfinished.length) this.last = this.last?.submit();
    if (!isSame) this.#saveIn(form, WAIT);
  }

  // Refused: what was typed while the answer was on its way stands in the form that says so.
  #writeOn(form, fresh) {
    delete form.dataset.dirty;
    const asking = fresh.querySelector(`form[data-part="${form.dataset.part}"]`);
    const fields = [...new FormData(form)];
    if (!asking || form.sent === JSON.stringify(fields)) return false;
    for (const [name, value] of fields) {
      const field = asking.elements[name];
      if (field?.matches("textarea")) field.defaultValue = value;
      for (const option of field?.options ?? []) option.defaultSelected = option.value === value;
    }
    return true;
  }

  // They may be what was asked for; beside somebody else's words they wait for the choice.
  #goOn(part) {
    const form = this.querySelector(`form[data-part="${part}"]`);
    this.unsaved.keep(form);
    form.dataset.dirty = "";
    this.#saveIn(form, WAIT);
  }

  // Nothing of it is unsaved any more.
  #clear(form) {
    for (const mark of ["dirty", "stale", "refused", "failed"]) delete form.dataset[mark];
    this.unsaved.forget(form);
  }

  // The next part needs an id of its own: the server takes a repeated one for a second click.
  #renew(form, fresh) {
    this.unsaved.forget(form);
    delete form.dataset.begun;
    form.querySelector(":scope > .trouble")?.remove();
    // What was refused before stands in the form as the server wrote it.
    for (const field of form.querySelectorAll(".input")) field.defaultValue = "";
    for (const box of form.querySelectorAll("[type=checkbox]")) box.defaultChecked = false;
    form.reset();
    if (form.matches("[enctype]")) form.parentElement.open = false;
    const next = fresh.querySelector(`#${form.parentElement.id} [name=client_id]`);
    if (next) form.elements.client_id.value = next.value;
    if (form.contains(document.activeElement)) form.querySelector("input:not([type=hidden]), textarea")?.focus();
  }

  // Words that a tab which is gone could not save. If their part was changed meanwhile the
  // server says so, for they come with the version that they were written over.
  #restore = (row) => {
    const selector = row.isNew ? `#${row.name} form[data-new]` : `form[data-part="${row.name}"]`;
    const form = this.querySelector(selector);
    if (!form) return this.#sendToRemoved(row);
    if ("dirty" in form.dataset) return false;
    if (!fill(form, row.fields)) return true;
    this.unsaved.keep(form);
    this.#fit(form);
    if (row.isNew) {
      form.dataset.begun = "";
      form.parentElement.open = true;
    } else {
      form.dataset.dirty = "";
      this.#saveIn(form, 0);
    }
    return true;
  };

  // The answer offers to add the words again.
  #sendToRemoved(row) {
    if (row.isNew) return false;
    const values = Object.fromEntries(row.fields);
    htmx.ajax("POST", row.action, { source: this, target: "#sheet", swap: "outerHTML", values });
    return true;
  }

  #tryAgain = (event) => {
    const form = event.target.closest("form[data-part]");
    if (!form) return;
    form.dataset.failed = "";
    this.#saveIn(form, TRY_AGAIN_AFTER);
  };

  // What is kept on the device comes back; the browser need not ask.
  #warn = (event) => {
    const isKept = this.unsaved.own && !keeping.isFragile && !keeping.isFull;
    if (this.unfinished.length && !isKept) event.preventDefault();
  };

  // Browsers without field-sizing: a text is as high as its words.
  #fit(within = this) {
    if (CSS.supports("field-sizing", "content")) return;
    for (const text of within.querySelectorAll("textarea.inplace, .part-new__form textarea")) {
      text.style.height = "auto";
      text.style.height = `${text.scrollHeight}px`;
    }
  }
}

customElements.define("snapshot-editor", SnapshotEditor);
