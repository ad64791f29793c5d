// <room-tabs>: on a narrow screen the three columns of the room become tabs, notes first.

const NARROW = matchMedia("(max-width: 44.99rem)");

class RoomTabs extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("[data-tabs]");
    this.tabs = [...this.list.querySelectorAll("[data-tab]")];
    this.parts = [...this.querySelectorAll("[data-part]")];
    this.list.addEventListener("click", this.#click);
    this.list.addEventListener("keydown", this.#key);
    this.addEventListener("click", this.#goTo);
    this.watch = new MutationObserver(this.#count);
    this.watch.observe(this.querySelector("[data-part=person]"), { childList: true });
    this.#count();
    NARROW.addEventListener("change", this.#lay);
    this.#lay();
  }

  disconnectedCallback() {
    this.watch.disconnect();
    NARROW.removeEventListener("change", this.#lay);
  }

  #lay = () => {
    this.list.hidden = !NARROW.matches;
    if (NARROW.matches) return this.#show(this.dataset.shown ?? "notes");
    delete this.dataset.shown;
    for (const part of this.parts) part.hidden = false;
    for (const part of this.parts) part.removeAttribute("role");
    return undefined;
  };

  #show(name) {
    this.dataset.shown = name;
    this.list.setAttribute("role", "tablist");
    for (const tab of this.tabs) {
      const isShown = tab.dataset.tab === name;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-selected", isShown);
      tab.tabIndex = isShown ? 0 : -1;
    }
    for (const part of this.parts) {
      part.setAttribute("role", "tabpanel");
      part.hidden = part.dataset.part !== name;
    }
  }

  #click = (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab) this.#show(tab.dataset.tab);
  };

  // A link to a note leads to it wherever it stands: here to the first tab.
  #goTo = (event) => {
    const link = event.target.closest("a[href^='#note-']");
    const note = link && document.getElementById(link.hash.slice(1));
    if (!note) return;
    event.preventDefault();
    if (NARROW.matches) this.#show("notes");
    note.scrollIntoView({ block: "center" });
    note.focus({ preventScroll: true });
    for (const before of document.querySelectorAll(".note-line--sought")) before.classList.remove("note-line--sought");
    note.classList.add("note-line--sought");
  };

  // How much there is to come back to, on its tab.
  #count = () => {
    for (const shown of this.list.querySelectorAll("[data-count-of]")) {
      shown.textContent = document.querySelector(shown.dataset.countOf)?.textContent ?? "";
    }
  };

  #key = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.tabs.indexOf(document.activeElement);
    const next = this.tabs.at((at + step) % this.tabs.length);
    this.#show(next.dataset.tab);
    next.focus();
  };
}

customElements.define("room-tabs", RoomTabs);
