// Lights the line that is being played, and scrolls along unless one reads elsewhere.
const LEFT_ALONE_FOR = 4_000;

export class Follower {
  constructor(player, lines, follow) {
    this.player = player;
    this.follow = follow;
    this.lines = lines;
    this.movedAt = -LEFT_ALONE_FOR;
    this.forget();
    follow.closest("[hidden]")?.removeAttribute("hidden");
    player.addEventListener("playing-at", (event) => this.#show(event.detail.ms));
    for (const move of ["wheel", "touchmove"])
      addEventListener(move, () => (this.movedAt = performance.now()), { passive: true });
  }

  forget() {
    this.timed = [...this.lines.querySelectorAll(".line[data-ms]")];
    this.starts = this.timed.map((line) => Number(line.dataset.ms));
  }

  play(line) {
    if (!line.dataset.ms) return;
    this.player.seek(Number(line.dataset.ms));
    this.player.play();
  }

  #show(ms) {
    const line = this.timed[lastUpTo(this.starts, ms)];
    if (line === this.shown) return;
    this.shown?.classList.remove("is-playing");
    this.shown = line;
    line?.classList.add("is-playing");
    const isLeftAlone = performance.now() - this.movedAt > LEFT_ALONE_FOR;
    if (line && this.follow.checked && isLeftAlone) line.scrollIntoView({ block: "center" });
  }
}

function lastUpTo(numbers, most) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
