// The conversation on the page: every entry once, in order of its number, whatever order they come in.

import { buttonRows, element, frame, ownBubble, replyBubbles, textBubble } from "./bubbles.js";
import { dayName } from "./words.js";

const EVENT = 1000; // An own bubble is numbered n × 1000, the replies to it n × 1000 + 1, 2, …
const HOLD_MS = 700;
const SAME_GROUP_MS = 5 * 60_000;

export class Log {
  constructor(container, { onTap, onOpen }) {
    this.container = container;
    this.onTap = onTap;
    this.onOpen = onOpen;
    this.shown = new Map(); // number → { entry, article }
    this.held = new Map(); // event → entry and timer of an own bubble that may be a mere tick
  }

  /** True when the entry was not on the page yet. */
  add(entry) {
    if (this.shown.has(entry.number)) return false;
    if (entry.from === "owner" && this.held.has(event(entry))) return false;
    if (entry.from === "owner" && this.#labelsTheQuestion(entry.text)) this.#hold(entry);
    else this.#show(entry);
    return true;
  }

  /** All but the last bubble, which says that everything is deleted. */
  forget() {
    const last = [...this.container.querySelectorAll(".entry")].at(-1);
    this.container.replaceChildren(...(last ? [last] : []));
  }

  // Ticking an option of a question answers with the same question again: then the tick needs no bubble.
  #hold(entry) {
    const timer = setTimeout(() => this.#release(event(entry)), HOLD_MS);
    this.held.set(event(entry), { entry, timer });
  }

  #release(number) {
    const held = this.held.get(number);
    if (!held) return;
    clearTimeout(held.timer);
    this.held.delete(number);
    this.#insert(held.entry);
  }

  #show(entry) {
    const question = entry.edits_question && this.#questionBefore(entry.number);
    if (question) this.#replace(question, entry);
    else this.#insert(entry);
  }

  #replace(question, entry) {
    const held = this.held.get(event(entry));
    if (held) clearTimeout(held.timer);
    this.held.delete(event(entry));
    const tick = this.shown.get(event(entry) * EVENT);
    if (tick) tick.article.remove();
    this.shown.set(event(entry) * EVENT, { entry: { ...(held?.entry ?? tick?.entry), from: "tick" }, article: question.article });
    this.shown.set(entry.number, { entry, article: question.article });
    question.article.dataset.keys = (entry.keys ?? []).join(" ");
    this.#fill(question.article, entry);
  }

  #insert(entry) {
    if (entry.from === "bot") this.#release(event(entry));
    const content = entry.from === "owner" ? [ownBubble(entry.text)] : replyBubbles(entry, { onOpen: this.onOpen });
    const article = frame(entry.from, entry.at, ...content);
    article.dataset.number = entry.number;
    if (entry.keys) article.dataset.keys = entry.keys.join(" ");
    const rows = buttonRows(entry.buttons, this.onTap);
    if (rows) article.querySelector("time").before(rows);
    this.shown.set(entry.number, { entry, article });
    this.#place(article, entry.number);
    if (entry.from === "owner") this.#markPicked(article, entry.text);
    this.#quieten();
  }

  #place(article, number) {
    const articles = [...this.container.querySelectorAll(".entry")];
    const before = articles.findLast((other) => Number(other.dataset.number) < number);
    if (before) before.after(article);
    else this.container.prepend(article);
    this.#separateDays(article);
    this.#group(article);
    const next = following(article);
    if (next) this.#group(next);
  }

  #separateDays(article) {
    const day = article.querySelector("time").dateTime.slice(0, 10);
    const moment = new Date(article.querySelector("time").dateTime);
    article.dataset.day = moment.toDateString();
    if (preceding(article)?.dataset.day === article.dataset.day) return;
    article.before(element("p", { className: "day" }, element("time", { text: dayName(moment), attributes: { datetime: day } })));
    const next = following(article);
    if (next?.dataset.day === article.dataset.day && next.previousElementSibling.matches(".day")) next.previousElementSibling.remove();
  }

  /** Bubbles of one speaker close together in time stand close together on the page. */
  #group(article) {
    const before = preceding(article);
    const close = before && speaker(before) === speaker(article) && moment(article) - moment(before) < SAME_GROUP_MS
      && before.dataset.day === article.dataset.day;
    article.classList.toggle("goes-on", Boolean(close));
    before?.classList.toggle("is-continued", Boolean(close));
  }

  /** Buttons of earlier questions still work, but stand back. */
  #quieten() {
    const latest = [...this.container.querySelectorAll(".entry.bot:has(.buttons)")].at(-1);
    for (const article of this.container.querySelectorAll(".entry:has(.buttons)")) {
      article.classList.toggle("earlier", article !== latest || Boolean(this.#answeredAfter(article)));
    }
  }

  #answeredAfter(article) {
    let next = article.nextElementSibling;
    while (next && !next.matches(".entry.owner")) next = next.nextElementSibling;
    return next;
  }

  /** Shows in an answered question which button it was. */
  #markPicked(article, text) {
    let before = preceding(article);
    while (before && !before.querySelector(".buttons")) before = preceding(before);
    for (const button of before?.querySelectorAll(".tap") ?? []) {
      button.classList.toggle("picked", button.textContent === text);
    }
  }

  #fill(article, entry) {
    const focused = article.contains(document.activeElement) ? document.activeElement.textContent : null;
    article.querySelector(".bubble").replaceWith(textBubble(entry.text));
    article.querySelector(".buttons")?.remove();
    const rows = buttonRows(entry.buttons, this.onTap);
    if (rows) article.querySelector("time").before(rows);
    const same = [...article.querySelectorAll(".tap")].find((button) => button.textContent === focused);
    same?.focus({ preventScroll: true });
  }

  #questionBefore(number) {
    const questions = [...this.shown.values()].filter(({ entry }) => entry.number < number && entry.buttons?.length);
    return questions.sort((one, other) => one.entry.number - other.entry.number).at(-1);
  }

  #labelsTheQuestion(text) {
    const question = this.#questionBefore(Infinity);
    return question?.entry.buttons.some((row) => row.some((button) => button.label === text));
  }
}

function event(entry) {
  return Math.floor(entry.number / EVENT);
}

function preceding(article) {
  let before = article.previousElementSibling;
  while (before && !before.matches(".entry")) before = before.previousElementSibling;
  return before;
}

function following(article) {
  let next = article.nextElementSibling;
  while (next && !next.matches(".entry")) next = next.nextElementSibling;
  return next;
}

function speaker(article) {
  return article.classList.contains("owner") ? "owner" : "bot";
}

function moment(article) {
  return new Date(article.querySelector("time").dateTime);
}
