// What a bubble looks like.

import { element, icon } from "./elements.js";
import { marked, paragraphs } from "./text.js";
import { fileSize, timeOfDay, word } from "./words.js";

const FILE_SIGN = "📎 "; // what the server puts before the name of a file the owner sent
const DONE = "done:"; // how the data begin of the button that ends a choice of several

export function frame(sender, at, ...content) {
  const speaker = element("span", { className: "for-readers", text: `${word(sender === "owner" ? "you" : "bot")}: ` });
  const moment = new Date(at);
  const time = element("time", { text: timeOfDay(moment), attributes: { datetime: moment.toISOString() } });
  return element("article", { className: `entry ${sender}` }, speaker, ...content, time);
}

/** The owner's own words, the label of the button they tapped, or the name of a file. */
export function ownBubble(text, { isLabel = false } = {}) {
  if (isLabel || !text.startsWith(FILE_SIGN)) return element("div", { className: "bubble", attributes: { dir: "auto" }, text });
  const name = element("span", { text: text.slice(FILE_SIGN.length), attributes: { dir: "auto" } });
  return element("div", { className: "bubble with-icon" }, icon("attach"), name);
}

/** The bubbles of one of our replies. `onOpen` gets the pictures and which of them, `onCommand` a command of the text. */
export function replyBubbles(entry, { onOpen, onCommand }) {
  if (entry.pictures) return [album(entry.pictures, onOpen)];
  if (entry.document) return [documentBubble(entry.document)];
  return [textBubble(entry.text, onCommand)];
}

export function textBubble(text, onCommand) {
  return element("div", { className: "bubble told", attributes: { dir: "auto" } }, ...paragraphs(text, onCommand));
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
    className: ["tap", chosen && "chosen", data.startsWith(DONE) && "done"].filter(Boolean).join(" "),
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
    const caption = picture.caption ? [element("figcaption", { attributes: { dir: "auto" } }, ...marked(picture.caption))] : [];
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
  const about = caption ? [element("p", { attributes: { dir: "auto" } }, ...marked(caption))] : [];
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
