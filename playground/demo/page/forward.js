/** Forwards a message into another chat of the person played. */

import { choose } from "./dialog.js";
import { chatFace } from "./person.js";
import { server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";

/** @param {import("./desk.js").Desk} desk @param {import("./types.js").Message} message */
export async function forwardTo(desk, message) {
  const userId = /** @type {number} */ (desk.userId);
  const choices = desk.world.chatsOf(userId).map((chat) => ({
    face: chatFace(chat),
    title: chat.title,
    why: chat.isPrivate ? WORDS.privateChat : chat.unit,
    value: chat.chatId,
  }));
  const to = await choose(WORDS.forwardTo, "", choices);
  if (to === undefined) return;
  try {
    await server.forward(userId, { from: message.chat.id, messageId: message.message_id, to });
    desk.open(to);
  } catch (error) {
    toast(WORDS.failed(String(error)), "trouble");
  }
}
