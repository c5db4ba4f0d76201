/** The chats of the person played, on the left: what was said last, and how much they have not read. */

import { briefly } from "./dates.js";
import { el } from "./element.js";
import { chatFace } from "./person.js";
import { isSaid } from "./reading.js";
import { invitation } from "./welcome.js";
import { WORDS, sayService } from "./words.js";

/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Message} Message */

export class Chats {
  /** @param {HTMLElement} element @param {import("./desk.js").Desk} desk */
  constructor(element, desk) {
    this._desk = desk;
    this._list = el("div.chat-list", {
      role: "listbox", "aria-label": WORDS.chats,
      on: { keydown: (/** @type {KeyboardEvent} */ event) => this._key(event) },
    });
    element.setAttribute("aria-label", WORDS.chats);
    element.append(invitation(desk), this._list);
    const show = () => this._showSoon();
    desk.onTurn(() => this._show());
    desk.world.on("bureau", show);
    desk.world.on("chat", show);
    desk.world.on("typing", show);
    desk.onRead = show;
  }

  /** Goes to the chat after or before the open one. @param {number} step */
  step(step) {
    const chats = this._chats();
    const at = chats.findIndex((chat) => chat.chatId === this._desk.chatId);
    const next = chats[(at + step + chats.length) % chats.length];
    if (next) this._desk.open(next.chatId);
  }

  focus() {
    this._list.querySelector("[tabindex='0']")?.focus();
  }

  /** Newest first; those in which nothing was said stay in the bureau's order. */
  _chats() {
    const { userId, world } = this._desk;
    const said = (/** @type {Chat} */ chat) => world.messages(chat.chatId).at(-1)?.date ?? 0;
    return userId === null ? [] : world.chatsOf(userId).sort((one, other) => said(other) - said(one));
  }

  _showSoon() {
    if (this._isDue) return;
    this._isDue = true;
    requestAnimationFrame(() => {
      this._isDue = false;
      this._show();
    });
  }

  _show() {
    const chats = this._chats();
    for (const chat of chats) this._desk.world.read(chat.chatId).catch(() => {});
    const hadFocus = this._list.contains(document.activeElement);
    settle(this._list, chats.map((chat, place) => this._row(chat, place)));
    if (hadFocus) this.focus();
    const unread = chats.reduce((sum, chat) => sum + this._unread(chat), 0);
    document.title = `${unread ? `(${unread}) ` : ""}${this._desk.person?.name ?? ""} · ${WORDS.title}`;
  }

  /** @param {Chat} chat @param {number} place */
  _row(chat, place) {
    const { world, chatId } = this._desk;
    const messages = world.messages(chat.chatId);
    const last = messages.at(-1);
    const isOpen = chat.chatId === chatId;
    const canFocus = isOpen || (place === 0 && !this._chats().some((each) => each.chatId === chatId));
    const unread = this._unread(chat);
    return el(
      "div.chat",
      {
        role: "option", "aria-selected": String(isOpen), tabIndex: canFocus ? 0 : -1, data: { chat: String(chat.chatId) },
        on: { click: () => this._desk.open(chat.chatId) },
      },
      chatFace(chat),
      el(
        "span.chat-head",
        {},
        el("b", {}, chat.title),
        el("time", {}, last ? briefly(new Date(last.date * 1000), world.now()) : ""),
      ),
      el(
        "span.chat-line",
        {},
        chat.isPrivate ? el("span.unit", {}, WORDS.privateChat) : chat.unit ? el("span.unit", {}, chat.unit) : null,
        world.isTyping(chat.chatId) ? el("em", {}, WORDS.typing) : el("span.last", {}, last ? brief(last) : WORDS.noMessages),
        unread ? el("span.unread", { "aria-label": WORDS.unread(unread) }, String(unread)) : null,
      ),
    );
  }

  /** @param {Chat} chat */
  _unread(chat) {
    const userId = /** @type {number} */ (this._desk.userId);
    return this._desk.reading.unread(userId, chat.chatId, this._desk.world.messages(chat.chatId)).length;
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    if (step) {
      this.step(step);
      this.focus();
    } else document.getElementById("say")?.focus();
  }
}

/**
 * Shows the rows in their order. A chat's row that did not change is the same element as before, and one that did not
 * move is not touched, so that a click which is under way when something arrives is not lost.
 *
 * @param {Element} list @param {Element[]} rows
 */
function settle(list, rows) {
  const old = new Map([...list.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.chat, row]));
  const kept = rows.map((row) => {
    const before = old.get(/** @type {HTMLElement} */ (row).dataset.chat);
    return before?.isEqualNode(row) ? before : row;
  });
  for (const row of [...list.children]) if (!kept.includes(row)) row.remove();
  kept.forEach((row, place) => list.children[place] === row || list.insertBefore(row, list.children[place] ?? null));
}

/** A message in a few words. @param {Message} message */
export function brief(message) {
  const text = message.text || message.caption || "";
  if (message.document) return `[${WORDS.file}] ${message.document.file_name ?? ""} ${text}`.trim();
  const kind = ["photo", "video", "voice", "location"].find((each) => each in message);
  if (kind) return `[${{ photo: WORDS.photo, video: WORDS.video, voice: WORDS.voice, location: WORDS.place }[kind]}] ${text}`.trim();
  return isSaid(message) ? text.replace(/\s+/g, " ").slice(0, 80) : sayService(message);
}
