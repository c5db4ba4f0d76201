/** The buttons below a message, in their rows; and what pressing one does. */

import { alertOf } from "./dialog.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Button} Button */
/** @typedef {import("./types.js").Message} Message */

/** How a button's style is shown; what is not listed looks like any other. @type {Record<string, string>} */
const STYLES = { success: ".agree", danger: ".refuse", primary: ".first" };

/** @param {Message} message @param {(message: Message, button: Button, pressed: HTMLElement) => void} press */
export function keyboard(message, press) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el(
    "div.keyboard",
    {},
    ...rows.map((/** @type {Button[]} */ row) =>
      el("div.row", {}, ...row.map((button) => key(button, (pressed) => press(message, button, pressed)))),
    ),
  );
}

/** @param {Button} button @param {(pressed: HTMLElement) => void} press */
function key(button, press) {
  const sign = button.url ? icon("link") : button.copy_text ? icon("copy") : null;
  const shown = el(`button.key${STYLES[button.style ?? ""] ?? ""}`, { type: "button", title: button.url ? WORDS.opensLink : "" }, el("span", {}, button.text), sign);
  shown.addEventListener("click", () => press(shown));
  return shown;
}

/**
 * Does what a button says, for the person played.
 *
 * @param {{userId: number, follow: (url: string) => Promise<void>}} who
 * @param {Message} message @param {Button} button @param {HTMLElement} pressed
 */
export async function pressKey(who, message, button, pressed) {
  if (button.url) return who.follow(button.url);
  if (button.copy_text) return copyText(button.copy_text.text);
  if (pressed.classList.contains("waiting")) return undefined;
  pressed.classList.add("waiting");
  try {
    const answer = await server.press(who.userId, message.chat.id, message.message_id, button.callback_data ?? button.text);
    if (!answer.answered) toast(WORDS.noAnswer, "trouble");
    else if (answer.url) await who.follow(answer.url);
    else if (answer.alert) await alertOf(answer.text);
    else toast(answer.text);
  } catch (error) {
    toast(WORDS.failed(String(error)), "trouble");
  } finally {
    pressed.classList.remove("waiting");
  }
  return undefined;
}

/** @param {string} text */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(WORDS.copied);
  } catch {
    toast(WORDS.notCopied, "trouble");
  }
}
