/** What hangs at the top of a chat (置顶): its head and its first line; a press leads to it. */

import { el, fill } from "./element.js";
import { icon } from "./icons.js";
import { WORDS } from "./words.js";

export class Pinned {
  /** @param {import("./desk.js").Desk} desk @param {(messageId: number) => void} jump */
  constructor(desk, jump) {
    this._desk = desk;
    this._jump = jump;
    this.element = el("button.pinned", {
      type: "button", title: WORDS.pinned, hidden: true, on: { click: () => this._go() },
    });
    desk.world.on("bureau", () => this.show());
  }

  /** The pinned message may be another one, or read otherwise. */
  show() {
    const { chat, chatId, world } = this._desk;
    const message = chat?.pinned && chatId !== null ? world.message(chatId, chat.pinned) : undefined;
    const [head, first] = (message?.text ?? "").split("\n").filter(Boolean);
    this.element.hidden = !head;
    fill(this.element, icon("flag"), el("span", {}, el("b", {}, head ?? ""), el("small", {}, first ?? "")));
  }

  _go() {
    const pinned = this._desk.chat?.pinned;
    if (pinned) this._jump(pinned);
  }
}
