/** What a message shows besides its words: pictures, albums, videos, voices, files, places. */

import { el } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Message} Message */

/** @param {Message} message @returns {HTMLElement|null} */
export function media(message) {
  if (message.media_group_id) return el(`div.album${message.document ? ".files" : ""}`, {}, one(message));
  return one(message);
}

/** One more of the same album, below the words of its first. @param {Element} shown @param {Message} message */
export function addToAlbum(shown, message) {
  const tile = one(message);
  if (tile) Object.assign(tile.dataset, { message: String(message.message_id) });
  const album = shown.querySelector(".album");
  if (album && tile) album.append(tile);
}

/** @param {Message} message @returns {HTMLElement|null} */
function one(message) {
  if (message.photo) return photo(message.photo);
  if (message.location) return place(message.location);
  if (message.video) return file(message.video, "film", `${WORDS.video} ${lasting(message.video)}`);
  if (message.voice) return file(message.voice, "voice", lasting(message.voice));
  if (message.document) return file(message.document, "file", weight(message.document.file_size));
  return null;
}

/** @param {any[]} sizes */
function photo(sizes) {
  const largest = sizes.at(-1);
  const url = server.fileUrl(largest.file_id);
  const picture = el("img", { src: url, alt: WORDS.photo, width: largest.width, height: largest.height, loading: "lazy" });
  return el("a.photo", { href: url, target: "_blank", rel: "noopener" }, picture);
}

/** @param {any} given @param {"file"|"film"|"voice"} sign @param {string} line */
function file(given, sign, line) {
  const name = given.file_name ?? (sign === "voice" ? WORDS.voice : WORDS.file);
  return el(
    "a.document",
    { href: server.fileUrl(given.file_id), download: name, title: WORDS.download },
    el("span.document-sign", {}, icon(sign)),
    el("span.document-text", {}, el("b", {}, name), el("small", {}, line)),
  );
}

/** Minutes and seconds. @param {{duration: number}} given */
function lasting(given) {
  return `${Math.floor(given.duration / 60)}:${String(given.duration % 60).padStart(2, "0")}`;
}

/** @param {{latitude: number, longitude: number}} at */
function place(at) {
  return el(
    "div.place",
    {},
    el("span.place-map", { "aria-hidden": "true" }, icon("pin")),
    el("span.document-text", {}, el("b", {}, WORDS.place), el("small", {}, WORDS.at(at.latitude, at.longitude))),
  );
}

/** @param {number} bytes */
function weight(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
