/** The messages of a chat one below the other: under their day, those of one sender together, new ones under a line. */

import { bubble } from "./bubble.js";
import { dayName, isoDay } from "./dates.js";
import { el } from "./element.js";
import { addToAlbum } from "./media.js";
import { isSaid } from "./reading.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Message} Message */

const FOLLOWS_WITHIN = 300; // seconds

export class Sheet {
  /** @param {HTMLElement} log @param {import("./bubble.js").Acts} acts @param {number} unreadFrom  0 draws no line */
  constructor(log, acts, unreadFrom) {
    this._log = log;
    this._acts = acts;
    this._unreadFrom = unreadFrom;
    this._isDivided = unreadFrom === 0;
    this._day = "";
    /** @type {Message|undefined} */
    this._above = undefined;
    /** The number of the message that stands last; 0 while there is none. */
    this.newest = 0;
  }

  /** @param {Message} message  newer than all above */
  add(message) {
    if (this._joins(message)) return;
    const date = new Date(message.date * 1000);
    if (isoDay(date) !== this._day) {
      this._log.append(el("div.day", {}, el("span", {}, dayName(date))));
      [this._day, this._above] = [isoDay(date), undefined];
    }
    if (!this._isDivided && message.message_id > this._unreadFrom && message.from?.id !== this._acts.userId) {
      this._log.append(el("div.unread-line", {}, el("span", {}, WORDS.unreadBelow)));
      [this._isDivided, this._above] = [true, undefined];
    }
    this._log.append(bubble(message, this._follows(message), this._acts));
    this._above = isSaid(message) ? message : undefined;
    this.newest = message.message_id;
  }

  /** Puts a picture to those that were sent together with it, if they stand just above. @param {Message} message */
  _joins(message) {
    const { media_group_id: album, caption } = message;
    if (!album || caption || this._above?.media_group_id !== album || !this._log.lastElementChild) return false;
    addToAlbum(this._log.lastElementChild, message);
    this._above = message;
    this.newest = message.message_id;
    return true;
  }

  /** Whether it is one of a row by the same sender. @param {Message} message */
  _follows(message) {
    const above = this._above;
    if (!above || above.sender_chat || message.sender_chat) return false;
    return above.from?.id === message.from?.id && message.date - above.date < FOLLOWS_WITHIN;
  }
}
