// Where the owner writes, chooses commands and hands over files.

import { element } from "./elements.js";
import { keep, kept } from "./kept.js";
import { page } from "./words.js";

const DRAFT = "draft";
const COMPOSING = 229; // Safari ends composing before it tells of the Enter that did so, and says only this.
const byId = (id) => document.getElementById(id);

export class Composer {
  constructor({ onText, onCommand, onFiles }) {
    Object.assign(this, { onText, onCommand, onFiles });
    this.message = byId("message");
    this.suggestions = byId("suggestions");
    this.message.value = kept(DRAFT) ?? "";
    this.#listenToText();
    this.#listenToFiles();
    this.#fillMenu();
    this.#changed();
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) this.message.focus();
  }

  #listenToText() {
    byId("composer").addEventListener("submit", (submit) => (submit.preventDefault(), this.#submit()));
    this.message.addEventListener("input", () => this.#changed());
    this.message.addEventListener("keydown", (press) => this.#pressed(press));
    this.message.addEventListener("blur", ({ relatedTarget }) => relatedTarget !== this.suggestions && this.#suggest([]));
  }

  #pressed(press) {
    if (press.isComposing || press.keyCode === COMPOSING) return; // Enter chooses a character while Chinese is being typed
    if (press.key === "Escape") this.#suggest([]);
    if (["ArrowUp", "ArrowDown"].includes(press.key) && !this.suggestions.hidden) {
      press.preventDefault();
      this.#move(press.key === "ArrowDown" ? 1 : -1);
    }
    if (press.key === "Enter" && !press.shiftKey) {
      press.preventDefault();
      this.#submit();
    }
  }

  #submit() {
    const chosen = this.suggestions.hidden ? null : this.suggestions.querySelector("[aria-selected=true]");
    const text = this.message.value.trim();
    if (chosen) chosen.click();
    else if (text) this.onText(text);
    this.message.value = "";
    this.#changed();
    this.message.focus();
  }

  #changed() {
    const text = this.message.value;
    keep(DRAFT, text);
    byId("send").disabled = !text.trim();
    this.message.style.height = "auto";
    this.message.style.height = `${this.message.scrollHeight}px`;
    const typed = /^\/(\w*)$/.exec(text)?.[1];
    this.#suggest(typed === undefined ? [] : page.commands.filter(({ command }) => command.startsWith(typed)));
  }

  // ---- commands ---------------------------------------------------------------------------

  #fillMenu() {
    const menu = byId("menu");
    for (const command of page.commands) {
      const item = element("button", { attributes: { type: "button" } }, ...told(command));
      item.addEventListener("click", () => (menu.hidePopover(), this.onCommand(command)));
      menu.append(item);
    }
    byId("language").addEventListener("click", () => this.onCommand(page.commands.find(({ command }) => command === "language")));
  }

  #suggest(commands) {
    const options = commands.map((command, index) => {
      const option = element("div", {
        attributes: { role: "option", id: `suggestion-${command.command}`, "aria-selected": index === 0 },
      }, ...told(command));
      option.addEventListener("mousedown", (press) => press.preventDefault()); // keeps the focus where one writes
      option.addEventListener("click", () => {
        this.message.value = "";
        this.#changed();
        this.onCommand(command);
      });
      return option;
    });
    this.suggestions.replaceChildren(...options);
    this.suggestions.hidden = options.length === 0;
    this.#announce(options[0]);
  }

  #move(step) {
    const options = [...this.suggestions.children];
    const index = options.findIndex((option) => option.ariaSelected === "true");
    const next = options.at((index + step) % options.length);
    for (const option of options) option.ariaSelected = option === next;
    next.scrollIntoView({ block: "nearest" });
    this.#announce(next);
  }

  #announce(option) {
    if (option) this.message.setAttribute("aria-activedescendant", option.id);
    else this.message.removeAttribute("aria-activedescendant");
  }

  // ---- files ------------------------------------------------------------------------------

  #listenToFiles() {
    const picker = byId("picker");
    byId("attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => (this.onFiles([...picker.files]), (picker.value = "")));
    this.message.addEventListener("paste", (paste) => this.#given(paste, paste.clipboardData));
    this.#listenToDrops();
  }

  #listenToDrops() {
    const drop = byId("drop");
    const hasFiles = (drag) => drag.dataTransfer?.types.includes("Files");
    let depth = 0;
    addEventListener("dragenter", (drag) => hasFiles(drag) && (depth += 1, (drop.hidden = false)));
    addEventListener("dragleave", (drag) => hasFiles(drag) && (depth -= 1, (drop.hidden = depth <= 0)));
    addEventListener("dragover", (drag) => hasFiles(drag) && drag.preventDefault());
    addEventListener("drop", (drag) => {
      depth = 0;
      drop.hidden = true;
      this.#given(drag, drag.dataTransfer);
    });
  }

  #given(event, transfer) {
    if (!transfer?.files.length) return;
    event.preventDefault();
    this.onFiles([...transfer.files]);
  }
}

function told({ command, label }) {
  return [element("span", { text: label }), element("code", { text: `/${command}` })];
}
