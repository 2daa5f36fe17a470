/* What somebody writes is saved while he or she writes: soon in this browser, and every half minute as a draft. */
(() => {
  const form = document.querySelector("[data-entry-form]");
  if (!form || form.querySelector("fieldset").disabled) return;
  const SAVE_AFTER_MS = 30_000;
  const KEEP_AFTER_MS = 1_000;
  const ANSWER_WITHIN_MS = 30_000;
  const status = form.querySelector("[data-autosave]");
  const texts = status.dataset;

  let changes = 0;
  let isStopped = false;
  let hasFiles = false;
  let revision = "";
  let saveTimer = 0;
  let keepTimer = 0;
  let onItsWay = null;

  const address = () => form.getAttribute("action") || window.location.pathname;
  const mark = () => form.elements.seen_revision.value;
  const tell = (text) => {
    status.textContent = text;
  };

  /* Files are sent by the buttons alone: each time they were sent, they would be stored once more. */
  const written = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  // Kept in this browser

  const key = () => `contribute-draft:${form.elements.writer.value}:${address()}`;

  const read = () => {
    try {
      return JSON.parse(window.localStorage.getItem(key()));
    } catch {
      return null;
    }
  };

  const keep = (isSent = false) => {
    window.clearTimeout(keepTimer);
    const data = written();
    data.delete("csrfmiddlewaretoken");
    const kept = { sent: new URLSearchParams(data).toString(), mark: mark(), at: Date.now(), isSent };
    try {
      window.localStorage.setItem(key(), JSON.stringify(kept));
      if (isSent) window.sessionStorage.setItem("contribute-sent", JSON.stringify({ key: key(), address: address() }));
    } catch {
      /* No room, or the browser keeps nothing: the server does. */
    }
  };

  const forget = () => {
    window.clearTimeout(keepTimer);
    try {
      window.localStorage.removeItem(key());
    } catch {
      /* Nothing was kept. */
    }
  };

  const token = async () => {
    const page = await fetch(texts.tokenFrom, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    return found.querySelector("[name=csrfmiddlewaretoken]")?.value;
  };

  /* Sends the kept text to the form's own address, which shows it without saving it. */
  const restore = async (kept) => {
    const data = new URLSearchParams(kept.sent);
    data.set("action", "restore");
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const sender = document.createElement("form");
    sender.method = "post";
    sender.action = address();
    for (const [name, value] of data) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      sender.append(input);
    }
    document.body.append(sender);
    // A field may be called "submit".
    HTMLFormElement.prototype.submit.call(sender);
  };

  const offer = (kept) => {
    const box = document.querySelector("[data-kept]");
    box.querySelector("[data-kept-time]").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    box.hidden = false;
    box.querySelector("[data-kept-restore]").addEventListener("click", () => restore(kept));
    box.querySelector("[data-kept-discard]").addEventListener("click", () => {
      forget();
      box.hidden = true;
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
  };

  const kept = read();
  if (kept && !("unsaved" in form.dataset)) {
    if (kept.isSent && kept.mark !== mark()) forget();
    else offer(kept);
  }

  // Saved as a draft

  const later = () => {
    if (!saveTimer && !isStopped) saveTimer = window.setTimeout(start, SAVE_AFTER_MS);
  };

  const start = () => {
    onItsWay = save().finally(() => {
      onItsWay = null;
    });
  };

  const post = () => {
    const data = written();
    data.set("action", "autosave");
    data.set("autosaved", revision);
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    return fetch(address(), { method: "POST", body: data, headers: { Accept: "application/json" }, signal });
  };

  const showCompleteness = (html) => {
    const box = document.querySelector("[data-completeness]");
    if (!box || box.contains(document.activeElement)) return;
    const isOpen = box.querySelector("details")?.open;
    box.innerHTML = html;
    const details = box.querySelector("details");
    if (details && isOpen !== undefined) details.open = isOpen;
  };

  /* A new page has an address from its first save on, and its language is settled. */
  const moveTo = (place) => {
    forget();
    form.setAttribute("action", place);
    window.history.replaceState(null, "", place);
    if (form.elements.original_language) form.elements.original_language.disabled = true;
  };

  /* htmx keeps the address that the title asked when the page was loaded: a page is not similar to itself. */
  form.addEventListener("htmx:configRequest", (event) => {
    const number = address().match(/\/(\d+)\/$/)?.[1];
    if (number) event.detail.parameters.page = number;
  });

  const saved = (answer, changesSent) => {
    if (answer.address !== address()) moveTo(answer.address);
    form.elements.seen_revision.value = answer.mark;
    revision = answer.revision;
    showCompleteness(answer.completeness);
    tell(hasFiles ? `${answer.text} ${texts.files}` : answer.text);
    if (changes !== changesSent) {
      keep();
      later();
      return;
    }
    forget();
    if (!hasFiles) form.dispatchEvent(new CustomEvent("form:saved"));
  };

  async function save() {
    saveTimer = 0;
    const changesSent = changes;
    try {
      let response = await post();
      if (response.status === 403) {
        // Who signs in again in another window gets another token.
        form.elements.csrfmiddlewaretoken.value = (await token()) ?? "";
        response = await post();
      }
      const answer = await response.json();
      if (response.ok) {
        saved(answer, changesSent);
        return;
      }
      tell(answer.text);
      isStopped = response.status === 409;
      if (response.status === 401) later();
    } catch {
      tell(texts.offline);
      later();
    }
  }

  const changed = (event) => {
    if (event.target.closest?.("[data-no-save]")) return;
    changes += 1;
    hasFiles ||= Boolean(event.target.closest?.(".kept-file"));
    window.clearTimeout(keepTimer);
    keepTimer = window.setTimeout(keep, KEEP_AFTER_MS);
    later();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("form:rows", changed);
  form.addEventListener("submit", (event) => {
    window.clearTimeout(saveTimer);
    isStopped = true;
    if (onItsWay) {
      // Its answer names the version, and the address of a new page: without them this would be a second page.
      event.preventDefault();
      const button = event.submitter;
      onItsWay.then(() => form.requestSubmit(button));
      return;
    }
    keep(true);
  });
})();
