// The page comes to life: history first, then what happens.

import { element } from "./elements.js";
import { Composer } from "./composer.js";
import { Keyboard } from "./keyboard.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { Scroller } from "./scroller.js";
import { Listener, NoSessionError, pageBefore, UnavailableError } from "./server.js";
import { Typing } from "./typing.js";
import { Viewer } from "./viewer.js";
import { page, word } from "./words.js";

const byId = (id) => document.getElementById(id);
const title = document.title;
const PRESSED_MS = 400;

const viewer = new Viewer();
const scroller = new Scroller(byId("scroller"), byId("newest"), { onTop: showOlder });
const log = new Log(byId("log"), {
  onTap: tapped,
  onOpen: (pictures, index) => viewer.open(pictures, index),
  onCommand: (command) => (outbox.command(command), scroller.follow()),
});
const keyboard = new Keyboard(byId("log"), byId("message"));
const typing = new Typing(byId("typing"), byId("typing-words"), { onChange: () => scroller.settle() });
const outbox = new Outbox(byId("unsent"), { onChange: changed });
new Composer({
  onText: (text) => (outbox.say(text), scroller.follow()),
  onCommand: (command) => (outbox.command(command), scroller.follow()),
  onFiles: (files) => (outbox.files(files), scroller.follow()),
});

// A second tap so soon is the same tap.
function tapped(button, pressed) {
  if (pressed.classList.contains("pressed")) return;
  pressed.classList.add("pressed");
  setTimeout(() => pressed.classList.remove("pressed"), PRESSED_MS);
  outbox.tap(button);
  keyboard.pressed(pressed);
  scroller.follow();
}

let standing = { language: null, working: false };

function changed() {
  typing.due(outbox.waiting || standing.working);
  speakTheirLanguage();
  scroller.settle();
}

// The page around the conversation follows its language, but not in the middle of sending a file.
function speakTheirLanguage() {
  if (standing.language && standing.language !== page.language && !outbox.busy) location.reload();
}

function receiveStanding(news) {
  const isForgotten = standing.language && !news.language; // the owner had everything deleted
  if (isForgotten && !log.forget()) location.reload(); // from elsewhere, while nobody looked here
  standing = news;
  changed();
}

function receive(entry) {
  if (!log.add(entry)) return;
  if (entry.from === "owner") outbox.arrived(entry.id);
  else keyboard.arrived();
  if (entry.from === "bot" && document.hidden) document.title = `● ${title}`;
  changed();
}

// `trouble` is the word for what is wrong: offline, unavailable; or nothing is.
function tellConnection(trouble) {
  byId("connection").hidden = !trouble;
  byId("connection").textContent = trouble ? word(trouble) : "";
  if (!trouble) outbox.hurry();
}

let hasOlder = false;

async function start() {
  const { entries, older, greeting } = await firstPage();
  tellConnection(null);
  log.addAll(entries);
  log.greet(greeting);
  for (const entry of entries) if (entry.from === "owner") outbox.arrived(entry.id);
  hasOlder = older;
  scroller.toEnd();
  byId("log").setAttribute("aria-live", "polite"); // from here on new bubbles are read out
  outbox.resume();
  new Listener({ cursor: entries.at(-1)?.number ?? 0, onEntry: receive, onStanding: receiveStanding, onTrouble: tellConnection });
}

async function firstPage() {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      return await pageBefore();
    } catch (problem) {
      if (problem instanceof NoSessionError) return noCookie();
      tellConnection(problem instanceof UnavailableError ? "unavailable" : "offline");
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

async function showOlder() {
  if (!hasOlder) return;
  hasOlder = false; // nobody else asks meanwhile
  const older = await pageBefore(log.first).catch(() => ({ entries: [], older: true }));
  scroller.keep(() => log.addAll(older.entries));
  hasOlder = older.older;
}

function noCookie() {
  byId("log").append(element("p", { className: "noscript", text: word("cookies_needed") }));
  return new Promise(() => {});
}

document.addEventListener("visibilitychange", () => document.hidden || (document.title = title));
start();
