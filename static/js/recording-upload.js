// <recording-upload data-url>: sends a recording in pieces, with progress, pause and stop. After
// a reload or a crash, choosing the same file again goes on where it was.
import { announce } from "announce";
import { Gone, Misunderstood, Refused, Sender, SignedOut } from "./recording/sender.js";

const BETWEEN_ANNOUNCEMENTS = 30_000;

class RecordingUpload extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.form.querySelector("input[type=file]");
    this.box = this.#part("upload");
    this.#part("plain").hidden = true;
    this.#part("scripted").hidden = false;
    this.form.addEventListener("submit", this.#begin);
    this.#part("pause").addEventListener("click", this.#pause);
    this.#part("continue").addEventListener("click", () => this.#run());
    this.#part("cancel").addEventListener("click", this.#cancel);
    for (const button of this.querySelectorAll("[data-drop]")) button.addEventListener("click", this.#drop);
    addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback() {
    this.sender?.pause();
    removeEventListener("beforeunload", this.#warn);
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  #begin = (event) => {
    event.preventDefault();
    const file = this.input.files[0];
    if (!file) return;
    this.file = file;
    const url = this.#comingOf(file);
    this.sender = new Sender(file, { createUrl: this.dataset.url, url, tell: this.#show });
    this.#run();
  };

  // The address of the same file that has come in part, on this device or another.
  #comingOf(file) {
    for (const item of this.querySelectorAll("[data-coming]")) {
      const isSame = item.dataset.file === file.name && Number(item.dataset.size) === file.size;
      const kept = localStorage.getItem(`upload:${item.dataset.coming}`);
      if (isSame && (!kept || kept === fingerprint(file))) {
        item.hidden = true;
        return item.dataset.coming;
      }
    }
    return null;
  }

  async #run() {
    this.#part("trouble").textContent = "";
    this.form.hidden = true;
    this.box.hidden = false;
    this.#part("name").textContent = this.file.name;
    this.#setRunning(true);
    try {
      const answer = await this.sender.run();
      if (answer) this.#arrived(answer.url);
    } catch (error) {
      this.#fail(error);
    }
  }

  #arrived(url) {
    this.#forget();
    this.isRunning = false;
    announce(this.dataset.arrived);
    const isHere = new URL(url, location.href).pathname === location.pathname;
    if (isHere) location.reload();
    else location.assign(url);
  }

  #fail(error) {
    this.#setRunning(false);
    if (error instanceof SignedOut) return this.#say(this.dataset.signedOut, { urgent: true });
    if (error instanceof Gone) return this.#startOver(this.dataset.gone);
    if (error instanceof Misunderstood) return this.#startOver(this.dataset.misunderstood);
    if (error instanceof Refused) return this.#startOver(error.message);
    throw error;
  }

  #startOver(trouble) {
    this.#forget();
    this.box.hidden = true;
    this.form.hidden = false;
    this.form.reset();
    this.#part("trouble").textContent = trouble;
    this.input.focus();
  }

  #pause = () => {
    this.sender.pause();
    this.#setRunning(false);
    this.#say(this.dataset.paused);
    this.#part("continue").focus();
  };

  #cancel = async () => {
    await this.sender.cancel();
    this.#setRunning(false);
    this.#startOver("");
    announce(this.dataset.stopped);
  };

  #drop = async (event) => {
    const item = event.currentTarget.closest("[data-coming]");
    await new Sender(new File([], ""), { url: item.dataset.coming, tell() {} }).cancel();
    item.remove();
    announce(this.dataset.stopped);
    this.input.focus();
  };

  #show = (state, detail) => {
    if (state === "begun") localStorage.setItem(`upload:${this.sender.url}`, fingerprint(this.file));
    else if (state === "sending") this.#showProgress(detail);
    else this.#say(this.dataset[state]);
  };

  #showProgress({ sent, rate }) {
    const { size } = this.file;
    this.#part("bar").value = sent / size;
    const words = this.dataset.progress.replace("[sent]", inBytes(sent)).replace("[all]", inBytes(size));
    const minutes = rate ? Math.ceil((size - sent) / rate / 60) : 0;
    const left = minutes > 1 ? `, ${this.dataset.left.replace("[minutes]", minutes)}` : "";
    this.#part("words").textContent = words + left;
    if (this.isRunning) this.#part("state").textContent = this.dataset.sending;
    this.#tell(`${Math.floor((100 * sent) / size)} %`);
  }

  #tell(words) {
    if (performance.now() - (this.toldAt ?? 0) < BETWEEN_ANNOUNCEMENTS) return;
    this.toldAt = performance.now();
    announce(words);
  }

  #say(words, options) {
    if (this.#part("state").textContent === words) return;
    this.#part("state").textContent = words;
    announce(words, options);
  }

  #setRunning(isRunning) {
    this.isRunning = isRunning;
    this.#part("pause").hidden = !isRunning;
    this.#part("continue").hidden = isRunning;
  }

  #forget() {
    if (this.sender?.url) localStorage.removeItem(`upload:${this.sender.url}`);
  }

  #warn = (event) => {
    if (this.isRunning) event.preventDefault();
  };
}

function fingerprint(file) {
  return `${file.name}|${file.size}|${file.lastModified}`;
}

// As the server counts them elsewhere on the page.
function inBytes(number) {
  const units = ["kilobyte", "megabyte", "gigabyte"];
  const step = number < 1024 ** 2 ? 0 : number < 1024 ** 3 ? 1 : 2;
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: units[step],
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(number / 1024 ** (step + 1));
}

customElements.define("recording-upload", RecordingUpload);
