// Lists updated in place: what was unfolded or typed stays so, and focus goes to the new count after a link was followed.
(() => {
  "use strict";

  const unfolded = new Map();
  const typed = new Map();

  const fields = () => [...(document.getElementById("listing-form")?.elements ?? [])];

  const isChanged = (field) => {
    if (field instanceof HTMLSelectElement) {
      const given = [...field.options].findLastIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(given, 0);
    }
    return field instanceof HTMLInputElement && (field.checked !== field.defaultChecked || field.value !== field.defaultValue);
  };

  // Whoever is quicker than the scripts has chosen something that nobody heard.
  document.addEventListener("DOMContentLoaded", () => {
    if (fields().some(isChanged)) {
      document.getElementById("listing-form").requestSubmit();
    }
  });

  const followed = (element) => element instanceof Element && element.closest(".pagination, .chips");

  document.addEventListener("htmx:configRequest", (event) => {
    const parameters = event.detail.parameters;
    for (const name of [...new Set(Object.keys(parameters))]) {
      if (parameters[name] === "") {
        delete parameters[name];
      }
    }
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    unfolded.clear();
    for (const fold of document.querySelectorAll("#listing details[id]")) {
      unfolded.set(fold.id, fold.open);
    }
    typed.clear();
    const field = document.activeElement;
    if (fields().includes(field) && field.type === "text" && isChanged(field)) {
      const sent = event.detail.requestConfig.parameters[field.name] ?? "";
      if (field.value !== sent) {
        typed.set(field.id, field.value);
      }
    }
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of unfolded) {
      const fold = document.getElementById(id);
      if (fold) {
        fold.open = fold.open || open;
      }
    }
    for (const [id, text] of typed) {
      const field = document.getElementById(id);
      if (field) {
        field.value = text;
      }
    }
  });

  // A value set by a script is no change to the browser, so it would not say so when the reader goes on.
  document.addEventListener("focusout", ({ target }) => {
    if (typed.has(target.id) && isChanged(target)) {
      target.dispatchEvent(new Event("change", { bubbles: true }));
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
  document.addEventListener("htmx:sendError", failed);
})();
