// Everything that goes over the wire.

const HIDDEN_POLL_MS = 20_000;
const HIDDEN_GRACE_MS = 10_000;

export class NoSessionError extends Error {}

/** Entries after a cursor, oldest first. */
export async function history(after) {
  const response = await fetch(`/api/history?after=${after}`);
  if (response.status === 401) throw new NoSessionError();
  if (!response.ok) throw new Error(response.status);
  return (await response.json()).entries;
}

/** Sends one post; false when the server will never take it. Throws when it is worth trying again. */
export async function send(post) {
  const response = await fetch("/api/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(post),
  });
  if (response.status === 401) location.reload(); // a new visit; what was not taken is sent from there
  if (response.status === 401 || response.status >= 500) throw new Error(response.status);
  return response.ok;
}

/** Streams a file; `onProgress` gets a share from 0 to 1. Resolves to what the server shows for it. */
export function upload(id, file, limit, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/files");
    request.setRequestHeader("X-Event-Id", id);
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed?.() ?? file.name));
    request.setRequestHeader("X-File-Size", file.size);
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.loaded / Math.max(event.total, 1));
    request.onload = () => (request.status < 300 ? resolve(request.response) : reject(new Error(request.status)));
    request.onerror = () => reject(new Error("network"));
    request.onabort = () => resolve(null);
    signal.addEventListener("abort", () => request.abort());
    // A file over the limit is announced but not sent: the answer explains, and nobody waits for it.
    request.send(file.size > limit ? null : file);
  });
}

/** Keeps the page up to date: a stream while it is looked at, a slow poll while it is hidden. */
export class Listener {
  constructor({ onEntry, onStanding, onOnline, cursor }) {
    this.onEntry = onEntry;
    this.onStanding = onStanding;
    this.onOnline = onOnline;
    this.cursor = cursor;
    this.failures = 0;
    document.addEventListener("visibilitychange", () => this.#lookedAt(!document.hidden));
    window.addEventListener("online", () => this.#open());
    window.addEventListener("pagehide", () => this.#close());
    window.addEventListener("pageshow", (event) => event.persisted && this.#open());
    this.#open();
  }

  #open() {
    this.#close();
    const source = new EventSource(`/api/stream?after=${this.cursor}`);
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.onOnline(true);
    };
    source.addEventListener("entry", (event) => this.#take(JSON.parse(event.data)));
    source.addEventListener("standing", (event) => this.onStanding(JSON.parse(event.data)));
    source.onerror = () => this.#again();
  }

  #take(entry) {
    this.cursor = Math.max(this.cursor, entry.number);
    this.onEntry(entry);
  }

  #again() {
    this.#close();
    this.failures += 1;
    if (this.failures > 1) this.onOnline(false);
    const wait = Math.min(500 * 2 ** (this.failures - 1), 4000);
    this.timer = setTimeout(() => this.#open(), wait * (0.75 + Math.random() / 2));
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
  }

  #pollSlowly() {
    this.#close();
    this.poll = setInterval(async () => {
      for (const entry of await history(this.cursor).catch(() => [])) this.#take(entry);
    }, HIDDEN_POLL_MS);
  }
}
