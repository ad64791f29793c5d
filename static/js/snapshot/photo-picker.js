// <photo-picker>: a photo from a file or the camera, and which square of it is shown: dragged,
// zoomed, or moved by arrow keys. The server cuts it out; without script it takes the middle.
import { shoot } from "./camera.js";

const STEP = 0.02;
const MOST = 5;

class PhotoPicker extends HTMLElement {
  connectedCallback() {
    this.file = this.querySelector("input[type=file]");
    this.choice = this.querySelector("[data-choice]");
    this.frame = this.querySelector("[data-frame]");
    this.image = this.frame.querySelector("img");
    this.zoom = this.querySelector("input[type=range]");
    this.camera = this.querySelector("[data-camera]");
    this.file.addEventListener("change", this.#open);
    this.zoom.addEventListener("input", () => this.#draw());
    this.image.addEventListener("load", this.#begin);
    // What no browser can open is for the server to refuse, in words.
    this.image.addEventListener("error", this.#close);
    this.frame.addEventListener("pointerdown", this.#grab);
    this.frame.addEventListener("pointermove", this.#drag);
    this.frame.addEventListener("wheel", this.#wheel, { passive: false });
    this.frame.addEventListener("keydown", this.#key);
    this.closest("form").addEventListener("reset", this.#close);
    this.#offerCamera();
  }

  #offerCamera() {
    const canShoot = Boolean(navigator.mediaDevices?.getUserMedia);
    this.camera.hidden = !canShoot && !matchMedia("(pointer: coarse)").matches;
    this.camera.addEventListener("click", async () => {
      if (!canShoot) {
        this.file.setAttribute("capture", "environment");
        return this.file.click();
      }
      const photo = await shoot(this.querySelector("dialog"));
      if (!photo) return this.camera.focus();
      const chosen = new DataTransfer();
      chosen.items.add(photo);
      this.file.files = chosen.files;
      this.#open();
    });
  }

  #open = () => {
    const [file] = this.file.files;
    this.file.removeAttribute("capture");
    if (!file) return this.#close();
    URL.revokeObjectURL(this.image.src);
    this.image.src = URL.createObjectURL(file);
  };

  #begin = () => {
    this.across = this.down = 0.5;
    this.zoom.value = 1;
    this.choice.hidden = false;
    this.#draw();
  };

  #close = () => {
    this.choice.hidden = true;
    for (const name of ["across", "down", "side"]) this.#field(name).value = "";
  };

  #draw() {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    const side = Math.min(width, height) / this.zoom.value;
    // The square stays within the photo.
    const keep = (at, length) => Math.min(Math.max(at, side / 2 / length), 1 - side / 2 / length);
    this.across = keep(this.across, width);
    this.down = keep(this.down, height);
    this.scale = this.frame.clientWidth / side;
    const { style } = this.image;
    style.width = `${width * this.scale}px`;
    style.left = `${(side / 2 - this.across * width) * this.scale}px`;
    style.top = `${(side / 2 - this.down * height) * this.scale}px`;
    this.#field("across").value = this.across.toFixed(5);
    this.#field("down").value = this.down.toFixed(5);
    this.#field("side").value = (1 / this.zoom.value).toFixed(5);
  }

  #field(name) {
    return this.querySelector(`input[name=${name}]`);
  }

  #grab = (event) => {
    event.preventDefault();
    this.frame.focus();
    this.frame.setPointerCapture(event.pointerId);
  };

  #drag = (event) => {
    if (!this.frame.hasPointerCapture(event.pointerId)) return;
    this.#move(-event.movementX / this.image.clientWidth, -event.movementY / this.image.clientHeight);
  };

  #wheel = (event) => {
    event.preventDefault();
    this.#closer(event.deltaY < 0 ? 1.08 : 1 / 1.08);
  };

  #key = (event) => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (step) this.#move(...step);
    else if (event.key === "+" || event.key === "=") this.#closer(1.15);
    else if (event.key === "-") this.#closer(1 / 1.15);
    else return;
    event.preventDefault();
  };

  #move(across, down) {
    this.across += across;
    this.down += down;
    this.#draw();
  }

  #closer(factor) {
    this.zoom.value = Math.min(Math.max(this.zoom.value * factor, 1), MOST);
    this.#draw();
  }
}

customElements.define("photo-picker", PhotoPicker);
