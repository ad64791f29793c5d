// <question-bank>: looks through the questions as somebody types; without script the server does.

class QuestionBank extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[role=search]");
    this.form.querySelector("[data-scriptless]").hidden = true;
    this.entries = [...this.querySelectorAll("[data-entry]")].map((element) => ({
      element,
      step: element.closest("[data-step]").dataset.step,
      purpose: element.dataset.purpose,
      said: element.querySelector(".bank-entry__text").textContent.toLowerCase(),
    }));
    // What the server has left out for an address with a search in it can be found again.
    this.isWhole = !new URLSearchParams(location.search).size || this.#isPlain();
    this.form.addEventListener("input", this.#search);
    this.form.addEventListener("submit", this.#submit);
    // Somebody may have typed before this script came.
    this.#search();
  }

  #isPlain() {
    const asked = new URLSearchParams(location.search);
    return ["q", "step", "purpose"].every((name) => !asked.get(name));
  }

  #submit = (event) => {
    if (this.isWhole) event.preventDefault();
  };

  #search = () => {
    if (!this.isWhole) return;
    const asked = new FormData(this.form);
    const words = asked.get("q").toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of this.entries) {
      const fits =
        (!asked.get("step") || asked.get("step") === entry.step) &&
        (!asked.get("purpose") || asked.get("purpose") === entry.purpose) &&
        words.every((word) => entry.said.includes(word));
      entry.element.hidden = !fits;
      count += fits;
    }
    for (const step of this.querySelectorAll("[data-step]")) {
      step.hidden = !step.querySelector("[data-entry]:not([hidden])");
    }
    this.querySelector("[data-none]").hidden = count > 0;
    const status = this.querySelector("[data-count]");
    status.textContent = count === 1 ? status.dataset.one : status.dataset.many.replace("00", count);
  };
}

customElements.define("question-bank", QuestionBank);
