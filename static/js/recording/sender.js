// Sends a file in pieces over a connection that may break at any time, in the words of tus 1.0.
// Each piece carries its checksum and is as long as some seconds of the connection, so that a
// break costs seconds; at the end the checksum of the whole is compared. What is known of an
// upload is its address: whoever has it asks how far it is and goes on.
import { headers } from "../room/post.js";

const SMALLEST = 64 * 1024;
const LARGEST = 8 * 1024 * 1024;
const FIRST = 512 * 1024;
const SECONDS_A_PIECE = 3;
const PATIENCE = 40_000;
// The end is hashing and perhaps a copy into a bucket: minutes for gigabytes.
const PATIENCE_AT_THE_END = 15 * 60_000;
const LONGEST_WAIT = 10_000;
// We and the server speak differently, as after an update of it: the same again helps nobody.
const MISUNDERSTOOD = [400, 412, 415];

export class Refused extends Error {}
export class SignedOut extends Error {}
export class Gone extends Error {}
export class Misunderstood extends Error {}

export class Sender {
  // `tell(state, detail)`: sending {sent, rate}, waiting, checking.
  constructor(file, { createUrl, url, tell }) {
    this.file = file;
    this.createUrl = createUrl;
    this.url = url ?? null;
    this.tell = tell;
    this.sent = 0;
    this.length = FIRST;
    this.wait = 500;
  }

  // Sends all that is missing; resolves to the server's last answer, or to null when stopped.
  async run() {
    this.stopped = new AbortController();
    this.hash ??= hashOf(this.file);
    try {
      if (!this.url) await this.#again(() => this.#create());
      await this.#again(() => this.#ask());
      while (this.sent < this.file.size) await this.#again(() => this.#sendPiece());
      this.tell("checking");
      const sha256 = await this.hash;
      return await this.#again(() => this.#finish(sha256));
    } catch (error) {
      if (this.stopped.signal.aborted) return null;
      throw error;
    }
  }

  pause() {
    this.stopped?.abort();
  }

  async cancel() {
    this.pause();
    if (this.url) await fetch(this.url, { method: "DELETE", headers: this.#headers() }).catch(() => {});
  }

  // Tries until it works, is refused or stopped; after a break it asks anew how far we are.
  async #again(step) {
    let isBroken = false;
    for (;;) {
      try {
        if (isBroken && this.url) await this.#ask();
        const answer = await step();
        this.wait = 500;
        return answer;
      } catch (error) {
        const isFinal = [Refused, SignedOut, Gone, Misunderstood].some((kind) => error instanceof kind);
        if (isFinal || this.stopped.signal.aborted) throw error;
        isBroken = true;
        this.length = Math.max(this.length / 2, SMALLEST);
        this.tell("waiting");
        await this.#rest();
      }
    }
  }

  // Waits longer after each failure, but no longer than until the connection is back.
  #rest() {
    const wait = this.wait;
    this.wait = Math.min(wait * 2, LONGEST_WAIT);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        this.stopped.signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, wait);
      addEventListener("online", done);
      this.stopped.signal.addEventListener("abort", done);
    });
  }

  async #create() {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)));
    const answer = await this.#fetch(this.createUrl, {
      method: "POST",
      headers: { "Upload-Length": String(this.file.size), "Upload-Metadata": `filename ${name}` },
    });
    this.url = answer.headers.get("Location");
    this.tell("begun");
  }

  async #ask() {
    const answer = await this.#fetch(this.url, { method: "HEAD" });
    this.#note(answer);
  }

  async #sendPiece() {
    const piece = await this.file.slice(this.sent, this.sent + this.length).arrayBuffer();
    const begun = performance.now();
    const answer = await this.#fetch(this.url, {
      method: "PATCH",
      body: piece,
      headers: {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(this.sent),
        ...(await checksum(piece)),
      },
    });
    const seconds = Math.max((performance.now() - begun) / 1000, 0.001);
    this.rate = 0.7 * (this.rate ?? piece.byteLength / seconds) + (0.3 * piece.byteLength) / seconds;
    this.length = Math.round(Math.min(Math.max(this.rate * SECONDS_A_PIECE, SMALLEST), LARGEST, this.length * 2));
    this.#note(answer);
  }

  async #finish(sha256) {
    const answer = await this.#fetch(
      `${this.url}completion/`,
      { method: "POST", body: new URLSearchParams({ sha256 }) },
      PATIENCE_AT_THE_END,
    );
    return await answer.json();
  }

  #note(answer) {
    const sent = Number(answer.headers.get("Upload-Offset"));
    // A page of somebody else's, say of a hotel's network, has no such header.
    if (!answer.headers.has("Upload-Offset") || !Number.isSafeInteger(sent)) throw new Error("no offset");
    this.sent = sent;
    this.tell("sending", { sent, rate: this.rate });
  }

  #headers() {
    return { "X-CSRFToken": headers()["X-CSRFToken"], "Tus-Resumable": "1.0.0" };
  }

  async #fetch(url, { headers: own = {}, ...options }, patience = PATIENCE) {
    const answer = await fetch(url, {
      ...options,
      headers: { ...this.#headers(), ...own },
      redirect: "manual",
      signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(patience)]),
    });
    if (answer.ok && answer.headers.has("Tus-Resumable")) return answer;
    if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) return answer;
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
    if (answer.status === 422) throw new Refused((await answer.json()).text);
    if ([404, 410].includes(answer.status)) throw new Gone();
    if (MISUNDERSTOOD.includes(answer.status)) throw new Misunderstood();
    throw new Error(`status ${answer.status}`);
  }
}

// Of one piece; only where the page is secure do browsers offer it.
async function checksum(piece) {
  if (!crypto.subtle) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", piece));
  return { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...digest))}` };
}

// Of the whole file, by a worker beside the sending; empty if it cannot be told.
function hashOf(file) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./hash-worker.js", import.meta.url), { type: "module" });
    const end = (sha256) => {
      worker.terminate();
      resolve(sha256);
    };
    worker.addEventListener("message", (event) => end(event.data.sha256 ?? ""));
    worker.addEventListener("error", () => end(""));
    worker.postMessage({ file });
  });
}
