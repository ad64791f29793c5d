// Looks again until it has worked: a message may come over a connection that is too fresh, or too
// weak, for the line it tells of. What is missing is remembered here, not by the server.
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

export class CatchUp {
  // `look` answers true when it has seen everything there is.
  constructor(look) {
    this.look = look;
    this.wait = FIRST_WAIT;
  }

  start() {
    addEventListener("online", this.#afresh);
    document.addEventListener("visibilitychange", this.#seen);
  }

  stop() {
    removeEventListener("online", this.#afresh);
    document.removeEventListener("visibilitychange", this.#seen);
    clearTimeout(this.timer);
    this.isOver = true;
  }

  now = async () => {
    clearTimeout(this.timer);
    this.timer = null;
    if (await this.look()) this.wait = FIRST_WAIT;
    else this.soon();
  };

  // Not all at the same moment, when a server comes back to a full room.
  soon() {
    if (this.timer || this.isOver) return;
    this.timer = setTimeout(this.now, this.wait * (0.5 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  #afresh = () => {
    this.wait = FIRST_WAIT;
    this.now();
  };

  #seen = () => document.visibilityState === "visible" && this.#afresh();
}

// No answer, or one of a server in trouble: the next may be better.
export function isPassing(answer) {
  return !answer || answer.status >= 500 || answer.status === 429;
}

// Null when the connection goes in the middle of it.
export function textOf(answer) {
  return answer.text().catch(() => null);
}
