// What the owner sent and the server has not confirmed: kept over a reload, sent again until it is taken.

import { frame, ownBubble, uploadBubble } from "./bubbles.js";
import { keep, kept } from "./kept.js";
import { send, upload } from "./server.js";
import { page, word } from "./words.js";

const KEPT = "unsent";
const SLOW_MS = 1500;
const RETRY_MS = [500, 1000, 2000, 4000, 8000];

export class Outbox {
  constructor(container, { onChange }) {
    this.container = container;
    this.onChange = onChange;
    this.posts = JSON.parse(kept(KEPT) ?? "[]");
    this.bubbles = new Map(); // id → what stands under the log until it is in the log
    this.working = false;
    this.turn = Promise.resolve(); // when the files before have been sent, or could not be
    this.uploading = 0; // files that are being sent or wait for their turn
    addEventListener("beforeunload", (leaving) => this.uploading && leaving.preventDefault());
  }

  /** The server can be reached again. */
  hurry() {
    this.wake?.();
  }

  /** Takes up what was not confirmed before the page was loaded again. */
  resume() {
    for (const post of this.posts) if (!this.bubbles.has(post.id)) this.#draw(post);
    this.#work();
  }

  /** Something would be lost or sent twice if the page went away now. */
  get busy() {
    return this.posts.length + this.bubbles.size > 0;
  }

  get waiting() {
    return this.posts.length > 0;
  }

  say(text) {
    this.#put({ id: randomId(), text });
  }

  tap({ data, label }) {
    this.#put({ id: randomId(), tap: data, label });
  }

  command({ command, label }) {
    this.#put({ id: randomId(), command, label });
  }

  /** What we sent has come into the log: it need not be sent again, and what stood for it here can go. */
  arrived(id) {
    this.#drop(id);
    this.#confirmed(id);
  }

  #put(post) {
    this.posts.push(post);
    this.#keep();
    this.#draw(post);
    this.onChange();
    this.#work();
  }

  async #work() {
    if (this.working) return;
    this.working = true;
    for (let attempt = 0; this.posts.length; attempt += 1) {
      if (await this.#attempt(this.posts[0])) attempt = -1;
      else await this.#pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
    this.working = false;
  }

  async #attempt(post) {
    try {
      if (!(await send(post))) this.#drop(post.id);
    } catch {
      return false;
    }
    this.#confirmed(post.id);
    return true;
  }

  #confirmed(id) {
    this.posts = this.posts.filter((post) => post.id !== id);
    this.#keep();
    this.onChange();
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  #keep() {
    keep(KEPT, JSON.stringify(this.posts));
  }

  // A tap changes its button; only what was typed or chosen from the menu gets a bubble at once.
  #draw(post) {
    if (post.tap) return;
    const article = frame("owner", new Date(), ownBubble(post.text ?? post.label));
    this.#stand(post.id, article);
    setTimeout(() => this.posts.includes(post) && article.classList.add("slow"), SLOW_MS);
    article.title = word("waiting");
  }

  #stand(id, article) {
    article.classList.add("unsent");
    this.bubbles.set(id, article);
    this.container.append(article);
    this.onChange();
  }

  #drop(id) {
    this.bubbles.get(id)?.remove();
    this.bubbles.delete(id);
  }

  // ---- files ------------------------------------------------------------------------------

  /** One after the other; one that fails holds up none. */
  files(files) {
    for (const file of files) this.#file(file);
  }

  async #file(file) {
    const id = randomId();
    let stop = new AbortController();
    let again;
    const view = uploadBubble(file, {
      onCancel: () => (stop.abort(), this.#drop(id), again?.(false), this.onChange()),
      onRetry: () => again?.(true),
    });
    this.#stand(id, frame("owner", new Date(), view.bubble));
    for (let wanted = true; wanted; ) {
      try {
        await this.#inTurn(() => upload(id, file, page.max_upload_bytes, { onProgress: view.advance, signal: stop.signal }));
        return view.arrived();
      } catch {
        view.fail(true);
        stop = new AbortController();
        wanted = await new Promise((resolve) => (again = resolve));
        view.fail(false);
      }
    }
  }

  #inTurn(sending) {
    this.uploading += 1;
    const sent = this.turn.then(sending);
    this.turn = sent.catch(() => {}).finally(() => (this.uploading -= 1));
    return sent;
  }
}

function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
