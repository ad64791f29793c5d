// <page-reading>: a page counts as read once it has been before somebody's eyes for a while;
// not in a tab behind others, not when the browser only fetched it ahead. What others change
// meanwhile is read after the same while.

const A_WHILE = 4_000;

class PageReading extends HTMLElement {
  connectedCallback() {
    this.left = A_WHILE;
    document.addEventListener("visibilitychange", this.#look);
    document.addEventListener("prerenderingchange", this.#look);
    document.body.addEventListener("live:changed", this.#again);
    this.#look();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.#look);
    document.removeEventListener("prerenderingchange", this.#look);
    document.body.removeEventListener("live:changed", this.#again);
  }

  #look = () => {
    const isSeen = document.visibilityState === "visible" && !document.prerendering;
    if (isSeen && this.left > 0) {
      this.since ??= performance.now();
      clearTimeout(this.timer);
      this.timer = setTimeout(this.#count, this.left);
    } else if (this.since !== undefined) {
      clearTimeout(this.timer);
      this.left -= performance.now() - this.since;
      this.since = undefined;
    }
  };

  #count = () => {
    this.left = 0;
    this.since = undefined;
    htmx.trigger(this.querySelector("form"), "looked");
  };

  #again = () => {
    if (this.left > 0) return;
    this.left = A_WHILE;
    this.#look();
  };
}

customElements.define("page-reading", PageReading);
