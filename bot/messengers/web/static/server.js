// Everything that goes over the wire.

const HIDDEN_POLL_MS = 20_000;
const HIDDEN_GRACE_MS = 10_000;
const SILENT_MS = 40_000; // The server says something every 15 seconds.
const LOOK_MS = 5_000;
const NEVER = [400, 413]; // What is malformed or too large stays so; anything else may be a proxy's bad moment.

export class NoSessionError extends Error {}
export class UnavailableError extends Error {}

/** The newest entries, oldest first, or those before a number: { entries, older, greeting }. */
export function pageBefore(number) {
  return get(number ? `/api/history?before=${number}` : "/api/history");
}

async function get(address) {
  const response = await fetch(address);
  if (response.status === 401) throw new NoSessionError();
  if (response.status === 503) throw new UnavailableError();
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

/** Sends one post; false when the server will never take it. Throws when it is worth trying again. */
export async function send(post) {
  const response = await fetch("/api/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(post),
  });
  if (response.status === 401) location.reload(); // a new visit; what was not taken is sent from there
  if (!response.ok && !NEVER.includes(response.status)) throw new Error(response.status);
  return response.ok;
}

/** Streams a file; `onProgress` gets a share from 0 to 1. Resolves when it is taken or was aborted. */
export function upload(id, file, limit, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve();
    const request = new XMLHttpRequest();
    request.open("POST", "/api/files");
    request.setRequestHeader("X-Event-Id", id);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
    request.setRequestHeader("X-File-Size", file.size);
    request.upload.onprogress = (event) => onProgress(event.loaded / Math.max(event.total, 1));
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(request.status)));
    request.onerror = () => reject(new Error("network"));
    request.onabort = () => resolve();
    signal.addEventListener("abort", () => request.abort());
    // A file over the limit is announced but not sent: the answer explains, and nobody waits for it.
    request.send(file.size > limit ? null : file);
  });
}

/** Keeps the page up to date: a stream while it is looked at, a slow poll while it is hidden. */
export class Listener {
  constructor({ onEntry, onStanding, onTrouble, cursor }) {
    this.onEntry = onEntry;
    this.onStanding = onStanding;
    this.onTrouble = onTrouble;
    this.cursor = cursor;
    this.failures = 0;
    document.addEventListener("visibilitychange", () => this.#lookedAt(!document.hidden));
    window.addEventListener("online", () => this.#begin());
    window.addEventListener("pagehide", () => this.#close());
    window.addEventListener("pageshow", (event) => event.persisted && this.#begin());
    setInterval(() => this.#listenAnew(), LOOK_MS);
    this.#begin();
  }

  // Also in a tab that nobody has looked at yet.
  #begin() {
    this.#open();
    this.#lookedAt(!document.hidden);
  }

  #open() {
    this.#close();
    const source = new EventSource(`/api/stream?after=${this.cursor}`);
    this.source = source;
    this.heardAt = Date.now();
    source.onopen = () => {
      this.failures = 0;
      this.onTrouble(null);
    };
    this.#on("entry", (entry) => this.#take(entry));
    this.#on("standing", (standing) => this.onStanding(standing));
    this.#on("alive", () => {});
    source.onerror = () => this.#again();
  }

  #on(name, act) {
    this.source.addEventListener(name, (event) => {
      this.heardAt = Date.now();
      act(JSON.parse(event.data));
    });
  }

  // After a phone has slept or changed its network, a connection can be dead without anybody having said so.
  #listenAnew() {
    if (this.source && Date.now() - this.heardAt > SILENT_MS) this.#open();
  }

  #take(entry) {
    this.cursor = Math.max(this.cursor, entry.number);
    this.onEntry(entry);
  }

  #again() {
    this.#close();
    this.failures += 1;
    const wait = Math.min(500 * 2 ** (this.failures - 1), 4000);
    this.timer = setTimeout(() => this.#open(), wait * (0.75 + Math.random() / 2));
    if (this.failures > 1) this.#sayWhatIsWrong();
  }

  // A stream does not say why it fails; asking for what is new does, and may bring it.
  async #sayWhatIsWrong() {
    try {
      await this.#catchUp();
    } catch (problem) {
      if (problem instanceof NoSessionError) location.reload();
      else if (this.failures) this.onTrouble(problem instanceof UnavailableError ? "unavailable" : "offline");
    }
  }

  async #catchUp() {
    const { entries } = await get(`/api/history?after=${this.cursor}`);
    for (const entry of entries) this.#take(entry);
  }

  #close() {
    clearTimeout(this.timer);
    clearInterval(this.poll);
    this.source?.close();
    this.source = null;
  }

  // A browser opens six connections to one address; many hidden tabs must not use them all up.
  #lookedAt(visible) {
    clearTimeout(this.hiding);
    if (!visible) this.hiding = setTimeout(() => this.#pollSlowly(), HIDDEN_GRACE_MS);
    else if (!this.source) this.#open();
    else this.#listenAnew();
  }

  #pollSlowly() {
    this.#close();
    this.poll = setInterval(() => this.#catchUp().catch(() => {}), HIDDEN_POLL_MS);
  }
}
