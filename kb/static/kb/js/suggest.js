/* Suggestions while typing (ARIA combobox with a list): for tags, and as a search over long selects. */
(() => {
  const form = document.querySelector("[data-entry-form]");
  if (!form || form.querySelector("fieldset").disabled) return;
  const texts = document.getElementById("suggest-texts").dataset;
  let counter = 0;

  /* Adds a list below `input`. `typed` says what to look for, `offers` answers with it, `choose` takes one. */
  const combobox = (input, { typed, offers, choose }) => {
    const list = document.createElement("ul");
    list.id = `suggest-${++counter}`;
    list.className = "suggest__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", texts.count);
    list.hidden = true;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    const box = document.createElement("div");
    box.className = "suggest";
    input.before(box);
    box.append(input, list, status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      input.setAttribute(name, value);
    }

    let found = [];
    let current = -1;
    let timer;
    let asked = 0;

    const close = () => {
      clearTimeout(timer);
      asked += 1;
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (index) => {
      current = index;
      [...list.children].forEach((item, position) => {
        item.setAttribute("aria-selected", position === index);
        if (position === index) {
          input.setAttribute("aria-activedescendant", item.id);
          item.scrollIntoView({ block: "nearest" });
        }
      });
      if (index < 0) input.removeAttribute("aria-activedescendant");
    };

    const show = (results) => {
      found = results;
      list.replaceChildren(
        ...results.map((result, index) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${index}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          item.append(result.label);
          if (result.note) {
            const note = document.createElement("small");
            note.textContent = result.note;
            item.append(note);
          }
          return item;
        }),
      );
      status.textContent = results.length ? `${texts.count} ${results.length}` : texts.none;
      list.hidden = results.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(-1);
    };

    const ask = () => {
      const text = typed();
      if (!text) {
        close();
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const number = ++asked;
        try {
          const results = await offers(text);
          if (number === asked && document.activeElement === input) show(results);
        } catch {
          close();
        }
      }, 180);
    };

    const take = (index) => {
      choose(found[index]);
      close();
    };

    input.addEventListener("input", ask);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && current >= 0) {
        event.preventDefault();
        take(current);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          ask();
        } else {
          event.preventDefault();
          const step = event.key === "ArrowDown" ? 1 : -1;
          mark((current + step + found.length + (current < 0 && step < 0 ? 1 : 0)) % found.length);
        }
      }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) take([...list.children].indexOf(item));
    });
  };

  const fetchFrom = (address) => async (text) => {
    const response = await fetch(`${address}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    return (await response.json()).results;
  };

  const tags = (input) => {
    const parts = () => input.value.split(",").map((part) => part.trim());
    combobox(input, {
      typed: () => parts().at(-1),
      offers: async (text) => {
        const given = new Set(parts().slice(0, -1).map((part) => part.toLowerCase()));
        return (await fetchFrom(input.dataset.suggestTags)(text)).filter((tag) => !given.has(tag.value));
      },
      choose: (tag) => {
        input.value = `${[...parts().slice(0, -1), tag.value].join(", ")}, `;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      },
    });
  };

  /* The select keeps the value and is sent; the input before it searches and shows the label. */
  const search = (select) => {
    const input = document.createElement("input");
    input.type = "text";
    input.id = select.id;
    select.id += "-select";
    input.placeholder = texts.search;
    const label = () => (select.value ? select.selectedOptions[0].text : "");
    input.value = label();
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    select.hidden = true;
    select.before(input);
    const listed = (text) =>
      [...select.options]
        .filter((option) => option.value && option.text.toLowerCase().includes(text.toLowerCase()))
        .slice(0, 10)
        .map((option) => ({ value: option.value, label: option.text }));
    const remote = fetchFrom(select.dataset.suggest);
    combobox(input, {
      typed: () => input.value.trim(),
      offers: async (text) => {
        const results = text.length > 1 ? await remote(text) : [];
        return results.length ? results : listed(text);
      },
      choose: (one) => {
        let option = [...select.options].find((existing) => existing.value === String(one.value));
        if (!option) {
          option = new Option(one.label, one.value);
          select.add(option);
        }
        select.value = option.value;
        input.value = option.text;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      },
    });
    input.addEventListener("blur", () => {
      if (!input.value.trim()) {
        select.value = "";
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      input.value = label();
    });
  };

  const enhance = (container) => {
    container.querySelectorAll("[data-suggest-tags]").forEach(tags);
    container.querySelectorAll("select[data-suggest]").forEach(search);
  };
  enhance(form);
  form.addEventListener("row:added", (event) => enhance(event.target));
})();
