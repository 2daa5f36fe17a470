/* What the form keeps in this browser is forgotten once it is saved, and when its writer signs out. */
(() => {
  const SENT = "contribute-sent";
  try {
    // Only a form that was saved leads to another page: one that was not comes back at its own address.
    const sent = JSON.parse(window.sessionStorage.getItem(SENT));
    if (sent && sent.address !== window.location.pathname) window.localStorage.removeItem(sent.key);
    window.sessionStorage.removeItem(SENT);
  } catch {
    /* The browser keeps nothing. */
  }

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
})();
