/** Where one speaks: text, commands with completion, files, places; and which message is answered or corrected. */

import { ALBUM, askPlace, attachMenu, drawPicture } from "./attach.js";
import { brief } from "./chats.js";
import { Commands } from "./commands.js";
import { el, fill } from "./element.js";
import { icon } from "./icons.js";
import { kindOf, server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Message} Message */

export class Composer {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    /** @type {Message|null} */
    this._answered = null;
    /** @type {Message|null} */
    this._corrected = null;
    /** @type {Map<string, string>} */
    this._drafts = new Map();
    this._place = "";
    this._input = el("textarea", {
      id: "say", rows: 1, placeholder: WORDS.say, "aria-label": WORDS.say, autocomplete: "off", enterkeyhint: "send",
      on: { input: () => this._typed(), keydown: (/** @type {KeyboardEvent} */ event) => this._key(event) },
    });
    this._commands = new Commands(desk, this._input, { send: (text) => this.say(text), put: (text) => this.put(text) });
    this._answer = el("div.answering", { hidden: true });
    this._file = el("input", { type: "file", multiple: true, hidden: true, tabIndex: -1, on: { change: () => this._chosen() } });
    this._menu = attachMenu({
      choose: () => this._attach(() => this._file.click()),
      picture: () => this._attach(async () => this.sendFiles([await drawPicture(desk.world.now())])),
      place: () => this._attach(() => this._sendPlace()),
    });
    this.element = el(
      "form.composer",
      { on: { submit: (/** @type {Event} */ event) => this._submit(event) } },
      this._commands.element,
      this._answer,
      this._menu,
      el(
        "div.composer-row",
        {},
        round("slash", WORDS.commands, "menu", () => this._commands.toggle()),
        el("div.field", {}, this._input),
        round("clip", WORDS.attach, "attach", () => this._unfoldMenu(this._menu.hidden)),
        el("button.round.send", { type: "submit", title: WORDS.send, "aria-label": WORDS.send }, icon("send")),
      ),
      this._file,
    );
    desk.onTurn(() => this._turn());
    addEventListener("click", (event) => {
      if (!this._menu.hidden && !this.element.contains(/** @type {Node} */ (event.target))) this._unfoldMenu(false);
    });
  }

  focus() {
    this._input.focus();
  }

  /** Puts words into the field. @param {string} text */
  put(text) {
    this._input.value = text;
    this._input.focus();
    this._typed();
  }

  /** @param {Message} message */
  answer(message) {
    this._forget();
    this._answered = message;
    this._announce("reply", WORDS.replyTo(message.from?.first_name ?? ""), message, WORDS.cancelReply);
  }

  /** What was said before stands in the field, to be said right. @param {Message} message */
  edit(message) {
    this._forget();
    this._corrected = message;
    this._announce("edit", WORDS.editing, message, WORDS.cancelEdit);
    this.put(message.text ?? message.caption ?? "");
  }

  /** @param {any} sign @param {string} title @param {Message} message @param {string} cancel */
  _announce(sign, title, message, cancel) {
    const shut = round("close", cancel, "cancel-reply", () => this._cancel());
    fill(this._answer, icon(sign), el("span", {}, el("b", {}, title), el("small", {}, brief(message))), shut);
    this._answer.hidden = false;
    this._input.focus();
  }

  /** Says something in the open chat, as an answer if one was begun. @param {string} text */
  async say(text) {
    const { userId, chatId, world } = this._desk;
    const said = text.trim();
    if (!said || userId === null || chatId === null) return;
    const [replyTo, corrected] = [this._answered?.message_id, this._corrected?.message_id];
    this.put("");
    this._forget();
    if (this._desk.chat?.isPrivate) this._await(chatId);
    try {
      if (corrected) await server.edit(userId, chatId, corrected, said);
      else await server.say(userId, chatId, said, replyTo);
    } catch (error) {
      world.setTyping(chatId, false);
      this.put(said);
      toast(WORDS.failed(String(error)), "trouble");
    }
  }

  /** Several of one kind are an album; the first of them has the caption. @param {File[]} files */
  async sendFiles(files) {
    if (files.length > ALBUM) {
      toast(WORDS.albumLimit(ALBUM), "trouble");
      return;
    }
    const isShown = (/** @type {File} */ file) => kindOf(file) !== "document"; // pictures and videos go together
    const albums = [files.filter(isShown), files.filter((file) => !isShown(file))].filter((each) => each.length);
    await this._send(async (userId, chatId, replyTo, caption) => {
      for (const [place, album] of albums.entries()) {
        await server.sendFiles(userId, chatId, album, { caption: place ? "" : caption, replyTo });
      }
    });
  }

  async _sendPlace() {
    const at = await askPlace();
    if (at) await this._send((userId, chatId, replyTo) => server.sendPlace(userId, chatId, at, replyTo), false);
  }

  /**
   * @param {(userId: number, chatId: number, replyTo: number|undefined, caption: string) => Promise<any>} send
   * @param {boolean} [takesWords]  whether what was typed goes along
   */
  async _send(send, takesWords = true) {
    const { userId, chatId } = this._desk;
    if (userId === null || chatId === null) return;
    const replyTo = this._answered?.message_id;
    const caption = takesWords ? this._input.value.trim() : "";
    if (takesWords) this.put("");
    this._forget();
    if (this._desk.chat?.isPrivate) this._await(chatId);
    try {
      await send(userId, chatId, replyTo, caption);
    } catch (error) {
      toast(WORDS.failed(String(error)), "trouble");
    }
  }

  /** @param {boolean} isOpen */
  _unfoldMenu(isOpen) {
    this._menu.hidden = !isOpen;
    if (isOpen) this._menu.querySelector("button")?.focus();
  }

  /** @param {() => void} act */
  _attach(act) {
    this._unfoldMenu(false);
    act();
  }

  /** The bot is at work until it says something, or has nothing to say. @param {number} chatId */
  _await(chatId) {
    const { world } = this._desk;
    world.setTyping(chatId, true);
    setTimeout(() => server.idle().then(() => world.setTyping(chatId, false), () => {}), 300);
  }

  /** @param {Event} event */
  _submit(event) {
    event.preventDefault();
    this.say(this._input.value);
  }

  _chosen() {
    const files = [...(this._file.files ?? [])];
    this._file.value = "";
    if (files.length) this.sendFiles(files);
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    if (event.isComposing || event.keyCode === 229) return; // an input method is still choosing characters
    if (this._commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.say(this._input.value);
    } else if (event.key === "Escape" && (this._answered || this._corrected)) {
      event.preventDefault();
      this._cancel();
    }
  }

  _typed() {
    this._fit();
    this.element.classList.toggle("filled", this._input.value.trim() !== "");
    this._commands.typed();
  }

  /** As high as what is typed, within bounds. */
  _fit() {
    this._input.style.height = "";
    const { scrollHeight } = this._input;
    if (scrollHeight > this._input.clientHeight) this._input.style.height = `${Math.min(scrollHeight, 160)}px`;
  }

  /** What was begun to be corrected stays as it was. */
  _cancel() {
    if (this._corrected) this.put("");
    this._forget();
  }

  _forget() {
    this._answered = null;
    this._corrected = null;
    this._answer.hidden = true;
  }

  /** Another person or chat: what was begun there waits there. */
  _turn() {
    const place = `${this._desk.userId}/${this._desk.chatId}`;
    if (place === this._place) return;
    if (this._place) this._drafts.set(this._place, this._input.value);
    this._place = place;
    this._forget();
    this._input.value = this._drafts.get(place) ?? "";
    this._typed();
    this.element.hidden = this._desk.chatId === null;
    this._commands.turn();
    if (!this._desk.isNarrow && this._desk.chatId !== null && document.activeElement === document.body) this._input.focus();
  }
}

/** @param {any} sign @param {string} title @param {string} kind @param {() => void} act */
function round(sign, title, kind, act) {
  return el(`button.round.${kind}`, { type: "button", title, "aria-label": title, on: { click: act } }, icon(sign));
}
