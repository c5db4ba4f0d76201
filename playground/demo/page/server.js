/** Talks to the playground: each call is one request of this page's own server. */

/** What the server would not do. */
export class Refused extends Error {
  /** @param {string} why @param {number} status */
  constructor(why, status) {
    super(why);
    this.status = status;
  }
}

/** @param {string} path @param {RequestInit} [how] */
async function call(path, how) {
  const answer = await fetch(`/playground${path}`, how);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(said.error ?? answer.statusText, answer.status);
  return said;
}

/** @param {string} path @param {Record<string, any>} body */
function post(path, body = {}) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

const LARGEST_PHOTO = 10 * 1024 * 1024; // bytes; beyond that a picture goes as a file

/** As what a file is sent. @param {File} file */
export function kindOf(file) {
  if (["image/png", "image/jpeg", "image/gif"].includes(file.type) && file.size <= LARGEST_PHOTO) return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}

export const server = {
  /** @returns {Promise<import("./types.js").Rehearsal>} */
  rehearsal: () => call("/rehearsal"),
  state: () => call(""),
  /** @param {number} chatId @returns {Promise<import("./types.js").Message[]>} */
  messages: (chatId) => call(`/chats/${chatId}/messages?all=1`),
  /** @param {number} userId @param {number} chatId */
  menu: (userId, chatId) => call(`/rehearsal/menu?user_id=${userId}&chat_id=${chatId}`),
  /** @param {string} day */
  forecast: (day) => call(`/rehearsal/forecast?day=${day}`),
  /** @param {string} to */
  move: (to) => post("/rehearsal/move", { to }),
  /** The address of the board, signed in as that person. @param {number|null} userId */
  boardOf: (userId) => `/playground/rehearsal/board?user_id=${userId}`,
  /** @param {"sample"|"year"|"own"} scene */
  startOver: (scene) => post("/rehearsal", { scene }),
  /** @param {number} userId @param {number} chatId @param {string} text @param {number} [replyTo] */
  say: (userId, chatId, text, replyTo) =>
    post(`/people/${userId}/say`, { chat_id: chatId, text, ...(replyTo ? { reply_to: replyTo } : {}) }),
  /** @param {number} userId @param {number} chatId @param {number} messageId @param {string} button */
  press: (userId, chatId, messageId, button) =>
    post(`/people/${userId}/press`, { chat_id: chatId, message_id: messageId, button, within: 12 }),
  /** @param {number} userId @param {string} payload @param {number} [groupId] */
  start: (userId, payload, groupId) =>
    post(`/people/${userId}/start`, { payload, ...(groupId ? { chat_id: groupId } : {}) }),
  /** @param {number} userId @param {{from: number, messageId: number, to: number}} what */
  forward: (userId, what) =>
    post(`/people/${userId}/forward`, { from_chat_id: what.from, message_id: what.messageId, chat_id: what.to }),
  /** @param {number} userId @param {number} chatId @param {number} messageId @param {string} text */
  edit: (userId, chatId, messageId, text) => post(`/people/${userId}/edit`, { chat_id: chatId, message_id: messageId, text }),
  /** @param {number} userId @param {number} chatId @param {number} messageId @param {string} emoji */
  react: (userId, chatId, messageId, emoji) => post(`/people/${userId}/react`, { chat_id: chatId, message_id: messageId, emoji }),
  /** @param {number} userId @param {number} chatId @param {{latitude: number, longitude: number}} at @param {number} [replyTo] */
  sendPlace: (userId, chatId, at, replyTo) =>
    post(`/people/${userId}/location`, { chat_id: chatId, ...at, ...(replyTo ? { reply_to: replyTo } : {}) }),
  /** Several files are an album. @param {number} userId @param {number} chatId @param {File[]} files @param {{caption?: string, replyTo?: number}} [more] */
  sendFiles: (userId, chatId, files, more = {}) => {
    const form = new FormData();
    form.set("chat_id", String(chatId));
    if (more.caption) form.set("caption", more.caption);
    if (more.replyTo) form.set("reply_to", String(more.replyTo));
    files.forEach((file, place) => form.set(`${kindOf(file)}${place}`, file, file.name));
    return call(`/people/${userId}/files`, { method: "POST", body: form });
  },
  /** Waits until the bot has nothing more to say. */
  idle: () => call("/idle?timeout=15"),
  /** @param {string} fileId */
  fileUrl: (fileId) => `/playground/files/${encodeURIComponent(fileId)}`,
  workbookUrl: "/playground/rehearsal/workbook",
};
