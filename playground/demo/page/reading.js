/** What a person has read, for each chat; kept for this tab, as each tab is somebody else's telephone. */

/** @typedef {Record<string, number>} Marks */

export class Reading {
  constructor() {
    this._run = "";
    /** @type {Marks} */
    this._marks = {};
  }

  /** Reset with every rehearsal. @param {string} run */
  begin(run) {
    if (run === this._run) return;
    this._run = run;
    const kept = JSON.parse(sessionStorage.getItem("duban-read") ?? "{}");
    this._marks = kept.run === run ? kept.marks : {};
  }

  /** The newest message that the person has seen there. @param {number} userId @param {number} chatId */
  upTo(userId, chatId) {
    return this._marks[`${userId}/${chatId}`] ?? 0;
  }

  /** @param {number} userId @param {number} chatId @param {number} messageId @returns {boolean} whether that was news */
  mark(userId, chatId, messageId) {
    if (messageId <= this.upTo(userId, chatId)) return false;
    this._marks[`${userId}/${chatId}`] = messageId;
    sessionStorage.setItem("duban-read", JSON.stringify({ run: this._run, marks: this._marks }));
    return true;
  }

  /** @param {number} userId @param {number} chatId @param {import("./types.js").Message[]} messages */
  unread(userId, chatId, messages) {
    const mark = this.upTo(userId, chatId);
    return messages.filter((message) => message.message_id > mark && message.from?.id !== userId && isSaid(message));
  }
}

/** Whether it is a message rather than a note of who joined. @param {import("./types.js").Message} message */
export function isSaid(message) {
  const { text, caption, document, photo, video, voice, location } = message;
  return Boolean(text || caption || document || photo || video || voice || location);
}
