// <story-time>: tells stories step by step on a big screen (templates/snapshots/presentation.html).
// Each [data-slide] is a story, each [data-scene] in it a picture of its own: one that shows its
// [data-build] parts one at a time (data-scene="one") or one after the other ("all"). Without
// script everything stands one below the other. The place is kept in the address: #story-2-3.
// Keys: space, arrows and page keys go on and back, Home and End to the ends, f fills the screen,
// Esc leaves. A tap at the left edge goes back, anywhere else on.

const EDGE = 0.25;
const SWIPE = 60;

class StoryTime extends HTMLElement {
  connectedCallback() {
    this.slides = [...this.querySelectorAll("[data-slide]")].map((element) => ({ element, steps: stepsOf(element) }));
    this.stage = this.querySelector("[data-stage]");
    this.#part("bar").hidden = false;
    this.classList.add("story-time--live");
    document.addEventListener("keydown", this.#key);
    addEventListener("hashchange", this.#goToFragment);
    this.addEventListener("click", this.#click);
    this.stage.addEventListener("pointerdown", (event) => (this.downAt = event.clientX));
    this.clock = setInterval(this.#tick, 1_000);
    this.#goToFragment();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key);
    removeEventListener("hashchange", this.#goToFragment);
    clearInterval(this.clock);
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  #goToFragment = () => {
    const [, slide = 0, step = 1] = location.hash.match(/^#story-(\d+)(?:-(\d+))?$/) ?? [];
    this.slide = Math.min(Number(slide), this.slides.length - 1);
    this.step = Math.min(Math.max(Number(step) - 1, 0), this.slides[this.slide].steps.length - 1);
    this.#show();
  };

  go(by) {
    this.startedAt ??= Date.now();
    const step = this.step + by;
    if (step in this.slides[this.slide].steps) this.step = step;
    else if (!(this.slide + by in this.slides)) return;
    else {
      this.slide += by;
      this.step = by > 0 ? 0 : this.slides[this.slide].steps.length - 1;
    }
    this.#show();
  }

  #goToEnd(isLast) {
    this.slide = isLast ? this.slides.length - 1 : 0;
    this.step = isLast ? this.slides[this.slide].steps.length - 1 : 0;
    this.#show();
  }

  #show() {
    for (const [number, { element, steps }] of this.slides.entries()) {
      const isHere = number === this.slide;
      element.toggleAttribute("data-off", !isHere);
      if (isHere) this.#showStep(element, steps[this.step]);
    }
    this.stage.scrollTop = 0;
    history.replaceState(null, "", `#story-${this.slide}-${this.step + 1}`);
    this.#showPlace();
  }

  #showStep(slide, { scene, shown, current }) {
    slide.dataset.shows = scene.dataset.scene || "scene";
    for (const other of slide.querySelectorAll("[data-scene]")) other.toggleAttribute("data-off", other !== scene);
    for (const [number, part] of buildsOf(scene).entries()) {
      part.toggleAttribute("data-off", !shown.includes(number));
    }
    const points = [...scene.querySelectorAll("[data-point]")];
    for (const [number, point] of points.entries()) {
      point.toggleAttribute("data-told", number <= current);
      point.toggleAttribute("data-now", number === current);
    }
    // The line is told as far as the moment that is told.
    scene.querySelector("[data-window]")?.setAttribute("width", points[current].dataset.point);
  }

  #showPlace() {
    const place = this.#part("place");
    const here = this.slides[this.slide].element;
    const stories = [...this.querySelectorAll("[data-story]")];
    const words = { number: stories.indexOf(here) + 1, all: stories.length };
    const count = place.dataset.words.replace(/%\((\w+)\)s/g, (_, key) => words[key]);
    // A name in another direction of writing stays apart from the count.
    place.textContent = words.number ? `\u2068${here.dataset.name}\u2069 · ${count}` : here.dataset.name;
    const before = this.slides.slice(0, this.slide).reduce((sum, { steps }) => sum + steps.length, this.step);
    const all = this.slides.reduce((sum, { steps }) => sum + steps.length, 0);
    this.#part("done").style.inlineSize = `${(before / Math.max(all - 1, 1)) * 100}%`;
    const isLast = this.slide === this.slides.length - 1 && this.step === this.slides[this.slide].steps.length - 1;
    this.#part("next").disabled = isLast;
    this.#part("back").disabled = this.slide === 0 && this.step === 0;
  }

  #tick = () => {
    const seconds = this.startedAt ? Math.floor((Date.now() - this.startedAt) / 1_000) : 0;
    this.#part("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  #click = (event) => {
    const button = event.target.closest("a, button");
    if (button?.matches("[data-next]")) this.go(1);
    else if (button?.matches("[data-back]")) this.go(-1);
    else if (button?.matches("[data-full]")) this.#fill();
    else if (button?.matches("[data-clock]")) this.#restartClock();
    else if (!button && this.stage.contains(event.target)) this.#tap(event.clientX);
  };

  // A swipe to the left goes on as a page is turned; words that were selected are not a tap.
  #tap(x) {
    const moved = x - (this.downAt ?? x);
    if (Math.abs(moved) > SWIPE) return this.go(moved < 0 ? 1 : -1);
    if (String(getSelection())) return;
    this.go(x < this.clientWidth * EDGE ? -1 : 1);
  }

  #restartClock() {
    this.startedAt = Date.now();
    this.#tick();
  }

  #fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isPressing = event.target.closest("a, button") && [" ", "Enter"].includes(event.key);
    const act = {
      ArrowRight: () => this.go(1),
      ArrowDown: () => this.go(1),
      PageDown: () => this.go(1),
      " ": () => this.go(event.shiftKey ? -1 : 1),
      ArrowLeft: () => this.go(-1),
      ArrowUp: () => this.go(-1),
      PageUp: () => this.go(-1),
      Home: () => this.#goToEnd(false),
      End: () => this.#goToEnd(true),
      f: () => this.#fill(),
      Escape: () => this.#leave(),
    }[event.key];
    if (!act || isPressing) return;
    event.preventDefault();
    act();
  };

  #leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    else location.assign(this.#part("leave").href);
  }
}

// What is seen one after the other of a story: for each step its scene and the parts of it.
function stepsOf(slide) {
  return [...slide.querySelectorAll("[data-scene]")].flatMap((scene) => {
    const builds = buildsOf(scene);
    if (!builds.length) return [{ scene, shown: [], current: 0 }];
    const isOne = scene.dataset.scene === "one";
    return builds.map((_, current) => ({
      scene,
      shown: isOne ? [current] : [...builds.keys()].slice(0, current + 1),
      current,
    }));
  });
}

function buildsOf(scene) {
  return [...scene.querySelectorAll("[data-build]")];
}

customElements.define("story-time", StoryTime);
