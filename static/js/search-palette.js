// Search and jump from anywhere: Ctrl or Cmd K opens it, arrows choose, Enter goes, Escape closes.

class SearchPalette extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.form = this.querySelector("form");
    this.input = this.querySelector("input");
    this.results = this.querySelector(".palette__results");
    this.input.addEventListener("keydown", this.#key);
    this.form.addEventListener("submit", this.#submit);
    this.results.addEventListener("htmx:afterSwap", () => this.#mark(0));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    document.addEventListener("keydown", this.#shortcut);
    document.addEventListener("palette:show", this.#open);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#shortcut);
    document.removeEventListener("palette:show", this.#open);
  }

  get options() {
    return [...this.results.querySelectorAll('[role="option"]')];
  }

  #shortcut = (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    if (event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#open();
  };

  #open = () => {
    if (this.dialog.open) return this.dialog.close();
    document.querySelectorAll("dialog[open]").forEach((other) => other.close());
    this.dialog.showModal();
    this.input.select();
    this.form.dispatchEvent(new CustomEvent("palette:open"));
  };

  #key = (event) => {
    const options = this.options;
    const at = options.findIndex((option) => option.ariaSelected === "true");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (to === undefined || !options.length) return;
    // Home and End move the caret while there is text to move in.
    if (/Home|End/.test(event.key) && this.input.value) return;
    event.preventDefault();
    this.#mark((to + options.length) % options.length);
  };

  #mark(index) {
    const options = this.options;
    options.forEach((option, number) => (option.ariaSelected = String(number === index)));
    const chosen = options[index];
    if (chosen) {
      chosen.id ||= `palette-option-${index}`;
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  // Enter goes to the chosen result; without one the form leads to the page of results.
  #submit = (event) => {
    const chosen = this.options.find((option) => option.ariaSelected === "true");
    const link = chosen?.matches("a") ? chosen : chosen?.querySelector("a");
    event.preventDefault();
    event.stopImmediatePropagation();
    if (link) link.click();
    else if (this.input.value) this.form.submit();
  };
}

class SearchButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      document.dispatchEvent(new CustomEvent("palette:show"));
    });
    if (/Mac|iPhone|iPad/.test(navigator.platform)) this.querySelector("kbd").textContent = "⌘ K";
  }
}

customElements.define("search-palette", SearchPalette);
customElements.define("search-button", SearchButton);
