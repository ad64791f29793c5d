// Messages: closes them by button or after a while, and speaks up when a request fails.

const SHOWN_FOR = 7_000;

class AppMessages extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#close);
    this.watch = new MutationObserver(() => this.#start());
    this.watch.observe(this, { childList: true });
    document.addEventListener("htmx:responseError", this.#failed);
    document.addEventListener("htmx:sendError", this.#offline);
    document.addEventListener("htmx:afterRequest", this.#answered);
    addEventListener("online", this.#online);
    document.addEventListener("message:show", this.#show);
    document.addEventListener("message:gone", this.#gone);
    this.#start();
  }

  disconnectedCallback() {
    this.watch.disconnect();
    document.removeEventListener("htmx:responseError", this.#failed);
    document.removeEventListener("htmx:sendError", this.#offline);
    document.removeEventListener("htmx:afterRequest", this.#answered);
    removeEventListener("online", this.#online);
    document.removeEventListener("message:show", this.#show);
    document.removeEventListener("message:gone", this.#gone);
  }

  // Errors, and what can be undone while it stands there, wait to be closed.
  #start() {
    if (this.classList.contains("messages--inline")) return;
    for (const message of this.querySelectorAll(".message:not([data-timed])")) {
      message.dataset.timed = "";
      if (message.matches(".message--error")) continue;
      const wait = message.matches("[data-stays]") ? 2 * SHOWN_FOR : SHOWN_FOR;
      const leave = () =>
        message.matches(":hover, :focus-within") ? setTimeout(leave, SHOWN_FOR) : message.remove();
      setTimeout(leave, wait);
    }
  }

  #close = (event) => event.target.closest("[data-close]")?.closest(".message").remove();
  #failed = (event) => this.#add(event.detail.xhr.status === 403 ? "refused" : "failed");
  #offline = () => this.#add("offline");
  // Any answer at all shows that the connection is back.
  #answered = (event) => event.detail.xhr?.status && this.#online();
  #online = () => this.#remove("offline");

  // A view says something with HX-Trigger: {"message:show": {"text": "Saved.", "tone": "info"}};
  // with `undo`, the address that takes it back, and `word` for its button; with `kind`, in the
  // place of what was said of it before.
  #show = (event) => {
    const { text, tone = "info", undo, word, kind } = event.detail;
    const isTrouble = ["warning", "error"].includes(tone);
    const message = this.#copy(isTrouble ? "failed" : "said");
    message.classList.remove("message--info", "message--error");
    message.classList.add(`message--${tone}`);
    message.querySelector(".message__text").textContent = text;
    if (undo) this.#offer(message, undo, word);
    if (kind) this.#remove(kind);
    if (kind) message.dataset.kind = kind;
    this.append(message);
    globalThis.htmx?.process(message);
  };

  // What went wrong with something of a kind is no longer so.
  #gone = (event) => this.#remove(event.detail.kind);

  #offer(message, undo, word) {
    // Only the newest can be taken back by a press without looking.
    for (const older of this.querySelectorAll("[data-stays]")) older.remove();
    message.dataset.stays = "";
    const form = this.querySelector("template[data-kind=undo]").content.cloneNode(true).querySelector("form");
    form.action = undo;
    form.setAttribute("hx-post", undo);
    form.querySelector("button").textContent = word;
    if (!document.querySelector(form.getAttribute("hx-target"))) {
      // Elsewhere than on a snapshot the page asks for itself what the undo has changed.
      form.setAttribute("hx-target", "this");
      form.setAttribute("hx-swap", "none");
    }
    form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && message.remove());
    message.querySelector(".message__text").after(form);
  }

  #add(kind) {
    this.#remove(kind);
    const message = this.#copy(kind);
    message.dataset.kind = kind;
    this.append(message);
  }

  #remove(kind) {
    this.querySelector(`.message[data-kind="${kind}"]`)?.remove();
  }

  #copy(kind) {
    const template = this.querySelector(`template[data-kind="${kind}"]`);
    return template.content.cloneNode(true).querySelector(".message");
  }
}

customElements.define("app-messages", AppMessages);
