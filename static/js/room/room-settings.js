// <room-settings>: what somebody sets for this device, kept in it: whether it vibrates when a
// phase ends, and whether its screen stays on while the talk runs. What a device cannot do is not
// offered; nothing ever sounds.

const KEY = "earshot:room:";
const LONG = 120;

class RoomSettings extends HTMLElement {
  connectedCallback() {
    this.buttons = [...this.querySelectorAll("[data-setting]")];
    for (const button of this.buttons) this.#prepare(button);
    this.querySelector("[data-live-pause]").addEventListener("click", this.#pause);
    document.addEventListener("phase:change", this.#tremble);
    document.addEventListener("phase:tick", this.#keepAwake);
    document.addEventListener("visibilitychange", this.#keepAwake);
  }

  disconnectedCallback() {
    document.removeEventListener("phase:change", this.#tremble);
    document.removeEventListener("phase:tick", this.#keepAwake);
    document.removeEventListener("visibilitychange", this.#keepAwake);
    this.lock?.release();
  }

  #prepare(button) {
    const { setting } = button.dataset;
    const can = { vibrate: "vibrate" in navigator && matchMedia("(pointer: coarse)").matches, awake: "wakeLock" in navigator };
    button.hidden = !can[setting];
    button.setAttribute("aria-pressed", isOn(setting));
    button.addEventListener("click", () => {
      remember(setting, !isOn(setting));
      button.setAttribute("aria-pressed", isOn(setting));
      this.#keepAwake();
    });
  }

  #pause = ({ currentTarget }) => {
    const isPaused = document.getElementById("room").toggleAttribute("paused");
    currentTarget.setAttribute("aria-pressed", isPaused);
  };

  // Only for who has touched the page: a phone on the table says nothing by itself.
  #tremble = ({ detail: { isFirst } }) => {
    if (isFirst || !isOn("vibrate") || !navigator.userActivation?.hasBeenActive) return;
    navigator.vibrate?.(LONG);
  };

  #keepAwake = async () => {
    const isRunning = Boolean(document.querySelector(".phases__list[data-began]:not([data-ended])"));
    const wanted = isRunning && isOn("awake") && document.visibilityState === "visible";
    if (!wanted) {
      const { lock } = this;
      this.lock = null;
      return lock?.release().catch(() => {});
    }
    if (this.lock || this.isAsking || !navigator.wakeLock) return undefined;
    this.isAsking = true;
    // Refused when the battery is low: then the screen goes dark as ever.
    this.lock = await navigator.wakeLock.request("screen").catch(() => null);
    this.isAsking = false;
    this.lock?.addEventListener("release", () => (this.lock = null));
    return undefined;
  };
}

function isOn(setting) {
  try {
    return localStorage.getItem(KEY + setting) !== "off";
  } catch {
    return false;
  }
}

function remember(setting, value) {
  try {
    localStorage.setItem(KEY + setting, value ? "on" : "off");
  } catch {}
}

customElements.define("room-settings", RoomSettings);
