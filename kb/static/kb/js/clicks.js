// Tells the search which hit was opened: the query, the entry and its place in the list, nothing of who opened it.
(() => {
  "use strict";

  const told = new Set();

  const tell = (event) => {
    if (event.type === "auxclick" && event.button !== 1) {
      return;
    }
    const link = event.target instanceof Element && event.target.closest("[data-clicks] .hit__title a");
    if (!link) {
      return;
    }
    const hit = link.closest("[data-entry]");
    const list = link.closest("[data-clicks]");
    const { clicks, query, first } = list.dataset;
    const page = hit.dataset.entry;
    if (told.has(`${page} ${query}`)) {
      return;
    }
    told.add(`${page} ${query}`);
    const place = Number(first) + [...list.children].indexOf(hit);
    navigator.sendBeacon(clicks, new URLSearchParams({ query, page, place }));
  };

  document.addEventListener("click", tell);
  document.addEventListener("auxclick", tell);
})();
