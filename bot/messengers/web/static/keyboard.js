// For those who write more than they point: what is typed is a message, and after a button comes the next question.

const COMPOSING = 229; // what a key says that begins a Chinese word
const WRITES = matchMedia("(hover: hover) and (pointer: fine)"); // elsewhere a focus brings up a keyboard over the page

export class Keyboard {
  constructor(log, message) {
    this.log = log;
    this.message = message;
    document.addEventListener("keydown", (press) => this.#typed(press));
  }

  /** A button was pressed; when its answer comes, the focus is not to stay behind. */
  pressed(button) {
    this.moves = button.matches(":focus-visible") ? "by key" : "by pointer";
  }

  /** An answer is there. */
  arrived() {
    const asking = [...this.log.querySelectorAll(".entry:not(.earlier) .buttons")].at(-1);
    const isLeftBehind = document.activeElement.matches("body, .earlier *");
    if (!this.moves || !asking || !isLeftBehind) return;
    const option = this.moves === "by key" && asking.querySelector(".row:not(.ways) .tap");
    if (option) option.focus({ preventScroll: true });
    else if (this.moves === "by key" || WRITES.matches) this.message.focus({ preventScroll: true });
    this.moves = null;
  }

  #typed(press) {
    const isText = press.key.length === 1 && press.key !== " " && !press.ctrlKey && !press.metaKey && !press.altKey;
    if (!isText && press.keyCode !== COMPOSING) return;
    if (press.target.closest("input, textarea") || document.querySelector("dialog[open], [popover]:popover-open")) return;
    this.message.focus({ preventScroll: true });
  }
}
