// Three dots while an answer is due.

import { word } from "./words.js";

const SHOW_AFTER_MS = 300;
const GIVE_UP_AFTER_MS = 60_000;

export class Typing {
  constructor(sign, words, { onChange }) {
    this.sign = sign;
    this.words = words;
    this.onChange = onChange;
  }

  due(isDue) {
    if (isDue === this.isDue) return;
    this.isDue = isDue;
    clearTimeout(this.timer);
    if (isDue) this.timer = setTimeout(() => this.#show(true), SHOW_AFTER_MS);
    else this.#show(false);
  }

  #show(shown) {
    this.sign.hidden = !shown;
    this.words.textContent = shown ? word("typing") : "";
    if (shown) this.timer = setTimeout(() => this.#show(false), GIVE_UP_AFTER_MS);
    this.onChange();
  }
}
