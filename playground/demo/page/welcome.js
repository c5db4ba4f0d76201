/** What an empty chat shows: how to begin, and words to try. */

import { el, fill } from "./element.js";
import { WORDS } from "./words.js";

const TRY_PRIVATE = ["/mytasks", "/help", "/whoami"];
const KEPT_AS = "duban-welcomed";

/** @param {import("./desk.js").Desk} desk @param {import("./composer.js").Composer} composer */
export function welcome(desk, composer) {
  const tries = desk.chat?.isPrivate ? TRY_PRIVATE : [];
  return el(
    "div.welcome",
    {},
    el("h2", {}, WORDS.welcome),
    steps(desk),
    tries.length ? el("p.tries", {}, `${WORDS.tryThese}：`, ...tries.map((each) => attempt(each, composer))) : null,
  );
}

/** The same above the list of chats on a phone, where a newcomer sees no conversation yet. @param {import("./desk.js").Desk} desk */
export function invitation(desk) {
  const card = el("section.welcome.invitation", { "aria-label": WORDS.welcome });
  const show = () => {
    card.hidden = sessionStorage.getItem(KEPT_AS) === desk.world.rehearsal?.run;
    if (!card.hidden) fill(card, el("h2", {}, WORDS.welcome), steps(desk), known);
  };
  const known = el("button.chip", {
    type: "button",
    on: {
      click: () => {
        sessionStorage.setItem(KEPT_AS, desk.world.rehearsal?.run ?? "");
        show();
      },
    },
  }, WORDS.understood);
  desk.onTurn(show);
  return card;
}

/** @param {import("./desk.js").Desk} desk */
function steps(desk) {
  const isOwn = desk.world.rehearsal?.scene === "own";
  const words = isOwn ? WORDS.ownSteps : desk.isNarrow ? WORDS.phoneSteps : WORDS.steps;
  return el("ol", {}, ...words.map((step) => el("li", {}, step)));
}

/** @param {string} text @param {import("./composer.js").Composer} composer */
function attempt(text, composer) {
  return el("button.chip", { type: "button", on: { click: () => composer.say(text) } }, text);
}
