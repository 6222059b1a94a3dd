// The conversation on the page: every entry once, in order of its number, whatever order they come in.

import { buttonRows, frame, ownBubble, replyBubbles, textBubble } from "./bubbles.js";
import { arrange, entriesOf, preceding, takeOut } from "./order.js";

const EVENT = 1000; // An own bubble is numbered n × 1000, the replies to it n × 1000 + 1, 2, …
const HOLD_MS = 700;
const FAREWELL = '[data-keys~="chat.goodbye"]';

export class Log {
  constructor(container, { onTap, onOpen, onCommand }) {
    this.container = container;
    this.onTap = onTap;
    this.onOpen = onOpen;
    this.onCommand = onCommand;
    this.shown = new Map(); // number → { entry, article }
    this.held = new Map(); // event → entry and timer of an own bubble that may be a mere tick
    this.news = new Map(); // what is reported on → { number, article } of the newest report
    this.greeting = []; // bubbles that stand there before the conversation has begun
  }

  /** True when the entry was not on the page yet. */
  add(entry) {
    const isNew = this.#add(entry);
    if (isNew) this.#quieten();
    return isNew;
  }

  /** Several at once, oldest first: the first page, or an older one. */
  addAll(entries) {
    for (const entry of entries) this.#add(entry);
    for (const number of [...this.held.keys()]) this.#release(number);
    this.#quieten();
  }

  /** Stands there until the conversation begins with the same words. */
  greet(replies) {
    const at = new Date();
    this.greeting = replies.map((reply, index) => this.#insert({ ...reply, at, number: index }));
    this.#quieten();
  }

  /** All but a farewell at the end; false when there is none. */
  forget() {
    const last = entriesOf(this.container).at(-1);
    if (!last?.matches(FAREWELL)) return false;
    this.container.replaceChildren(last);
    for (const [number, { article }] of this.shown) if (article !== last) this.shown.delete(number);
    this.news.clear();
    return true;
  }

  /** The number of the first entry, before which there may be older ones. */
  get first() {
    return Math.min(...this.shown.keys());
  }

  #add(entry) {
    if (this.shown.has(entry.number) || this.held.has(event(entry)) && entry.from === "owner") return false;
    if (entry.from === "owner" && this.#labelsTheQuestion(entry)) this.#hold(entry);
    else this.#show(entry);
    return true;
  }

  // Ticking an option of a question answers with the same question again: then the tick needs no bubble.
  #hold(entry) {
    const timer = setTimeout(() => (this.#release(event(entry)), this.#quieten()), HOLD_MS);
    this.held.set(event(entry), { entry, timer });
  }

  #release(number) {
    const entry = this.#take(number);
    if (entry) this.#insert(entry);
  }

  #take(number) {
    const held = this.held.get(number);
    clearTimeout(held?.timer);
    this.held.delete(number);
    return held?.entry;
  }

  #show(entry) {
    const greeting = entry.from === "bot" && this.greeting.shift();
    const question = entry.edits_question && this.#questionBefore(entry.number);
    if (greeting) this.#adopt(greeting, entry);
    else if (this.news.has(entry.progress_of)) this.#report(entry);
    else if (question) this.#replace(question, entry);
    else this.#insert(entry);
  }

  #adopt(article, entry) {
    this.#fill(article, entry);
    article.dataset.number = entry.number;
    this.shown.set(entry.number, { entry, article });
  }

  /** Newer news of the same thing take the place of older ones. */
  #report(entry) {
    const last = this.news.get(entry.progress_of);
    if (entry.number > last.number) this.#fill(last.article, entry);
    last.number = Math.max(last.number, entry.number);
    this.shown.set(entry.number, { entry, article: last.article });
  }

  #replace(question, entry) {
    const held = this.#take(event(entry));
    const tick = this.shown.get(event(entry) * EVENT);
    if (tick) takeOut(tick.article);
    this.shown.set(event(entry) * EVENT, { entry: { ...(held ?? tick?.entry), from: "tick" }, article: question.article });
    this.shown.set(entry.number, { entry, article: question.article });
    this.#fill(question.article, entry);
  }

  #insert(entry) {
    if (entry.from === "bot") this.#release(event(entry));
    const content = entry.from === "owner" ? [ownBubble(entry.text, { isLabel: this.#labelsTheQuestion(entry) })] : replyBubbles(entry, this);
    const article = frame(entry.from, entry.at, ...content);
    article.dataset.number = entry.number;
    article.dataset.keys = (entry.keys ?? []).join(" ");
    this.#offer(article, entry.buttons);
    if (entry.number >= EVENT) this.shown.set(entry.number, { entry, article });
    if (entry.progress_of) this.news.set(entry.progress_of, { number: entry.number, article });
    arrange(this.container, article);
    if (entry.from === "owner") this.#markPicked(article, entry.text);
    return article;
  }

  #fill(article, entry) {
    const focused = article.contains(document.activeElement) ? document.activeElement.textContent : null;
    article.dataset.keys = (entry.keys ?? []).join(" ");
    article.querySelector(".bubble").replaceWith(textBubble(entry.text, this.onCommand));
    article.querySelector(".buttons")?.remove();
    this.#offer(article, entry.buttons);
    const same = [...article.querySelectorAll(".tap")].find((button) => button.textContent === focused);
    same?.focus({ preventScroll: true });
  }

  #offer(article, buttons) {
    const rows = buttonRows(buttons, this.onTap);
    if (rows) article.querySelector("time").before(rows);
  }

  /** Buttons of earlier questions still work, but stand back. */
  #quieten() {
    const articles = entriesOf(this.container);
    const asking = articles.findLastIndex((article) => article.querySelector(".buttons"));
    const answered = articles.findLastIndex((article) => article.matches(".owner"));
    for (const [index, article] of articles.entries()) {
      article.classList.toggle("earlier", index !== asking || answered > asking);
    }
  }

  /** Shows in an answered question which button it was. */
  #markPicked(article, text) {
    let before = preceding(article);
    while (before && !before.querySelector(".buttons")) before = preceding(before);
    for (const button of before?.querySelectorAll(".tap") ?? []) {
      button.classList.toggle("picked", button.textContent === text);
    }
  }

  #questionBefore(number) {
    let found;
    for (const each of this.shown.values()) {
      const asks = each.entry.buttons?.length && !each.entry.progress_of && each.entry.number < number;
      if (asks && each.entry.number > (found?.entry.number ?? 0)) found = each;
    }
    return found;
  }

  #labelsTheQuestion({ number, text }) {
    const question = this.#questionBefore(number);
    return question?.entry.buttons.some((row) => row.some((button) => button.label === text));
  }
}

function event(entry) {
  return Math.floor(entry.number / EVENT);
}
