/** The emoji below a message: who set which, and setting one's own. */

import { ask } from "./dialog.js";
import { el } from "./element.js";
import { server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Message} Message */

const OFFERED = ["👍", "👌", "🙏", "👏", "🤝", "🎉"];

/**
 * @param {Message} message @param {number} userId
 * @param {(id: number) => string} name @param {(emoji: string) => void} set
 */
export function reactions(message, userId, name, set) {
  if (!message.reactions?.length) return null;
  return el("div.reactions", {}, ...message.reactions.map(({ emoji, by }) => {
    const isMine = by.includes(userId);
    const label = WORDS.reactedBy(emoji, by.map(name).join("、"));
    return el(
      "button.reaction",
      { type: "button", title: label, "aria-label": label, "aria-pressed": String(isMine), on: { click: () => set(isMine ? "" : emoji) } },
      emoji, by.length > 1 ? el("small", {}, String(by.length)) : null,
    );
  }));
}

/** Asks for one of a few. @param {Message} message @param {number} userId */
export async function chooseReaction(message, userId) {
  const emoji = await ask(WORDS.react, (close) => [
    el("div.reaction-choices", {}, ...OFFERED.map((each) => el("button.reaction", { type: "button", on: { click: () => close(each) } }, each))),
  ]);
  if (emoji) await setReaction(message, userId, emoji);
}

/** @param {Message} message @param {number} userId @param {string} emoji  empty takes it back */
export async function setReaction(message, userId, emoji) {
  try {
    await server.react(userId, message.chat.id, message.message_id, emoji);
  } catch (error) {
    toast(WORDS.failed(String(error)), "trouble");
  }
}
