/* Search boxes offer entries, areas, tags and enterprises; what is chosen opens, plain Enter searches. */
(() => {
  "use strict";

  const LEAST = 2;

  for (const input of document.querySelectorAll("[data-suggestions]")) {
    // A combobox may be a text field, but no search field (ARIA in HTML); the keyboard of a phone still says "search".
    input.type = "text";
    input.enterKeyHint = "search";
    window.combobox(input, {
      label: input.dataset.suggestionsLabel,
      typed: () => {
        const text = input.value.trim();
        return text.length < LEAST ? "" : text;
      },
      offers: async (text) => {
        const response = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(text)}`);
        if (!response.ok || response.redirected) throw new Error(response.statusText);
        return response.json();
      },
      choose: (offer) => window.location.assign(offer.url),
    });
  }
})();
