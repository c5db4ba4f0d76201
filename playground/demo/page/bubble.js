/** One message as a person sees it: who, what it answers, its text, file or picture, when, and its buttons below. */

import { brief } from "./chats.js";
import { clockTime } from "./dates.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { keyboard } from "./keyboard.js";
import { media } from "./media.js";
import { face, post, tone } from "./person.js";
import { reactions } from "./reactions.js";
import { isSaid } from "./reading.js";
import { rich } from "./rich.js";
import { WORDS, sayService } from "./words.js";

/** @typedef {import("./types.js").Message} Message */
/**
 * @typedef {object} Acts  what can be done with a message
 * @property {number} userId  who looks at it
 * @property {boolean} isPrivate
 * @property {(userId: number) => import("./types.js").Member|undefined} who
 * @property {import("./rich.js").Reach} reach
 * @property {(message: Message) => void} reply
 * @property {(message: Message) => void} forward
 * @property {(message: Message) => void} copy
 * @property {(message: Message) => void} edit
 * @property {(message: Message, emoji?: string) => void} react  without an emoji one is asked for
 * @property {(messageId: number) => void} jump
 * @property {(message: Message, button: import("./types.js").Button, pressed: HTMLElement) => void} press
 */

/** @param {Message} message @param {boolean} isFollowing  of the same sender as the one above @param {Acts} acts */
export function bubble(message, isFollowing, acts) {
  if (!isSaid(message)) return el("div.service", { data: { message: String(message.message_id) } }, sayService(message));
  const isOwn = message.from?.id === acts.userId && !message.sender_chat;
  const classes = `${isOwn ? ".own" : ""}${isFollowing ? ".following" : ""}`;
  const speaker = message.sender_chat?.title ?? message.from?.first_name ?? "";
  return el(
    `article.message${classes}`,
    {
      data: { message: String(message.message_id) }, tabIndex: -1,
      "aria-label": `${isOwn ? WORDS.you : speaker} ${clockTime(new Date(message.date * 1000))}`,
    },
    isOwn || acts.isPrivate ? null : el("span.side", {}, isFollowing ? null : sender(message, speaker, acts)),
    el(
      "div.stack",
      {},
      el(
        "div.bubble",
        {},
        isOwn || isFollowing || acts.isPrivate ? null : name(message, speaker, acts),
        forwarded(message),
        quoted(message, acts),
        media(message),
        el("div.text", {}, ...rich(message.text ?? message.caption ?? "", entitiesOf(message), acts.reach)),
        meta(message),
        tools(message, isOwn, acts),
      ),
      reactions(message, acts.userId, (id) => nameOf(message, id, acts), (emoji) => acts.react(message, emoji)),
      keyboard(message, acts.press),
    ),
  );
}

/** @param {Message} message @param {number} id @param {Acts} acts */
function nameOf(message, id, acts) {
  return acts.who(id)?.name ?? (id === message.chat.id ? message.chat.title : WORDS.bot);
}

/** @param {Message} message */
function entitiesOf(message) {
  return message.entities ?? message.caption_entities ?? [];
}

/** @param {Message} message @param {string} speaker @param {Acts} acts */
function sender(message, speaker, acts) {
  if (message.from?.is_bot) return face(speaker, "督", ".bot");
  const play = () => acts.reach.play(message.from.id);
  return el("button.face-button", { type: "button", title: WORDS.playThis(speaker), tabIndex: -1, on: { click: play } }, face(speaker));
}

/** @param {Message} message @param {string} speaker @param {Acts} acts */
function name(message, speaker, acts) {
  const person = acts.who(message.from?.id);
  const line = message.from?.is_bot ? WORDS.bot : person ? post(person, "") : "";
  return el("div.name", { data: { tone: String(tone(speaker)) } }, speaker, line ? el("small", {}, line) : null);
}

/** @param {Message} message */
function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const who = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? origin.sender_chat?.title;
  return el("div.forwarded", {}, WORDS.forwardedFrom(who ?? ""));
}

/** @param {Message} message @param {Acts} acts */
function quoted(message, acts) {
  const answered = message.reply_to_message;
  if (!answered) return null;
  return el(
    "button.quoted",
    { type: "button", on: { click: () => acts.jump(answered.message_id) } },
    el("b", {}, answered.from?.first_name ?? ""),
    el("span", {}, message.quote?.text ?? brief(answered)),
  );
}

/** @param {Message} message */
function meta(message) {
  const date = new Date(message.date * 1000);
  const silent = message.is_silent ? el("span", { title: WORDS.silent, role: "img", "aria-label": WORDS.silent }, icon("muted")) : null;
  return el("div.meta", {}, message.edit_date ? el("span", {}, WORDS.edited) : null, silent, el("time", { dateTime: date.toISOString() }, clockTime(date)));
}

/** @param {Message} message @param {boolean} isOwn @param {Acts} acts */
function tools(message, isOwn, acts) {
  const tool = (/** @type {any} */ sign, /** @type {string} */ title, /** @type {(m: Message) => void} */ act) =>
    el("button", { type: "button", title, "aria-label": title, tabIndex: -1, on: { click: () => act(message) } }, icon(sign));
  return el(
    "div.tools",
    { role: "toolbar", "aria-label": WORDS.messageActions },
    tool("reply", WORDS.reply, acts.reply),
    tool("forward", WORDS.forward, acts.forward),
    tool("copy", WORDS.copy, acts.copy),
    tool("react", WORDS.react, (which) => acts.react(which)),
    isOwn && !message.forward_origin && !message.location ? tool("edit", WORDS.edit, acts.edit) : null,
  );
}
