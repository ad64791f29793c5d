// A field with a button that copies it; without script the text is there to be marked.
import { announce } from "announce";

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = this.querySelector("button");
    if (!this.field || !this.button || !navigator.clipboard) return;
    this.button.hidden = false;
    this.button.addEventListener("click", this.#copy);
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.field.value);
    const words = this.button.querySelector("span");
    const before = words.textContent;
    words.textContent = this.button.dataset.done;
    announce(this.button.dataset.done);
    setTimeout(() => (words.textContent = before), 2_000);
  };
}

customElements.define("copy-button", CopyButton);
