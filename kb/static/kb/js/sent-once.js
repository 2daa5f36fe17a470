/* A form whose button is pressed twice is sent once. */
(() => {
  "use strict";

  const AGAIN_AFTER_MS = 3_000;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    // The answer may be a file, or the connection may be lost: then the form is still here.
    window.setTimeout(() => delete form.dataset.sent, AGAIN_AFTER_MS);
  });

  // Back from the next page the browser shows this one as it was left.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
