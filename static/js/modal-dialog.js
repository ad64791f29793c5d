// A native <dialog> that opens when htmx fills it, or by a button with data-opens="<its id>";
// closes by Escape, its backdrop, a button with data-close, or the event `dialog:close`.

class ModalDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.addEventListener("htmx:afterSwap", this.#fill);
    this.dialog.addEventListener("click", this.#clickOutside);
    this.dialog.addEventListener("close", this.#empty);
    document.addEventListener("click", this.#open);
    document.addEventListener("dialog:close", this.#close);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#open);
    document.removeEventListener("dialog:close", this.#close);
  }

  #open = (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener?.dataset.opens !== this.dialog.id) return;
    event.preventDefault();
    this.#show();
  };

  #fill = (event) => {
    if (!event.target.matches("[data-fills]")) return;
    if (event.target.childElementCount) this.#show();
    else this.dialog.close();
  };

  #show() {
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("[autofocus]")?.focus();
  }

  #clickOutside = (event) => {
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      this.dialog.close();
    }
    // Only the backdrop's clicks have the dialog itself as target and lie outside its box.
    if (event.target !== this.dialog) return;
    const box = this.dialog.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right &&
      event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.dialog.close();
  };

  #close = () => this.dialog.close();
  #empty = () => this.dialog.querySelector("[data-fills]")?.replaceChildren();
}

customElements.define("modal-dialog", ModalDialog);
