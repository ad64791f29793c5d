// A view through a lens saves itself when somebody leaves the field; without scripts there is a button.
class LensView extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.said = this.querySelector(".lens__said");
    this.form.querySelector("button").hidden = true;
    this.form.addEventListener("change", () => this.#save());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
  }

  async #save() {
    // One after the other: the next one has to know the version that this one makes.
    this.last = (this.last ?? Promise.resolve()).then(() => this.#send());
    await this.last;
  }

  // The team's order below the table, by the places as they are now.
  #order(texts) {
    document.getElementById("no-team-order")?.remove();
    const rows = texts.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    document.getElementById("team-order").replaceChildren(...rows);
  }

  async #send() {
    const body = new FormData(this.form);
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.form.action, { method: "POST", body, headers }).catch(() => null);
    const told = (await answer?.json().catch(() => null)) ?? {};
    this.toggleAttribute("data-failed", !answer?.ok);
    if (told.version) this.form.elements.seen.value = told.version;
    if (told.order) this.#order(told.order);
    const theirs = told.theirs ? ` “${told.theirs}”` : "";
    this.said.textContent = told.said ?? (told.error ?? this.dataset.offline) + theirs;
  }
}

customElements.define("lens-view", LensView);
