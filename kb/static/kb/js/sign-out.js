/* Who signs out leaves nothing that he or she wrote in this browser. */
document.addEventListener("submit", (event) => {
  // A button may be called "action".
  if (!event.target.getAttribute("action")?.endsWith("/accounts/logout/")) return;
  try {
    Object.keys(window.localStorage)
      .filter((key) => key.startsWith("contribute-draft:"))
      .forEach((key) => window.localStorage.removeItem(key));
  } catch {
    /* The browser keeps nothing. */
  }
});
