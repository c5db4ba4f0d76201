/** How people and chats are drawn: a round sign with a character, coloured by their name. */

import { el } from "./element.js";

const TONES = 8;

/** @param {string} name */
export function tone(name) {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return sum % TONES;
}

/** @param {string} name @param {string} [sign] @param {string} [more]  further classes */
export function face(name, sign, more = "") {
  const letter = sign ?? [...name][0] ?? "？";
  return el(`span.face${more}`, { "aria-hidden": "true", data: { tone: String(tone(name)) } }, letter);
}

/** 经办人·社会救助股 @param {import("./types.js").Member} person @param {string} unknown */
export function post(person, unknown) {
  if (!person.role) return unknown;
  return person.unit && person.unit !== person.role ? `${person.role} · ${person.unit}` : person.role;
}

/** The faces of the bot, a unit's group, a private chat. @param {import("./types.js").Chat} chat */
export function chatFace(chat) {
  if (chat.isPrivate) return face(chat.title, "督", ".bot");
  return face(chat.unit || chat.title, undefined, ".group");
}
