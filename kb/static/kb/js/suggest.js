/* Suggestions in the form of an entry: for tags, and as a search over long selects. */
(() => {
  const form = document.querySelector("[data-entry-form]");
  if (!form || form.querySelector("fieldset").disabled) return;
  const texts = document.getElementById("suggest-texts").dataset;

  const combobox = (input, { typed, offers, choose }) =>
    window.combobox(input, {
      label: texts.count,
      typed,
      choose,
      offers: async (text) => {
        const options = await offers(text);
        const status = options.length ? `${texts.count} ${options.length}` : texts.none;
        return { groups: [{ options }], status };
      },
    });

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
