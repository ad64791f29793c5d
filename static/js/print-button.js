// <print-button><p>…</p><button hidden>: offers the browser's print where there is a script.

class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    this.querySelector("p").hidden = true;
    button.addEventListener("click", () => print());
  }
}

customElements.define("print-button", PrintButton);
