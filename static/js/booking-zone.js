// Shows times as the visitor's own device tells them, unless the address names a zone already.
class BookingZone extends HTMLElement {
  connectedCallback() {
    if ("known" in this.dataset) return;
    const select = this.querySelector("select");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isOffered = [...select.options].some((option) => option.value === own);
    if (!isOffered || own === select.value) return;
    const url = new URL(location.href);
    url.searchParams.set("zone", own);
    location.replace(url);
  }
}

customElements.define("booking-zone", BookingZone);
