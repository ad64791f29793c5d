// While something is dragged at the edge of what is seen, the canvas or the page moves on, so that
// what lies beyond can be reached.
const EDGE = 32;
const FASTEST = 14;

export class Drift {
  // `aim` is told where the pointer is, whenever something else has come under it.
  constructor(tree, aim) {
    Object.assign(this, { tree, aim });
  }

  start() {
    this.at = null;
    this.frame = requestAnimationFrame(this.#step);
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }

  #step = () => {
    this.frame = requestAnimationFrame(this.#step);
    if (this.at && this.#move(this.at)) this.aim(this.at);
  };

  #move({ clientX: x, clientY: y }) {
    if (!this.tree.isCanvas) {
      const dy = speed(y, 0, innerHeight);
      if (dy) scrollBy({ top: dy, behavior: "instant" });
      return dy;
    }
    const { left, right, top, bottom } = this.tree.canvas.viewport.getBoundingClientRect();
    if (x < left || x > right || y < top || y > bottom) return 0;
    const [dx, dy] = [speed(x, left, right), speed(y, top, bottom)];
    if (dx || dy) this.tree.canvas.view.pan(-dx, -dy);
    return dx || dy;
  }
}

// The nearer to an edge, the faster.
function speed(at, low, high) {
  if (at < low + EDGE) return -FASTEST * Math.min((low + EDGE - at) / EDGE, 1);
  return at > high - EDGE ? FASTEST * Math.min((at - high + EDGE) / EDGE, 1) : 0;
}
