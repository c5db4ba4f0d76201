/** Puts the page together, keeps it alive, and gives the keyboard its shortcuts. */

import { Chats } from "./chats.js";
import { ClockBar } from "./clock.js";
import { setZone } from "./dates.js";
import { Desk } from "./desk.js";
import { acceptDrops } from "./drop.js";
import { byId, el } from "./element.js";
import { listen } from "./live.js";
import { Talk } from "./talk.js";
import { showTheme } from "./theme.js";
import { toast } from "./toast.js";
import { showTop } from "./top.js";
import { WORDS } from "./words.js";

const AGAIN_MS = 500;

showTheme();
const desk = new Desk();
const chats = new Chats(byId("chats"), desk);
const talk = new Talk(byId("talk"), desk);
new ClockBar(byId("clock"), desk);
showTop(byId("top"), desk);
acceptDrops(desk, talk.composer);
const notice = el("div.notice", { role: "status", hidden: true });
document.body.prepend(notice);

/** @param {string} words */
function notify(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

/** Reads everything; waits while a rehearsal is being prepared. */
async function load() {
  for (;;) {
    const rehearsal = await desk.world.load().catch(() => undefined);
    if (rehearsal) {
      setZone(rehearsal.zone);
      desk.reading.begin(rehearsal.run);
      notify("");
      return rehearsal;
    }
    notify(rehearsal === null ? WORDS.opening : WORDS.connecting);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** @param {KeyboardEvent} event */
function shortcut(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isWriting = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("dialog");
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    chats.step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "/" && !isWriting && !event.ctrlKey && !event.metaKey) {
    talk.composer.put("/");
  } else if (event.key === "Escape" && !isWriting) {
    talk.composer.focus();
  } else return;
  event.preventDefault();
}

async function begin() {
  const first = await load();
  desk.sit();
  let run = first.run;
  const again = listen({ run, after: first.happenings }, {
    happened: (happening) => desk.world.happened(happening),
    down: () => notify(WORDS.offline),
    up: async () => {
      const now = await load();
      if (now.run !== run) toast(WORDS.renewed);
      run = now.run;
      again({ run, after: now.happenings });
      desk.sit();
    },
  });
  addEventListener("keydown", shortcut);
  document.documentElement.dataset.ready = "yes";
}

begin();
