// What the server wrote into the page: its words, commands and limits. And how numbers and times are told.

export const page = JSON.parse(document.getElementById("page-data").textContent);

export function word(key, values = {}) {
  return page.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// In the language of the page, but by the customs of where the reader is: 15:30 or 3:30 PM.
const local = navigator.languages.find((each) => each.split("-")[0] === page.language) ?? page.language;
const clock = new Intl.DateTimeFormat(local, { timeStyle: "short" });
const date = new Intl.DateTimeFormat(local, { weekday: "long", day: "numeric", month: "long" });
const nearby = new Intl.RelativeTimeFormat(page.language, { numeric: "auto" });

export function timeOfDay(moment) {
  return clock.format(moment);
}

export function dayName(moment) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const days = Math.round((midnight(moment) - midnight(new Date())) / 86_400_000);
  const name = days >= -1 && days <= 0 ? nearby.format(days, "day") : date.format(moment);
  return name[0].toLocaleUpperCase(page.language) + name.slice(1);
}

export function fileSize(bytes) {
  const [unit, size] = [["kilobyte", 1000], ["megabyte", 1000 ** 2], ["gigabyte", 1000 ** 3]]
    .findLast(([, size], index) => index === 0 || bytes >= size);
  const digits = bytes < 10 * size ? 1 : 0;
  return new Intl.NumberFormat(page.language, { style: "unit", unit, maximumFractionDigits: digits })
    .format(Math.max(bytes / size, 0.1));
}
