// What a bubble looks like. Text only ever becomes a text node: nothing a person wrote can become markup.

import { fileSize, timeOfDay, word } from "./words.js";

const FILE_SIGN = "📎 "; // what the server puts before the name of a file the owner sent

export function element(name, { className = "", text, attributes = {} } = {}, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/** *bold* is the only mark; a bar of shaded blocks becomes a bar. */
function lightMarkup(text) {
  return text.split(/\*([^*\n]+)\*/).flatMap((part, index) => (index % 2 ? element("strong", { text: part }) : withBars(part)));
}

function withBars(text) {
  return text.split(/([▓░]{3,})/).map((part, index) => (index % 2 ? bar(part) : part));
}

function bar(blocks) {
  const done = blocks.replaceAll("░", "").length;
  const filled = element("span");
  filled.style.width = `${(100 * done) / blocks.length}%`;
  return element("span", { className: "bar", attributes: { role: "img", "aria-label": `${done} / ${blocks.length}` } }, filled);
}

export function frame(sender, at, ...content) {
  const speaker = element("span", { className: "for-readers", text: `${word(sender === "owner" ? "you" : "bot")}: ` });
  const moment = new Date(at);
  const time = element("time", { text: timeOfDay(moment), attributes: { datetime: moment.toISOString() } });
  return element("article", { className: `entry ${sender}` }, speaker, ...content, time);
}

export function ownBubble(text) {
  if (!text.startsWith(FILE_SIGN)) return element("div", { className: "bubble", attributes: { dir: "auto" }, text });
  const name = element("span", { text: text.slice(FILE_SIGN.length), attributes: { dir: "auto" } });
  return element("div", { className: "bubble with-icon" }, icon("attach"), name);
}

/** The bubbles of one of our replies. `onTap` gets a button, `onOpen` the pictures and which of them. */
export function replyBubbles(entry, { onOpen }) {
  if (entry.pictures) return [album(entry.pictures, onOpen)];
  if (entry.document) return [documentBubble(entry.document)];
  return [textBubble(entry.text)];
}

export function textBubble(text) {
  return element("div", { className: "bubble", attributes: { dir: "auto" } }, ...lightMarkup(text));
}

/**
 * Rows as the server gives them, except that rows of options to one question flow together: a wide screen
 * has room for more of them side by side. Ways out of a question (back, skip …), its last row, stand back.
 */
export function buttonRows(rows, onTap) {
  if (!rows?.length) return null;
  const made = joinOptions(rows).map((row, index, all) => {
    const isWays = index === all.length - 1 && row.length > 1 && same(row, subject);
    const className = isWays ? "row ways" : "row";
    return element("div", { className }, ...row.map((button) => tapButton(button, onTap)));
  });
  return element("div", { className: "buttons" }, ...made);
}

function joinOptions(rows) {
  return rows.reduce((joined, row) => {
    const before = joined.at(-1);
    if (before && row[0].data.includes(":") && same([...before, ...row], kind)) before.push(...row);
    else joined.push([...row]);
    return joined;
  }, []);
}

// Button data reads `kind:subject`, where the kind may hold colons itself.
const kind = ({ data }) => data.slice(0, data.lastIndexOf(":"));
const subject = ({ data }) => data.slice(data.lastIndexOf(":") + 1);
const same = (row, part) => row.every((button) => part(button) === part(row[0]));

function tapButton({ label, data, chosen }, onTap) {
  const button = element("button", {
    className: chosen ? "tap chosen" : "tap",
    attributes: { type: "button", "data-tap": data, dir: "auto", ...(chosen && { "aria-pressed": "true" }) },
  });
  if (chosen) button.append(icon("tick"));
  button.append(element("span", { text: label }));
  button.addEventListener("click", () => onTap({ label, data }, button));
  return button;
}

function album(pictures, onOpen) {
  const tiles = pictures.map((picture, index) => {
    const image = element("img", {
      attributes: { src: picture.url, alt: picture.caption || picture.name, loading: "lazy", decoding: "async" },
    });
    const tile = element("button", {
      className: "picture",
      attributes: { type: "button", "aria-label": word("open_picture", { name: picture.caption || picture.name }) },
    }, image);
    tile.addEventListener("click", () => onOpen(pictures, index));
    const caption = picture.caption ? [element("figcaption", { attributes: { dir: "auto" } }, ...lightMarkup(picture.caption))] : [];
    return element("figure", {}, tile, ...caption);
  });
  return element("div", { className: "album", attributes: { "data-count": Math.min(pictures.length, 4) } }, ...tiles);
}

function documentBubble({ url, name, caption, size: bytes }) {
  const size = element("span", { className: "size", text: bytes ? fileSize(bytes) : "" });
  const link = element("a", {
    className: "document",
    attributes: { href: url, download: name, "aria-label": word("save_document", { name }) },
  }, icon("file"), element("span", { className: "about" }, element("span", { className: "name", text: name }), size), icon("save"));
  const about = caption ? [element("p", { attributes: { dir: "auto" } }, ...lightMarkup(caption))] : [];
  return element("div", { className: "bubble with-document" }, link, ...about);
}

/** A file on its way: how much of it is there, and a way to stop. */
export function uploadBubble(file, { onCancel, onRetry }) {
  const progress = element("progress", { attributes: { max: 1, value: 0, "aria-label": word("upload_progress", { name: file.name }) } });
  const size = element("span", { className: "size", text: fileSize(file.size) });
  const cancel = element("button", {
    className: "cancel",
    attributes: { type: "button", "aria-label": word("upload_cancel", { name: file.name }) },
  }, icon("close"));
  const retry = element("button", { className: "retry", text: word("upload_again"), attributes: { type: "button" } });
  const failed = element("p", { className: "failed", attributes: { role: "alert" } });
  failed.hidden = retry.hidden = true;
  cancel.addEventListener("click", onCancel);
  retry.addEventListener("click", onRetry);
  const about = element("span", { className: "about" }, element("span", { className: "name", text: file.name }), size);
  const bubble = element("div", { className: "bubble with-document" },
    element("div", { className: "document" }, icon("file"), about, cancel), progress, failed, retry);
  return {
    bubble,
    advance(share) {
      progress.value = share;
      size.textContent = `${fileSize(file.size * share)} / ${fileSize(file.size)}`;
    },
    fail(isFailed) {
      failed.hidden = retry.hidden = !isFailed;
      failed.textContent = isFailed ? word("upload_failed") : "";
      progress.hidden = isFailed;
    },
    arrived() {
      progress.hidden = cancel.hidden = true;
      size.textContent = fileSize(file.size);
    },
  };
}
