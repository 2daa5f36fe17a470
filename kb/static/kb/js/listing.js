// Lists updated in place: what was unfolded stays so, and focus goes to the new count after a link was followed.
(() => {
  "use strict";

  const unfolded = new Map();

  const followed = (element) => element instanceof Element && element.closest(".pagination, .chips");

  document.addEventListener("htmx:configRequest", (event) => {
    const parameters = event.detail.parameters;
    for (const name of [...new Set(Object.keys(parameters))]) {
      if (parameters[name] === "") {
        delete parameters[name];
      }
    }
  });

  document.addEventListener("htmx:beforeSwap", () => {
    unfolded.clear();
    for (const fold of document.querySelectorAll("#listing details[id]")) {
      unfolded.set(fold.id, fold.open);
    }
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of unfolded) {
      const fold = document.getElementById(id);
      if (fold) {
        fold.open = fold.open || open;
      }
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (followed(event.detail.requestConfig?.elt)) {
      document.getElementById("listing-count")?.focus();
    }
  });

  document.addEventListener("htmx:beforeRequest", () => {
    document.getElementById("listing")?.setAttribute("aria-busy", "true");
  });

  const failed = (event) => {
    // Without an answer the plain form still works: let the browser ask itself.
    const path = event.detail.pathInfo?.finalRequestPath;
    if (path) {
      window.location.assign(path);
    }
  };
  document.addEventListener("htmx:responseError", failed);
})();
