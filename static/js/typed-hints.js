// <typed-hints for="<id of a field>">: what the coach says to the words being typed there. A button
// with data-says puts its words into the field.

class TypedHints extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#take);
  }

  #take = (event) => {
    const button = event.target.closest("[data-says]");
    const field = document.getElementById(this.getAttribute("for"));
    if (!button || !field) return;
    field.value = button.dataset.says;
    field.focus();
    // The coach reads its own words too, and falls silent.
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

customElements.define("typed-hints", TypedHints);
