/* Turns text areas into the small editor of django-prose-editor: bold, italic, lists, links.

   The package's own set-up writes a style element into the page and needs an import map, which the site's content
   security policy forbids; its building blocks do without. A text area stays what it is where the editor fails. */
(() => {
  const form = document.querySelector("[data-entry-form]");
  const tools = document.getElementById("rich-text-tools");
  const dialog = document.getElementById("link-dialog");
  if (!form || !tools || form.querySelector("fieldset").disabled) return;

  let building;
  const blocks = () => (building ??= import(form.dataset.editor));

  const askForLink = (editor) => {
    const input = dialog.querySelector("[name=address]");
    input.value = editor.getAttributes("link").href ?? "";
    dialog.addEventListener(
      "close",
      () => {
        const address = input.value.trim();
        const chain = editor.chain().focus().extendMarkRange("link");
        if (dialog.returnValue !== "set") editor.commands.focus();
        else if (address) chain.setLink({ href: address }).run();
        else chain.unsetLink().run();
        dialog.returnValue = "";
      },
      { once: true },
    );
    dialog.showModal();
  };

  const commands = {
    bold: (editor) => editor.chain().focus().toggleBold().run(),
    italic: (editor) => editor.chain().focus().toggleItalic().run(),
    bulletList: (editor) => editor.chain().focus().toggleBulletList().run(),
    orderedList: (editor) => editor.chain().focus().toggleOrderedList().run(),
    link: askForLink,
  };

  const describe = (area) => {
    const attributes = { role: "textbox", "aria-multiline": "true", class: "prose" };
    const label = document.getElementById(`${area.id}-label`);
    if (label) attributes["aria-labelledby"] = label.id;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name);
    }
    return attributes;
  };

  // The editor drops them anyway; dropped before, they do not make the browser report the policy that forbids them.
  const withoutStyles = (html) =>
    html
      .replace(/<(style|script)[^]*?<\/\1>/gi, "")
      .replace(/\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, "");

  const paragraphs = (text) => {
    const holder = document.createElement("div");
    for (const paragraph of text.split(/\n{2,}/)) {
      const made = document.createElement("p");
      made.textContent = paragraph;
      made.innerHTML = made.innerHTML.replaceAll("\n", "<br>");
      holder.append(made);
    }
    return holder.innerHTML;
  };

  const open = async (area) => {
    if (area.dataset.opened) return;
    area.dataset.opened = "true";
    const { Editor, Document, Paragraph, Text, HardBreak, History, Bold, Italic, BulletList, OrderedList, ListItem, Link } =
      await blocks();
    // Whoever is quicker than the editor has written into the text area, and writes on.
    const isTyped = area.value !== area.defaultValue;
    const hadKeyboard = document.activeElement === area;
    const box = document.createElement("div");
    box.className = "rich-text-editor";
    const bar = tools.content.firstElementChild.cloneNode(true);
    box.append(bar);
    area.before(box);

    const sync = (editor) => {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dataset.plain = editor.getText({ blockSeparator: "" });
    };
    const show = (editor) => {
      for (const button of bar.children) {
        const name = button.dataset.tool;
        button.setAttribute("aria-pressed", editor.isActive(name));
        if (name === "link") {
          button.setAttribute("aria-disabled", editor.state.selection.empty && !editor.isActive("link"));
        }
      }
    };
    const editor = new Editor({
      element: box,
      injectCSS: false,
      content: isTyped ? paragraphs(area.value) : area.dataset.html,
      extensions: [
        Document, Paragraph, Text, HardBreak, History, Bold, Italic, BulletList, ListItem,
        OrderedList.configure({ enableListAttributes: false }),
        Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto"], autolink: false }),
      ],
      editorProps: { attributes: describe(area), transformPastedHTML: withoutStyles },
      onUpdate: ({ editor }) => {
        sync(editor);
        area.dispatchEvent(new Event("input", { bubbles: true }));
      },
      onTransaction: ({ editor }) => show(editor),
    });
    area.hidden = true;
    sync(editor);
    show(editor);
    if (hadKeyboard) editor.commands.focus("end");
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-tool]");
      if (button && button.getAttribute("aria-disabled") !== "true") commands[button.dataset.tool](editor);
    });
    // The label belongs to the hidden text area; a click on it goes to the editor.
    document.getElementById(`${area.id}-label`)?.addEventListener("click", () => editor.commands.focus());
  };

  const openAll = (container) =>
    container.querySelectorAll("[data-rich-text]").forEach((area) => {
      open(area).catch((error) => console.error("The editor could not be started.", error));
    });

  openAll(form);
  form.addEventListener("row:added", (event) => openAll(event.target));
})();
