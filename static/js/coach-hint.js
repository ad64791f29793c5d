// A hint of the coach that has been put aside is gone at once; the form behind it tells the server.

class CoachHint extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this.#dismiss);
  }

  #dismiss = async (event) => {
    event.preventDefault();
    const form = event.target;
    this.hidden = true;
    const body = new FormData(form);
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (answer?.ok) this.remove();
    else this.hidden = false;
  };
}

customElements.define("coach-hint", CoachHint);
