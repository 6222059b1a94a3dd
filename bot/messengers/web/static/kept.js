// What a tab keeps over a reload: as long as the page lives where the browser lets it keep nothing.

const memory = new Map();

export function keep(name, text) {
  memory.set(name, text);
  try {
    sessionStorage.setItem(name, text);
  } catch {} // forbidden or full
}

export function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return memory.get(name) ?? null;
  }
}
