// <recording-player src duration offset data-skips="[[ms, ms]]" data-key data-from data-to>: plays
// sound or picture (templates/interviews/_player.html). Others call `seek(ms)` and
// `play()`, and hear `playing-at` {ms} about four times a second. It never begins by itself, leaves
// out the ranges of `data-skips`, stays within data-from and data-to if it is a clip, and
// remembers on this device where one stopped.
// Keys within it: space or k plays, left and right or j and l go ten seconds.

const STEP = 10;
const KEPT_EVERY = 5;

class RecordingPlayer extends HTMLElement {
  connectedCallback() {
    this.media = this.querySelector("audio, video") ?? this.#makeMedia();
    this.bar = this.querySelector(".player__bar");
    this.skips = readSkips(this.dataset.skips);
    this.from = Number(this.dataset.from ?? 0) / 1000;
    this.to = this.dataset.to ? Number(this.dataset.to) / 1000 : null;
    this.media.addEventListener("timeupdate", this.#advance);
    this.media.addEventListener("loadedmetadata", this.#ready, { once: true });
    this.media.addEventListener("error", () => this.#part("trouble")?.removeAttribute("hidden"));
    this.media.addEventListener("play", this.#playAlone);
    if (this.media.readyState >= 1) this.#ready();
    if (this.bar) this.#wire();
  }

  disconnectedCallback() {
    this.media.pause();
  }

  get ms() {
    return Math.round(this.media.currentTime * 1000);
  }

  // Go to a moment of the recording; whether it plays stays as it is.
  seek(ms) {
    this.media.currentTime = this.#allowed(ms / 1000);
    this.#advance();
  }

  play() {
    return this.media.play();
  }

  pause() {
    this.media.pause();
  }

  // Where the page brought no markup, the browser's own controls do.
  #makeMedia() {
    const media = document.createElement("audio");
    media.controls = true;
    media.preload = "metadata";
    media.src = this.getAttribute("src");
    this.append(media);
    return media;
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  get #length() {
    const known = Number(this.getAttribute("duration")) / 1000;
    return Number.isFinite(this.media.duration) ? this.media.duration : known || 0;
  }

  get #end() {
    return this.to ?? this.#length;
  }

  #wire() {
    this.media.controls = false;
    this.bar.hidden = false;
    this.#part("play").addEventListener("click", this.#toggle);
    this.#part("back").addEventListener("click", () => this.#step(-STEP));
    this.#part("forward").addEventListener("click", () => this.#step(STEP));
    this.#part("place").addEventListener("input", (event) => this.seek(Number(event.target.value) * 1000));
    this.#part("speed").addEventListener("change", (event) => (this.media.playbackRate = Number(event.target.value)));
    this.#part("captions")?.addEventListener("click", this.#toggleCaptions);
    this.#part("full")?.addEventListener("click", () => this.media.requestFullscreen?.());
    for (const event of ["play", "pause", "ended"]) this.media.addEventListener(event, this.#showState);
    this.addEventListener("keydown", this.#key);
    this.media.addEventListener("click", this.#toggle);
    this.#showTime();
  }

  #ready = () => {
    const kept = Number(localStorage.getItem(this.#memory) ?? 0);
    const start = this.to === null ? kept : this.from;
    if (start > 0 && start < this.#end - 1) this.media.currentTime = this.#allowed(start);
    this.#showTime();
  };

  get #memory() {
    return `player:${this.dataset.key ?? this.getAttribute("src")}`;
  }

  #toggle = () => {
    if (!this.media.paused) return this.media.pause();
    if (this.media.currentTime >= this.#end - 0.05) this.media.currentTime = this.#allowed(this.from);
    this.media.play().catch(() => this.#part("trouble")?.removeAttribute("hidden"));
  };

  // Two voices at once are none.
  #playAlone = () => {
    for (const other of document.querySelectorAll("recording-player")) if (other !== this) other.pause();
  };

  #step(seconds) {
    this.seek((this.media.currentTime + seconds) * 1000);
  }

  // Within the clip and never inside what was taken out.
  #allowed(seconds) {
    const place = Math.min(Math.max(seconds, this.from), this.#end || seconds);
    const skip = this.skips.find(([start, end]) => place >= start && place < end);
    return skip ? Math.min(skip[1], this.#end || skip[1]) : place;
  }

  #advance = () => {
    const place = this.media.currentTime;
    const skip = this.skips.find(([start, end]) => place >= start - 0.15 && place < end);
    if (skip) this.media.currentTime = skip[1];
    if (this.to !== null && place >= this.to && !this.media.paused) this.media.pause();
    this.#showTime();
    this.#keep(place);
    const detail = { ms: this.ms };
    this.dispatchEvent(new CustomEvent("playing-at", { detail, bubbles: true }));
  };

  #keep(place) {
    if (this.to !== null || Math.abs(place - (this.keptAt ?? -KEPT_EVERY)) < KEPT_EVERY) return;
    this.keptAt = place;
    if (place < 1 || place > this.#end - 2) localStorage.removeItem(this.#memory);
    else localStorage.setItem(this.#memory, place.toFixed(1));
  }

  #showState = () => {
    const isPlaying = !this.media.paused && !this.media.ended;
    const button = this.#part("play");
    this.#part("icon-play").hidden = isPlaying;
    this.#part("icon-pause").hidden = !isPlaying;
    button.setAttribute("aria-label", isPlaying ? button.dataset.pauseLabel : button.dataset.playLabel);
  };

  #showTime() {
    if (!this.bar) return;
    const slider = this.#part("place");
    const words = `${clock(this.media.currentTime - this.from)} / ${clock(this.#end - this.from)}`;
    slider.min = Math.floor(this.from);
    slider.max = Math.ceil(this.#end);
    slider.value = this.media.currentTime;
    slider.setAttribute("aria-valuetext", words);
    this.#part("time").textContent = words;
  }

  // Of a film they stand in the picture, of sound below it.
  #toggleCaptions = (event) => {
    const track = this.media.textTracks[0];
    const isOn = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", String(isOn));
    const isFilm = this.media.localName === "video";
    track.mode = isOn ? (isFilm ? "showing" : "hidden") : "disabled";
    if (isFilm) return;
    const line = this.#part("caption");
    line.hidden = !isOn;
    track.oncuechange = () => {
      const texts = [...(track.activeCues ?? [])].map((cue) => cue.getCueAsHTML().textContent);
      line.textContent = texts.join(" ");
    };
    if (isOn) track.oncuechange();
  };

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isControl = event.target.closest("button, select, input");
    const isArrowed = event.target.closest("select, input");
    const steps = { j: -STEP, l: STEP, ...(isArrowed ? {} : { ArrowLeft: -STEP, ArrowRight: STEP }) };
    if (event.key in steps) this.#step(steps[event.key]);
    else if (event.key === "k" || (event.key === " " && !isControl)) this.#toggle();
    else return;
    event.preventDefault();
  };
}

// "[[1000, 2000]]" or "1000-2000 3000-4000", in milliseconds; here in seconds and in order.
function readSkips(text) {
  const numbers = (text ?? "").match(/\d+/g)?.map((number) => Number(number) / 1000) ?? [];
  const pairs = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) pairs.push([numbers[i], numbers[i + 1]]);
  return pairs.filter(([start, end]) => end > start).sort((a, b) => a[0] - b[0]);
}

function clock(seconds) {
  const whole = Math.max(Math.floor(seconds), 0);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) return `${parts[1]}:${String(parts[2]).padStart(2, "0")}`;
  return parts.map((part, i) => (i ? String(part).padStart(2, "0") : part)).join(":");
}

customElements.define("recording-player", RecordingPlayer);
