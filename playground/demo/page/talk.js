/** The conversation in the middle: the open chat's messages, day by day, and where to speak below them. */

import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { clockTime, weekday } from "./dates.js";
import { el, fill } from "./element.js";
import { forwardTo } from "./forward.js";
import { icon } from "./icons.js";
import { copyText, pressKey } from "./keyboard.js";
import { chatFace } from "./person.js";
import { chooseReaction, setReaction } from "./reactions.js";
import { Pinned } from "./pinned.js";
import { isSaid } from "./reading.js";
import { Sheet } from "./sheet.js";
import { toast } from "./toast.js";
import { welcome } from "./welcome.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Message} Message */

const NEAR_BOTTOM = 80; // pixels

export class Talk {
  /** @param {HTMLElement} element @param {import("./desk.js").Desk} desk */
  constructor(element, desk) {
    this._desk = desk;
    this._element = element;
    this._shown = "";
    this._unreadFrom = 0;
    /** @type {Sheet|null} */
    this._sheet = null;
    this._head = el("header.talk-head");
    this._bars = el("button.bars", {
      type: "button", id: "bars", title: WORDS.bars, "aria-label": WORDS.bars, "aria-expanded": "false",
      on: { click: () => this._unfold(!document.body.classList.contains("bars-open")) },
    });
    this._pinned = new Pinned(desk, (messageId) => this._jump(messageId));
    this._log = el("div.log", {
      role: "log", "aria-label": WORDS.messages, tabIndex: 0,
      on: { scroll: () => this._scrolled(), keydown: (/** @type {KeyboardEvent} */ event) => this._key(event) },
    });
    this._down = el("button.round.to-bottom", {
      type: "button", title: WORDS.toBottom, "aria-label": WORDS.toBottom, hidden: true,
      on: { click: () => this._toBottom("smooth") },
    }, icon("down"));
    this._typing = el("div.typing", { hidden: true }, el("span.dots", {}, el("i"), el("i"), el("i")), WORDS.typing);
    this.composer = new Composer(desk);
    element.append(this._head, this._pinned.element, this._log, this._down, this._typing, this.composer.element);
    desk.onTurn(() => this._turn());
    desk.world.on("bureau", () => this._showHead());
    desk.world.on("clock", () => this._showTime());
    setInterval(() => this._showTime(), 1000);
    desk.world.on("chat", (news) => news.chatId === desk.chatId && this._changed(news));
    desk.world.on("typing", (news) => news.chatId === desk.chatId && this._showTyping());
  }

  /** Another person or another chat. */
  _turn() {
    const { userId, chatId } = this._desk;
    document.body.classList.toggle("in-chat", chatId !== null);
    const shown = `${userId}/${chatId}`;
    if (shown === this._shown) return;
    this._shown = shown;
    this._unfold(false);
    this._unreadFrom = chatId === null || userId === null ? 0 : this._desk.reading.upTo(userId, chatId);
    this._isNew = true;
    this._showHead();
    this._pinned.show();
    this._showTyping();
    this._showAll();
  }

  _showHead() {
    const chat = this._desk.chat;
    const back = el("button.round.back", { type: "button", title: WORDS.back, "aria-label": WORDS.back, on: { click: () => this._desk.open(null) } }, icon("back"));
    if (!chat) return fill(this._head);
    const people = [...chat.memberIds].filter((id) => id !== this._desk.world.rehearsal?.bot.id);
    const names = people.map((id) => this._desk.world.person(id)?.name).filter(Boolean);
    const line = chat.isPrivate ? WORDS.bot : `${chat.unit ? `${chat.unit} · ` : ""}${WORDS.members(people.length)}`;
    const played = el("span.played", {}, `${WORDS.playedBy(this._desk.person?.name ?? "")} · `);
    const text = el("div.talk-title", { title: names.join("、") }, el("h1", {}, chat.title), el("small", {}, played, line));
    this._showTime();
    return fill(this._head, back, chatFace(chat), text, this._bars);
  }

  /** On a phone the chat's own bar says the time, and unfolds the bars above it. */
  _showTime() {
    const now = this._desk.world.rehearsal ? this._desk.world.now() : null;
    const shown = now ? `${weekday(now)} ${clockTime(now)}` : "";
    if (this._bars.textContent !== shown) fill(this._bars, el("span", {}, shown), icon("down"));
  }

  /** @param {boolean} isOpen */
  _unfold(isOpen) {
    document.body.classList.toggle("bars-open", isOpen);
    this._bars.setAttribute("aria-expanded", String(isOpen));
  }

  /** @param {{message?: Message, isEdit?: boolean, dropped?: number}} news */
  _changed(news) {
    this._pinned.show();
    if (news.dropped) this._remove(news.dropped);
    else if (news.message && news.isEdit) this._replace(news.message);
    else if (news.message) this._add(news.message);
    else this._showAll();
  }

  /** @param {number} messageId */
  _remove(messageId) {
    const old = this._log.querySelector(`[data-message="${messageId}"]`);
    if (old?.querySelector(".album")) this._showAll();
    else old?.remove();
  }

