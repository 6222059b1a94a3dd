// What we say, as paragraphs and lines. Text only ever becomes a text node: nothing a person wrote can become markup.

import { element } from "./elements.js";
import { page } from "./words.js";

const BOLD = /\*([^*\n]+)\*/;
const BAR = /([▓░]{3,})/;
const COMMAND = new RegExp(`(?<![\\w/])/(${page.commands.map(({ command }) => command).join("|")})(?!\\w)`);
const ITEM = /^• /;
const SIGNED = /^[✓✗⚠~●◆○★] /u;
const DETAIL = /^ {3}/;

/** A paragraph per block of lines. `onCommand` gets a command that is named in the text and was tapped. */
export function paragraphs(text, onCommand) {
  return text.split("\n\n").map((block) => element("p", {}, ...block.split("\n").map((told) => line(told, onCommand))));
}

/** *bold* is the only mark; a bar of shaded blocks becomes a bar, a command a button. */
export function marked(text, onCommand) {
  return text.split(BOLD).flatMap((part, index) => (index % 2 ? element("strong", { text: part }) : withBars(part, onCommand)));
}

// Items hang by their sign, what explains them stands back, and so does how far we are.
function line(told, onCommand) {
  const kind = [["item", ITEM], ["item signed", SIGNED], ["detail", DETAIL], ["passage", BAR]].find(([, sign]) => sign.test(told))?.[0];
  return element("span", { className: kind ? `line ${kind}` : "line" }, ...marked(told.trimStart(), onCommand));
}

function withBars(text, onCommand) {
  return text.split(BAR).flatMap((part, index) => (index % 2 ? bar(part) : withCommands(part, onCommand)));
}

function bar(blocks) {
  const done = blocks.replaceAll("░", "").length;
  const filled = element("span");
  filled.style.width = `${(100 * done) / blocks.length}%`;
  return element("span", { className: "bar", attributes: { role: "img", "aria-label": `${done} / ${blocks.length}` } }, filled);
}

function withCommands(text, onCommand) {
  if (!onCommand) return [text];
  return text.split(COMMAND).map((part, index) => (index % 2 ? command(part, onCommand) : part));
}

function command(name, onCommand) {
  const button = element("button", { className: "command", text: `/${name}`, attributes: { type: "button" } });
  button.addEventListener("click", () => onCommand(page.commands.find((known) => known.command === name)));
  return button;
}
