/* A field that offers a list while somebody types (combobox with a listbox, as in ARIA 1.2). */
(() => {
  "use strict";

  const WAIT_MS = 150;
  let counter = 0;

  const element = (role, text, attributes = {}) => {
    const made = document.createElement("div");
    if (role) made.setAttribute("role", role);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
      if (value) made.setAttribute(name, value);
    }
    return made;
  };

  const boxAround = (input) => {
    const box = element("", "", { class: "suggest" });
    input.before(box);
    box.append(input);
    return box;
  };

  /* `typed` says what to look for. `offers` answers with `{groups: [{label, options: [{label, note, language}]}],
     status}`, where `status` is read out and a group may do without a label. `choose` takes an option.
     The list is laid below the nearest element with the class "suggest", or below the field. */
  window.combobox = (input, { label, typed, offers, choose }) => {
    counter += 1;
    const box = input.closest(".suggest") ?? boxAround(input);
    const list = element("listbox", "", { id: `suggest-${counter}`, class: "suggest__list", "aria-label": label });
    const status = element("status", "", { class: "visually-hidden" });
    list.hidden = true;
    box.append(list, status);
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
    let items = [];
    let current = -1;
    let timer;
    let asked = 0;

    const mark = (index) => {
      items[current]?.setAttribute("aria-selected", "false");
      current = index;
      const item = items[index];
      if (item) {
        item.setAttribute("aria-selected", "true");
        input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    };

    const close = () => {
      clearTimeout(timer);
      asked += 1;
      mark(-1);
      list.hidden = true;
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
    };

    const option = (offer, number) => {
      const item = element("option", "", { id: `${list.id}-${number}`, "aria-selected": "false" });
      const text = document.createElement("span");
      text.textContent = offer.label;
      if (offer.language) text.lang = offer.language;
      item.append(text);
      if (offer.note) {
        const note = document.createElement("small");
        note.textContent = offer.note;
        item.append(" ", note);
      }
      return item;
    };

    const show = (answer) => {
      found = answer.groups.flatMap((group) => group.options);
      items = found.map(option);
      let shown = 0;
      list.replaceChildren(
        ...answer.groups.flatMap((group, number) => {
          const own = items.slice(shown, (shown += group.options.length));
          if (!group.label) return own;
          const heading = element("", group.label, { id: `${list.id}-group-${number}`, class: "suggest__group" });
          const whole = element("group", "", { "aria-labelledby": heading.id });
          whole.append(heading, ...own);
          return [whole];
        }),
      );
      list.hidden = items.length === 0;
      list.scrollTop = 0;
      status.textContent = answer.status;
      input.setAttribute("aria-expanded", String(!list.hidden));
      current = -1;
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
          const answer = await offers(text);
          if (number === asked && document.activeElement === input) show(answer);
        } catch {
          close();
        }
      }, WAIT_MS);
    };

    const take = (index) => {
      const chosen = found[index];
      close();
      choose(chosen);
    };

    const step = (by) => {
      const last = items.length - 1;
      const next = current + by;
      mark(next > last ? 0 : next < 0 ? last : next);
    };

    input.addEventListener("input", ask);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && current >= 0) {
        event.preventDefault();
        take(current);
      } else if (event.key === "Enter") {
        close();
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          ask();
        } else {
          event.preventDefault();
          step(event.key === "ArrowDown" ? 1 : -1);
        }
      }
    });
    // A press keeps the focus in the field; only a whole click chooses, so that the list can be scrolled by touch.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const index = items.indexOf(event.target.closest("[role=option]"));
      if (index >= 0) take(index);
    });
  };
})();