  /** @param {Message} message */
  _replace(message) {
    const old = this._log.querySelector(`[data-message="${message.message_id}"]`);
    if (!old) return;
    if (message.media_group_id) {
      this._showAgain();
      return;
    }
    const stays = this._isAtBottom();
    const fresh = bubble(message, old.classList.contains("following"), this._acts());
    const hadFocus = old.matches(":focus-visible") || old.querySelector(":focus-visible") !== null;
    old.replaceWith(fresh);
    if (hadFocus) (fresh.querySelector(".key") ?? fresh).focus({ preventScroll: true });
    fresh.classList.add("changed");
    if (stays) this._toBottom();
  }

  /** Shows the chat again. */
  _showAll() {
    const { world, chatId, userId } = this._desk;
    fill(this._log);
    this._sheet = new Sheet(this._log, this._acts(), this._unreadFrom);
    if (chatId === null || userId === null) return;
    const messages = world.messages(chatId);
    if (messages.some(isSaid)) for (const message of messages) this._sheet.add(message);
    else this._log.append(welcome(this._desk, this.composer));
    if (this._isNew && messages.length) this._toUnread();
    else this._toBottom();
    if (messages.length) this._isNew = false;
    this._scrolled();
  }

  /** The same, with the view where it was: an album is several messages in one bubble. */
  _showAgain() {
    const [top, stays] = [this._log.scrollTop, this._isAtBottom()];
    this._showAll();
    if (!stays) this._log.scrollTop = top;
  }

  /** What came last goes below; nothing else moves, so that no click which is under way is lost. @param {Message} message */
  _add(message) {
    if (!this._sheet?.newest || message.message_id < this._sheet.newest) return this._showAll();
    const stays = this._isAtBottom() || message.from?.id === this._desk.userId;
    this._sheet.add(message);
    if (stays) this._toNewest();
    this._scrolled();
    return undefined;
  }

  /** @returns {import("./bubble.js").Acts} */
  _acts() {
    const desk = this._desk;
    const userId = /** @type {number} */ (desk.userId);
    const follow = (/** @type {string} */ url) => desk.follow(url);
    return {
      userId,
      isPrivate: Boolean(desk.chat?.isPrivate),
      who: (id) => desk.world.person(id),
      reach: { open: follow, play: (id) => desk.play(id), use: (command) => this.composer.put(`${command} `) },
      reply: (message) => this.composer.answer(message),
      forward: (message) => forwardTo(desk, message),
      copy: (message) => copyText(message.text ?? message.caption ?? ""),
      edit: (message) => this.composer.edit(message),
      react: (message, emoji) => (emoji === undefined ? chooseReaction(message, userId) : setReaction(message, userId, emoji)),
      jump: (messageId) => this._jump(messageId),
      press: (message, button, pressed) => pressKey({ userId, follow }, message, button, pressed),
    };
  }

  /** @param {number} messageId */
  _jump(messageId) {
    const target = this._log.querySelector(`[data-message="${messageId}"]`);
    if (!target) {
      toast(WORDS.gone);
      return;
    }
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("found");
    requestAnimationFrame(() => target.classList.add("found"));
    target.focus({ preventScroll: true });
  }

  _showTyping() {
    this._typing.hidden = this._desk.chatId === null || !this._desk.world.isTyping(this._desk.chatId);
  }

  /** @param {KeyboardEvent} event  ↑ ↓ between messages; R and F answer and forward the one in focus */
  _key(event) {
    const messages = [...this._log.querySelectorAll(".message")];
    const at = messages.indexOf(/** @type {Element} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) (messages[at < 0 ? messages.length - 1 : at + step] ?? messages[at])?.focus();
    else if (at >= 0 && event.key === "r") messages[at].querySelector(".tools button")?.click();
    else if (at >= 0 && event.key === "f") messages[at].querySelectorAll(".tools button")[1]?.click();
    else return;
    event.preventDefault();
  }

  _isAtBottom() {
    return this._log.scrollHeight - this._log.scrollTop - this._log.clientHeight < NEAR_BOTTOM;
  }

  /** @param {ScrollBehavior} [behavior] */
  _toBottom(behavior = "auto") {
    this._log.scrollTo({ top: this._log.scrollHeight, behavior });
  }

  /** The newest message, from its head where it is longer than the view. */
  _toNewest() {
    this._toBottom();
    const newest = /** @type {HTMLElement|null} */ (this._log.lastElementChild);
    if (newest && newest.offsetTop - 12 < this._log.scrollTop) this._log.scrollTop = newest.offsetTop - 12;
  }

  /** What is new begins at the top of the view, so that a long digest is read from its head. */
  _toUnread() {
    const messages = [...this._log.querySelectorAll("[data-message]")];
    const first = messages.find((each) => Number(each.dataset.message) > this._unreadFrom);
    this._toBottom();
    const line = this._log.querySelector(".unread-line") ?? first;
    if (line && line.offsetTop < this._log.scrollTop) this._log.scrollTop = line.offsetTop - 12;
  }

  /** What is on the screen has been read. */
  _scrolled() {
    const { userId, chatId, world } = this._desk;
    if (userId === null || chatId === null) return;
    this._down.hidden = this._isAtBottom();
    const newest = world.messages(chatId).at(-1);
    if (!newest || document.visibilityState === "hidden") return;
    if (this._desk.reading.mark(userId, chatId, newest.message_id)) this._desk.onRead();
  }
}
