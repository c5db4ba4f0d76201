/** What an empty chat shows: how to begin, and words to try. */

import { el } from "./element.js";
import { WORDS } from "./words.js";

const TRY_PRIVATE = ["/mytasks", "/help", "/whoami"];

/** @param {import("./desk.js").Desk} desk @param {import("./composer.js").Composer} composer */
export function welcome(desk, composer) {
  const isOwn = desk.world.rehearsal?.scene === "own";
  const steps = isOwn ? WORDS.ownSteps : WORDS.steps;
  const tries = desk.chat?.isPrivate ? TRY_PRIVATE : [];
  return el(
    "div.welcome",
    {},
    el("h2", {}, WORDS.welcome),
    el("ol", {}, ...steps.map((step) => el("li", {}, step))),
    tries.length ? el("p.tries", {}, `${WORDS.tryThese}：`, ...tries.map((each) => attempt(each, composer))) : null,
  );
}

/** @param {string} text @param {import("./composer.js").Composer} composer */
function attempt(text, composer) {
  return el("button.chip", { type: "button", on: { click: () => composer.say(text) } }, text);
}
