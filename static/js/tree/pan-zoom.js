// Shifts and scales a plane within its viewport: by dragging the ground, by the wheel, by two
// fingers, and by whoever calls pan() and zoom(). Written once for each frame; while it moves the
// plane is a layer of its own, which is drawn sharp again when it rests.

const LIMITS = [0.05, 2];
const DOTS = 22;
const REST_AFTER = 180;

export class PanZoom extends EventTarget {
  constructor(viewport, plane, ground) {
    super();
    this.viewport = viewport;
    this.plane = plane;
    this.ground = ground;
    this.at = { x: 0, y: 0, k: 1 };
    this.pointers = new Map();
    this.isOn = false;
    // Whether a person has chosen what is in view.
    this.isOwn = false;
    viewport.addEventListener("wheel", this.#wheel, { passive: false });
    viewport.addEventListener("pointerdown", this.#down);
    viewport.addEventListener("pointermove", this.#move);
    for (const end of ["pointerup", "pointercancel"]) viewport.addEventListener(end, this.#up);
  }

  set({ x, y, k }) {
    this.at = { x, y, k };
    this.frame ??= requestAnimationFrame(() => this.#write());
  }

  #write() {
    this.frame = null;
    if (!this.isOn) return;
    const { x, y, k } = this.at;
    if (!("gliding" in this.plane.dataset)) this.plane.dataset.gliding = "";
    clearTimeout(this.resting);
    this.resting = setTimeout(() => delete this.plane.dataset.gliding, REST_AFTER);
    this.plane.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    this.ground.style.transform = `translate(${x % DOTS}px, ${y % DOTS}px)`;
    this.dispatchEvent(new Event("moved"));
  }

  pan(dx, dy) {
    this.isOwn = true;
    this.set({ ...this.at, x: this.at.x + dx, y: this.at.y + dy });
  }

  // What is on the plane has moved by so much: the view follows, which nobody has asked for.
  shift(dx, dy) {
    if (dx || dy) this.set({ ...this.at, x: this.at.x + dx * this.at.k, y: this.at.y + dy * this.at.k });
  }

  // Scales by a factor around a point of the window; without one, around the middle.
  zoom(factor, point) {
    this.isOwn = true;
    const frame = this.viewport.getBoundingClientRect();
    const px = (point?.x ?? frame.left + frame.width / 2) - frame.left;
    const py = (point?.y ?? frame.top + frame.height / 2) - frame.top;
    const k = Math.min(Math.max(this.at.k * factor, LIMITS[0]), LIMITS[1]);
    const by = k / this.at.k;
    this.set({ k, x: px - (px - this.at.x) * by, y: py - (py - this.at.y) * by });
  }

  #wheel = (event) => {
    if (!this.isOn) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const point = { x: event.clientX, y: event.clientY };
    if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(-event.deltaY * lines * 0.005), point);
    else if (event.shiftKey && !event.deltaX) this.pan(-event.deltaY * lines, 0);
    else this.pan(-event.deltaX * lines, -event.deltaY * lines);
  };

  #down = (event) => {
    if (!this.isOn || event.button > 0) return;
    const isCard = event.target.closest(".node");
    if (isCard && event.pointerType === "mouse") return;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!isCard) this.viewport.setPointerCapture(event.pointerId);
  };

  #move = (event) => {
    const before = this.pointers.get(event.pointerId);
    if (!before || this.viewport.dataset.dragging) return;
    const here = { x: event.clientX, y: event.clientY };
    if (this.pointers.size === 1) {
      this.pan(here.x - before.x, here.y - before.y);
    } else {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)[1];
      this.pan((here.x - before.x) / 2, (here.y - before.y) / 2);
      this.zoom(distance(here, other) / (distance(before, other) || 1), between(here, other));
    }
    this.pointers.set(event.pointerId, here);
  };

  #up = (event) => this.pointers.delete(event.pointerId);
}

const between = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
