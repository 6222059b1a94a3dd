// Where a bubble stands: in order of numbers, under its day, close to what the same speaker just said.

import { element } from "./elements.js";
import { dayName } from "./words.js";

const SAME_GROUP_MS = 5 * 60_000;

export function entriesOf(container) {
  return [...container.querySelectorAll(".entry")];
}

/** Puts an article with a number into its place. */
export function arrange(container, article) {
  const number = Number(article.dataset.number);
  let before = container.lastElementChild;
  while (before && !(before.matches(".entry") && Number(before.dataset.number) < number)) before = before.previousElementSibling;
  if (before) before.after(article);
  else container.prepend(article);
  separateDays(article);
  group(article);
  const next = following(article);
  if (next) group(next);
}

/** Takes an article away, and its day when nothing else was said on it. */
export function takeOut(article) {
  const before = article.previousElementSibling;
  article.remove();
  if (before?.matches(".day") && !before.nextElementSibling?.matches(".entry")) before.remove();
}

export function preceding(article) {
  let before = article.previousElementSibling;
  while (before && !before.matches(".entry")) before = before.previousElementSibling;
  return before;
}

function following(article) {
  let next = article.nextElementSibling;
  while (next && !next.matches(".entry")) next = next.nextElementSibling;
  return next;
}

function separateDays(article) {
  const at = moment(article);
  article.dataset.day = at.toDateString();
  if (preceding(article)?.dataset.day === article.dataset.day) return;
  article.before(element("p", { className: "day" }, element("time", { attributes: { datetime: isoDay(at) } })));
  nameDays(article.parentElement);
  const next = following(article);
  if (next?.dataset.day === article.dataset.day && next.previousElementSibling.matches(".day")) next.previousElementSibling.remove();
}

/** Anew with each day: what was today is yesterday then. */
function nameDays(container) {
  for (const day of container.querySelectorAll(".day")) {
    day.firstElementChild.textContent = dayName(moment(following(day)));
  }
}

// Where the owner is; toISOString would tell the day in Greenwich.
function isoDay(at) {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Bubbles of one speaker close together in time stand close together on the page. */
function group(article) {
  const before = preceding(article);
  const close = before && speaker(before) === speaker(article) && moment(article) - moment(before) < SAME_GROUP_MS
    && before.dataset.day === article.dataset.day;
  article.classList.toggle("goes-on", Boolean(close));
  before?.classList.toggle("is-continued", Boolean(close));
}

function speaker(article) {
  return article.classList.contains("owner") ? "owner" : "bot";
}

function moment(article) {
  return new Date(article.querySelector("time").dateTime);
}
