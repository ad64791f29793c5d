// Light, dark, or like the device: shown at once, stored on the user by the same form.

class ThemeToggle extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this.#choose);
  }

  #choose = async (event) => {
    event.preventDefault();
    const chosen = event.submitter;
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
    if (chosen.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen.value;
    const body = new FormData(event.target, chosen);
    const answer = await fetch(event.target.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
    }).catch(() => null);
    if (!answer?.ok) document.dispatchEvent(new CustomEvent("htmx:sendError"));
  };
}

customElements.define("theme-toggle", ThemeToggle);
