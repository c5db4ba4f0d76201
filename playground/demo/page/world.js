/** What this page knows: the bureau, its chats, what was said in them. Listeners are told of changes. */

import { server } from "./server.js";
import { WORDS } from "./words.js";

const TYPING_MS = 6000;

/** @typedef {"bureau"|"chat"|"typing"|"clock"|"moving"} News */

export class World {
  /** @type {import("./types.js").Rehearsal|null} */
  rehearsal = null;
  /** @type {import("./types.js").Member[]} */
  people = [];
  /** @type {Map<number, import("./types.js").Chat>} */
  chats = new Map();
  isMoving = false;
  /** @type {Map<News, Set<(what: any) => void>>} */
  _listeners = new Map();
  /** @type {Map<number, Map<number, import("./types.js").Message>>} */
  _messages = new Map();
  /** @type {Map<number, Promise<void>>} */
  _loading = new Map();
  /** @type {Map<number, number>} */
  _typing = new Map();
  _clockSet = { at: 0, pulse: 0 };
  _soon = 0;

  /** @param {News} news @param {(what: any) => void} listener */
  on(news, listener) {
    if (!this._listeners.has(news)) this._listeners.set(news, new Set());
    this._listeners.get(news)?.add(listener);
  }

  /** @param {News} news @param {any} [what] */
  _tell(news, what) {
    for (const listener of this._listeners.get(news) ?? []) listener(what);
  }

  /** Reads everything again, chats as they are asked for; null while a rehearsal is being prepared. */
  async load() {
    const [rehearsal, state] = await Promise.all([server.rehearsal(), server.state()]);
    if (rehearsal.is_opening) return null;
    this._messages.clear();
    this._loading.clear();
    this._take(rehearsal, state);
    this._setClock(rehearsal.now);
    this._setMoving(rehearsal.is_moving);
    return rehearsal;
  }

  /** People and chats may have changed; what was said stays. */
  async refresh() {
    const [rehearsal, state] = await Promise.all([server.rehearsal(), server.state()]);
    if (rehearsal.run === this.rehearsal?.run) this._take(rehearsal, state);
  }

  /** @param {import("./types.js").Rehearsal} rehearsal @param {any} state */
  _take(rehearsal, state) {
    this.rehearsal = rehearsal;
    this.people = rehearsal.people;
    this.chats = new Map();
    for (const chat of state.chats) {
      if (chat.migrated_to) continue;
      const memberIds = new Set(chat.members.map((/** @type {any} */ member) => member.user.id));
      const unit = rehearsal.bindings[chat.id] ?? "";
      this.chats.set(chat.id, { chatId: chat.id, title: chat.title, unit, isPrivate: false, memberIds, pinned: chat.pinned });
    }
    for (const person of state.people) {
      const memberIds = new Set([person.id, rehearsal.bot.id]);
      const title = rehearsal.bot.first_name;
      this.chats.set(person.id, { chatId: person.id, title, unit: "", isPrivate: true, memberIds, pinned: null });
    }
    this._tell("bureau");
  }

  /** The chats of a person: groups in the bureau's order, first the private one. @param {number} userId */
  chatsOf(userId) {
    const mine = [...this.chats.values()].filter((chat) =>
      chat.isPrivate ? chat.chatId === userId : chat.memberIds.has(userId),
    );
    const rank = (/** @type {any} */ chat) => (chat.isPrivate ? 0 : chat.unit === WORDS.whole ? 1 : 2);
    return mine.sort((a, b) => rank(a) - rank(b));
  }

  /** @param {number|null|undefined} userId */
  person(userId) {
    return this.people.find((person) => person.user_id === userId);
  }

  /** What was said in a chat, oldest first; empty until ``read`` has fetched it. @param {number} chatId */
  messages(chatId) {
    return [...(this._messages.get(chatId)?.values() ?? [])].sort((a, b) => a.message_id - b.message_id);
  }

  /** @param {number} chatId @param {number} messageId */
  message(chatId, messageId) {
    return this._messages.get(chatId)?.get(messageId);
  }

  /** Fetches what was said in a chat, once. @param {number} chatId @returns {Promise<void>} */
  read(chatId) {
    const known = this._loading.get(chatId);
    if (known) return known;
    const loading = server.messages(chatId).then((messages) => {
      const fresh = this._messages.get(chatId) ?? new Map();
      this._messages.set(chatId, new Map(messages.map((message) => [message.message_id, message])));
      for (const [id, message] of fresh) this._messages.get(chatId)?.set(id, message);
      this._tell("chat", { chatId });
    });
    loading.catch(() => this._loading.delete(chatId));
    this._loading.set(chatId, loading);
    return loading;
  }

  /** @param {import("./types.js").Happening} happening */
  happened(happening) {
    const { kind } = happening;
    if (kind === "message" || kind === "edited") this._put(happening.message, kind === "message" && happening.silent);
    else if (kind === "deleted") this._drop(happening.chat_id, happening.message_id);
    else if (kind === "reacted") this._react(happening);
    else if (kind === "action") this.setTyping(happening.chat_id, true);
    else if (kind === "clock") this._setClock(happening.now);
    else if (kind === "moving") this._setMoving(happening.is_moving);
    else this._refreshSoon();
  }

  /** @param {any} message @param {boolean} isSilent */
  _put(message, isSilent) {
    const chatId = message.chat.id;
    if (!this._messages.has(chatId)) {
      if (!this._loading.has(chatId)) return; // nobody asked for this chat yet; it is fetched whole when somebody does
      this._messages.set(chatId, new Map());
    }
    const before = this.message(chatId, message.message_id);
    const shown = { ...message, is_silent: before?.is_silent ?? isSilent, reactions: before?.reactions };
    this._messages.get(chatId)?.set(message.message_id, shown);
    if (message.from?.is_bot) this.setTyping(chatId, false);
    if (message.pinned_message) this._refreshSoon();
    this._tell("chat", { chatId, message: shown, isEdit: Boolean(before) });
  }

  /** @param {any} happening */
  _react({ chat_id: chatId, message_id: messageId, reactions }) {
    const before = this.message(chatId, messageId);
    if (!before) return;
    const message = { ...before, reactions };
    this._messages.get(chatId)?.set(messageId, message);
    this._tell("chat", { chatId, message, isEdit: true });
  }

  /** @param {number} chatId @param {number} messageId */
  _drop(chatId, messageId) {
    if (this._messages.get(chatId)?.delete(messageId)) this._tell("chat", { chatId, dropped: messageId });
  }

  /** @param {number} chatId @param {boolean} isTyping */
  setTyping(chatId, isTyping) {
    clearTimeout(this._typing.get(chatId));
    this._typing.delete(chatId);
    if (isTyping) this._typing.set(chatId, setTimeout(() => this.setTyping(chatId, false), TYPING_MS));
    this._tell("typing", { chatId, isTyping });
  }

  /** @param {number} chatId */
  isTyping(chatId) {
    return this._typing.has(chatId);
  }

  /** The playground's instant, which runs on between two moves. */
  now() {
    return new Date(this._clockSet.at + performance.now() - this._clockSet.pulse);
  }

  /** @param {string} now */
  _setClock(now) {
    this._clockSet = { at: Date.parse(now), pulse: performance.now() };
    this._tell("clock");
  }

  /** @param {boolean} isMoving */
  _setMoving(isMoving) {
    this.isMoving = isMoving;
    this._tell("moving", isMoving);
  }

  _refreshSoon() {
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this.refresh().catch(() => {}), 120);
  }
}
