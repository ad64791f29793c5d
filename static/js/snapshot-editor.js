// <snapshot-editor>: the page that is edited where it stands. Each part is a form that saves
// itself a moment after the last key; what others change appears by morphing the page, and
// never touches a form that somebody is typing in.
//   form[data-part]      saves itself; data-stale waits for "Keep mine" or "Take theirs"
//   form[data-new]       adds a part, and is emptied afterwards
//   form[data-last]      leaves the page, which waits until everything is saved
//   textarea[data-lines] may have several lines, so Enter begins the next one
// The debrief (templates/interviews/debrief.html) is written in it too.
import { Idiomorph } from "idiomorph";

const WAIT = 800;
const TRY_AGAIN_AFTER = 8_000;

class SnapshotEditor extends HTMLElement {
  connectedCallback() {
    this.timers = new WeakMap();
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
    addEventListener("beforeunload", this.#warn);
    this.#fit();
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#warn);
  }

  #typed = (event) => {
    const form = event.target.closest("form[data-part]");
    if (!form) return;
    form.dataset.dirty = "";
    this.#fit(form);
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
    delete form.dataset.dirty;
    delete form.dataset.stale;
    form.removeAttribute("id");
    this.#refresh();
  };

  #leaveSaved = (event) => {
    const unsaved = this.querySelectorAll("form[data-dirty]");
    if (!event.target.matches("form[data-last]") || !unsaved.length) return;
    event.preventDefault();
    this.last = event.target;
    for (const form of unsaved) this.#saveIn(form, 0);
  };

  #refresh() {
    this.missed = false;
    htmx.trigger(this.querySelector("#sheet"), "refresh");
  }

  #send = (event) => {
    const form = event.target.closest("form[data-part]");
    if (form) form.sent = JSON.stringify([...new FormData(form)]);
  };

  #receive = (event) => {
    const { xhr, requestConfig, target } = event.detail;
    if (target.id !== "sheet" || ![200, 409, 422].includes(xhr.status)) return;
    event.detail.shouldSwap = false;
    const page = new DOMParser().parseFromString(xhr.response, "text/html");
    const fresh = page.querySelector("#sheet");
    if (!fresh) return location.reload();
    const saved = requestConfig.elt;
    if (xhr.status === 200) this.#settle(saved, fresh);
    else delete saved.dataset.dirty;
    this.#morph(target, fresh, xhr.status === 200 ? null : saved);
    htmx.process(target);
    this.#fit();
  };

  // Saved: the form goes on from the new version; if more was typed meanwhile it stays dirty.
  #settle(form, fresh) {
    if (form.matches("[data-new]")) this.#renew(form, fresh);
    if (!form.matches("form[data-part]")) return;
    delete form.dataset.stale;
    const isSame = form.sent === JSON.stringify([...new FormData(form)]);
    if (isSame) delete form.dataset.dirty;
    if (this.last && !this.querySelector("form[data-dirty]")) this.last.submit();
    const version = fresh.querySelector(`#${form.id}`)?.elements.version?.value;
    if (version) form.elements.version.value = version;
    if (!isSame) this.#saveIn(form, WAIT);
  }

  // The next part needs an id of its own: the server takes a repeated one for a second click.
  #renew(form, fresh) {
    form.reset();
    const next = fresh.querySelector(`#${form.parentElement.id} [name=client_id]`);
    if (next) form.elements.client_id.value = next.value;
  }

  #morph(sheet, fresh, refused) {
    // A part that waits for a decision keeps its place; the page from the server knows nothing of it.
    for (const form of sheet.querySelectorAll("form[data-stale]")) {
      const anew = fresh.querySelector(`form[data-part="${form.dataset.part}"]`);
      if (anew && form !== refused) anew.id = form.id;
    }
    Idiomorph.morph(sheet, fresh, {
      morphStyle: "outerHTML",
      ignoreActiveValue: true,
      callbacks: {
        beforeNodeMorphed: (old, now) => !this.#isInUse(old, now, refused),
        beforeNodeRemoved: (old) => !this.#isTyping(old),
        beforeAttributeUpdated: (name, element) => !(name === "open" && element.matches("details")),
      },
    });
  }

  // A form that somebody types in is left alone, and so is one they look at that has changed.
  #isInUse(old, now, refused) {
    if (old === refused || old.nodeType !== Node.ELEMENT_NODE) return false;
    if (this.#isTyping(old)) return true;
    const isOpen = old.matches("form[data-part]") && old.contains(document.activeElement);
    if (isOpen && old.elements.version?.value !== now.elements?.version?.value) this.missed = true;
    const isNew = old.matches("form[data-new]") && old.contains(document.activeElement);
    return isNew || (isOpen && this.missed);
  }

  #isTyping(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return false;
    // What waits for "Keep mine" or "Take theirs" holds words that are saved nowhere yet.
    return node.matches("form[data-dirty], form[data-stale]");
  }

  #tryAgain = (event) => {
    const form = event.target.closest("form[data-part]");
    if (form) this.#saveIn(form, TRY_AGAIN_AFTER);
  };

  #warn = (event) => {
    if (this.querySelector("form[data-dirty]")) event.preventDefault();
  };

  // Browsers without field-sizing: a text is as high as its words.
  #fit(within = this) {
    if (CSS.supports("field-sizing", "content")) return;
    for (const text of within.querySelectorAll("textarea.inplace")) {
      text.style.height = "auto";
      text.style.height = `${text.scrollHeight}px`;
    }
  }
}

customElements.define("snapshot-editor", SnapshotEditor);
