// <count-down until="2026-11-22T10:15:00Z" by="minute" over="Over">: the time that is left, as
// 1 h 20 min by the minute or as 14:03 by the second. The server has written it once already;
// when it is over the words of `over` stand there. Nothing is announced: it is not urgent.

class CountDown extends HTMLElement {
  connectedCallback() {
    this.until = Date.parse(this.getAttribute("until"));
    if (Number.isNaN(this.until)) return;
    const every = this.getAttribute("by") === "second" ? 1_000 : 10_000;
    this.timer = setInterval(() => this.#show(), every);
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  #show() {
    const seconds = Math.ceil((this.until - Date.now()) / 1_000);
    const words = seconds > 0 ? this.#words(seconds) : this.getAttribute("over");
    if (this.textContent !== words) this.textContent = words;
    this.toggleAttribute("data-over", seconds <= 0);
    if (seconds <= 0) clearInterval(this.timer);
  }

  #words(seconds) {
    if (this.getAttribute("by") === "second") {
      const rest = String(seconds % 60).padStart(2, "0");
      return `${Math.floor(seconds / 60)}:${rest}`;
    }
    const minutes = Math.ceil(seconds / 60);
    const hours = Math.floor(minutes / 60);
    return hours ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
  }
}

customElements.define("count-down", CountDown);
