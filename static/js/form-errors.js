// After a form came back with errors, the reader starts at their summary.

function focusErrors(within) {
  within.querySelector?.("[data-form-errors]")?.focus();
}

focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
