// Shows times as the visitor's own device tells them, unless the address names a zone already.
class BookingZone extends HTMLElement {
  connectedCallback() {
    if ("known" in this.dataset) return;
    const select = this.querySelector("select");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === select.value) return;
    // The server knows names that are not offered any more: a browser's Asia/Calcutta is Kolkata.
    const url = new URL(location.href);
    url.searchParams.set("zone", own);
    location.replace(url);
  }
}

customElements.define("booking-zone", BookingZone);
