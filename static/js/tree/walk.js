// <tree-walk>: a walk through a tree on a big screen (templates/opportunities/presenting/presentation.html).
// Every stop is a page of its own and its buttons are links. With script the next stop is put in
// place of this one, so that a full screen stays full, and keys work: arrows, space and page keys
// walk on and back, up goes to the parent, Home to the outcome, f fills the screen, Esc leaves.

class TreeWalk extends HTMLElement {
  connectedCallback() {
    addEventListener("keydown", this.#key);
    addEventListener("popstate", this.#restore);
    this.addEventListener("click", this.#click);
    this.#begin();
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.#key);
    removeEventListener("popstate", this.#restore);
  }

  #begin() {
    for (const part of this.querySelectorAll("[data-full], [data-keys]")) part.hidden = false;
  }

  #click = (event) => {
    const link = event.target.closest("a[data-step]");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (link && !opensElsewhere) {
      event.preventDefault();
      this.#go(link.href);
    }
    if (event.target.closest("[data-full]")) this.#fill();
  };

  async #go(address, isNew = true) {
    const asked = (this.asked = Symbol(address));
    const stop = await load(address);
    if (asked !== this.asked) return;
    if (!stop) return location.assign(address);
    if (isNew) history.pushState(null, "", address);
    document.title = stop.title;
    this.replaceChildren(...stop.querySelector("tree-walk").childNodes);
    this.#begin();
    this.querySelector("h1").focus({ preventScroll: true });
  }

  #restore = () => this.#go(location.href, false);

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("a, button") && [" ", "Enter"].includes(event.key)) return;
    const press = (name) => () => this.querySelector(`[data-${name}]`)?.click();
    const act = {
      ArrowRight: press("next"),
      ArrowDown: press("next"),
      PageDown: press("next"),
      " ": press(event.shiftKey ? "back" : "next"),
      ArrowLeft: press("back"),
      PageUp: press("back"),
      ArrowUp: press("up"),
      Home: press("home"),
      f: () => this.#fill(),
      Escape: () => this.#leave(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  #leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    else location.assign(this.querySelector("[data-leave]").href);
  }

  #fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }
}

// The page of a stop, or nothing if it cannot be had: then the browser goes there and says why.
async function load(address) {
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return response.ok && page.querySelector("tree-walk") ? page : null;
  } catch {
    return null;
  }
}

customElements.define("tree-walk", TreeWalk);
