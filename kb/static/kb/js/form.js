/* The form of an entry: rows added and removed in place, characters counted, a warning before leaving. */
(() => {
  const form = document.querySelector("[data-entry-form]");
  if (!form) return;
  const texts = document.getElementById("suggest-texts").dataset;

  // Rows

  const rowsOf = (place) => [...place.querySelectorAll("[data-row]")].filter((row) => !row.hidden);

  const renumber = (place) => {
    const rows = rowsOf(place);
    rows.forEach((row, index) => {
      row.querySelectorAll("[data-row-number]").forEach((number) => {
        number.textContent = index + 1;
      });
    });
    place.querySelector("[data-add-row]").hidden = rows.length >= Number(place.dataset.maximum);
  };

  /* A row is the same one each time the form is saved; randomUUID exists on encrypted pages alone. */
  const newKey = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );

  const addRow = (place) => {
    const relation = place.dataset.rows;
    const total = form.elements[`${relation}-TOTAL_FORMS`];
    const holder = document.createElement("div");
    holder.innerHTML = place.querySelector("[data-row-template]").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    row.querySelector("[name$='-row_key']").value = newKey();
    total.value = Number(total.value) + 1;
    place.querySelector("[data-rows-list]").append(row);
    renumber(place);
    row.dispatchEvent(new CustomEvent("row:added", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };

  const removeRow = (row) => {
    const place = row.closest("[data-rows]");
    form.elements[`${row.dataset.row}-removed`].value = "on";
    row.hidden = true;
    renumber(place);
    place.focus();
  };

  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    const remove = event.target.closest("[data-remove-row]");
    if (!add && !remove) return;
    event.preventDefault();
    markUnsaved();
    if (add) addRow(add.closest("[data-rows]"));
    else removeRow(remove.closest("[data-row]"));
    form.dispatchEvent(new CustomEvent("form:rows"));
  });

  // Characters

  const count = (field) => {
    const limit = Number(field.dataset.limit);
    const note = document.getElementById(`${field.id}-limit`);
    if (!limit || !note) return;
    const left = limit - [...(field.dataset.plain ?? field.value)].length;
    note.textContent = left >= 0 ? `${texts.left} ${left}` : `${texts.over} ${-left}`;
    note.classList.toggle("is-over", left < 0);
  };

  form.querySelectorAll("[data-limit]").forEach((field) => {
    // The server says in words what is too long; cutting off while pasting would lose text unseen.
    field.removeAttribute("maxlength");
    if (!("richText" in field.dataset)) count(field);
  });

  // Files

  const sizeOf = (inputs) => inputs.reduce((sum, input) => sum + (input.files[0]?.size ?? 0), 0);

  /* What the server would refuse is not sent to it: on a slow line that takes minutes. */
  const checkFile = (input) => {
    const box = input.closest(".kept-file");
    box.querySelector("[data-refused]")?.remove();
    const isLarge = sizeOf([input]) > Number(input.dataset.mostBytes);
    const isMuch = sizeOf([...form.querySelectorAll("input[type=file]")]) > Number(form.dataset.mostBytes);
    if (!isLarge && !isMuch) return;
    input.value = "";
    const note = document.createElement("p");
    note.className = "errors";
    note.dataset.refused = "";
    note.setAttribute("role", "alert");
    note.textContent = isLarge ? texts.tooLarge : texts.tooMuch;
    input.after(note);
  };

  form.addEventListener("change", (event) => {
    if (event.target.type === "file") checkFile(event.target);
  });

  // Leaving

  let isUnsaved = "unsaved" in form.dataset;
  const note = form.querySelector("[data-unsaved-note]");
  const markUnsaved = () => {
    isUnsaved = true;
    if (note) note.hidden = false;
  };
  if (isUnsaved) markUnsaved();

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-no-save]")) return;
    markUnsaved();
    if (event.target.dataset.limit) count(event.target);
  });
  form.addEventListener("change", markUnsaved);
  form.addEventListener("submit", () => {
    isUnsaved = false;
  });
  form.addEventListener("form:saved", () => {
    isUnsaved = false;
    if (note) note.hidden = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });

  // Problems

  document.getElementById("problems")?.focus();
})();
