// The side panel: a node with its stories, the inbox, the history. It is beside the tree, not
// over it, so that one can drag from it and go on walking.

export class Panel {
  constructor(tree) {
    this.tree = tree;
    this.panel = document.getElementById("tree-panel");
    document.addEventListener("click", this.#click);
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
    this.panel.addEventListener("htmx:afterSwap", () => this.#swapped());
    this.panel.addEventListener("htmx:responseError", this.#failed);
    for (const leaves of ["pointerleave", "focusout"]) {
      this.panel.addEventListener(leaves, () => setTimeout(() => this.isStale && this.refresh()));
    }
  }

  openItem(item, options) {
    const { href } = item.querySelector(".node__text");
    // What waits on this device has no page yet.
    return href ? this.open(href, options) : this.tree.editing.edit(item);
  }

  async open(url, { focus = false } = {}) {
    this.url = url;
    this.isStale = false;
    this.returnTo = this.tree.current;
    this.panel.hidden = false;
    this.tree.dataset.panel = "";
    await this.#read();
    if (this.panel.hidden) return;
    if (focus) this.panel.focus({ preventScroll: true });
    if (innerWidth < 1100) this.panel.scrollIntoView({ block: "nearest" });
  }

  // Others have changed the tree: shows it as soon as nobody writes or reads here, who would lose
  // their focus or their place (trust.md D18).
  refresh() {
    if (this.panel.hidden || !this.url) return;
    // Why something was not done stays to be read as well.
    const isRefused = this.panel.querySelector("[data-refusal]");
    this.isStale = isRefused || this.panel.matches(":hover, :focus-within") || this.#isChanged();
    if (!this.isStale) this.#read();
  }

  // What failed has been said by then; nothing is left of what could not be opened.
  async #read() {
    const here = { source: this.panel, target: this.panel, swap: "innerHTML" };
    await window.htmx.ajax("GET", this.url, here).catch(() => null);
    if (!this.panel.childElementCount && !this.panel.hidden) this.close();
  }

  // What is open has been deleted by somebody else.
  #failed = (event) => {
    const { requestConfig, xhr } = event.detail;
    if (requestConfig.verb !== "get" || xhr.status !== 404) return;
    event.stopPropagation();
    const detail = { text: this.tree.words.gone };
    document.body.dispatchEvent(new CustomEvent("message:show", { detail, bubbles: true }));
    this.#putAway();
  };

  #putAway() {
    this.panel.hidden = true;
    this.panel.replaceChildren();
    delete this.tree.dataset.panel;
  }

  close() {
    this.#putAway();
    this.tree.focusItem(this.returnTo?.isConnected ? this.returnTo : this.tree.current);
  }

  #isChanged() {
    const fields = this.panel.querySelectorAll("textarea, input:not([type=hidden])");
    return [...fields].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  }

  #swapped() {
    // What a form or a filter has brought says where it is to be read afresh.
    this.url = this.panel.querySelector("[data-panel-url]")?.dataset.panelUrl ?? this.url;
    if (!this.panel.childElementCount) this.close();
  }

  #click = (event) => {
    if (event.target.closest("[data-close-panel]")) return this.close();
    const link = event.target.closest("a[data-panel]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open(link.href, { focus: true });
  };
}
