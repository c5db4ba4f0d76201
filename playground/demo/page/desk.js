/** Who sits at this page: the person played, the chat open, and what follows from either. */

import { choose } from "./dialog.js";
import { chatFace } from "./person.js";
import { Reading } from "./reading.js";
import { goTo, readRoute } from "./route.js";
import { server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";
import { World } from "./world.js";

const NARROW = "(max-width: 760px)";

export class Desk {
  constructor() {
    this.world = new World();
    this.reading = new Reading();
    /** @type {number|null} */
    this.userId = null;
    /** @type {number|null} */
    this.chatId = null;
    /** @type {Set<() => void>} */
    this._turned = new Set();
    /** @type {(() => void)[]} */
    this._awaiting = [];
    this._run = "";
    /** Told when something was read. */
    this.onRead = () => {};
    addEventListener("popstate", () => this._follow());
    addEventListener("hashchange", () => this._follow());
  }

  /** Told whenever another person is played or another chat opened. @param {() => void} listener */
  onTurn(listener) {
    this._turned.add(listener);
  }

  get isNarrow() {
    return matchMedia(NARROW).matches;
  }

  get person() {
    return this.world.person(this.userId);
  }

  get chat() {
    return this.chatId === null ? undefined : this.world.chats.get(this.chatId);
  }

  /** Sits down where the address says, or where a newcomer sees most: with the office. */
  sit() {
    const { userId, chatId } = readRoute();
    const playable = this.world.people.filter((person) => person.user_id !== null);
    const office = playable.find((person) => person.role === "办公室") ?? playable[0];
    const who = this.world.person(userId)?.user_id ?? office?.user_id ?? null;
    if (who !== null) this._turn(who, this._openable(who, chatId), true);
    this._settle();
  }

  /** Waits until another rehearsal has begun and is shown. @returns {Promise<void>} */
  renewed() {
    return new Promise((resolve) => this._awaiting.push(resolve));
  }

  _settle() {
    const run = this.world.rehearsal?.run ?? "";
    if (this._run && run !== this._run) this._awaiting.splice(0).forEach((resolve) => resolve());
    this._run = run;
  }

  /** Plays somebody else; the chat stays where they have it, too. @param {number} userId @param {number} [chatId] */
  play(userId, chatId) {
    if (!this.world.person(userId)) return;
    const wanted = chatId ?? (this.chat?.isPrivate ? userId : this.chatId);
    this._turn(userId, this._openable(userId, wanted));
  }

  /** @param {number|null} chatId */
  open(chatId) {
    if (this.userId !== null) this._turn(this.userId, chatId);
  }

  /** Opens a link: the bot's own act here, as they do in Telegram. @param {string} url */
  async follow(url) {
    const link = new URL(url);
    const isOurs = link.host === "t.me" && link.pathname.slice(1).toLowerCase() === this._botName();
    if (!isOurs) {
      if (/^https?:$/.test(link.protocol)) window.open(url, "_blank", "noopener,noreferrer");
      else toast(WORDS.noSuchLink);
      return;
    }
    if (this.userId === null) return;
    const asked = link.searchParams;
    if (asked.has("startgroup")) await this._startInGroup(asked.get("startgroup") ?? "");
    else await this._start(asked.get("start") ?? "");
  }

  /** @param {string} payload */
  async _start(payload) {
    this.open(this.userId);
    await server.start(/** @type {number} */ (this.userId), payload);
  }

  /** @param {string} payload */
  async _startInGroup(payload) {
    const groups = this.world.chatsOf(/** @type {number} */ (this.userId)).filter((chat) => !chat.isPrivate);
    const choices = groups.map((chat) => ({
      face: chatFace(chat), title: chat.title, why: chat.unit, value: chat.chatId,
    }));
    const chosen = await choose(WORDS.chooseGroup, "", choices);
    if (chosen === undefined) return;
    this.open(chosen);
    await server.start(/** @type {number} */ (this.userId), payload, chosen);
  }

  _botName() {
    return this.world.rehearsal?.bot.username.toLowerCase();
  }

  /** @param {number} userId @param {number|null} chatId */
  _openable(userId, chatId) {
    const chats = this.world.chatsOf(userId);
    if (chatId !== null && chats.some((chat) => chat.chatId === chatId)) return chatId;
    if (this.isNarrow) return null;
    return (chats.find((chat) => chat.unit === WORDS.whole) ?? chats[0])?.chatId ?? null;
  }

  _follow() {
    const { userId, chatId } = readRoute();
    if (userId !== null && this.world.person(userId)) this._turn(userId, this._openable(userId, chatId), true);
  }

  /** @param {number} userId @param {number|null} chatId @param {boolean} [replace] */
  _turn(userId, chatId, replace = false) {
    this.userId = userId;
    this.chatId = chatId;
    goTo(userId, chatId, { replace });
    for (const listener of this._turned) listener();
  }
}
