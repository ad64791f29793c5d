// <starts-download><a href download>: begins the download as soon as the link is there.

class StartsDownload extends HTMLElement {
  connectedCallback() {
    this.querySelector("a").click();
  }
}

customElements.define("starts-download", StartsDownload);
