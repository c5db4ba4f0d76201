/** Dropping a file on the page: to the left as the office's workbook, to the right into the open chat. */

import { el } from "./element.js";
import { icon } from "./icons.js";
import { WORDS } from "./words.js";
import { importWorkbook } from "./workbook.js";

/** @param {import("./desk.js").Desk} desk @param {import("./composer.js").Composer} composer */
export function acceptDrops(desk, composer) {
  const office = zone("table", WORDS.dropOffice, WORDS.dropOfficeWhy);
  const chat = zone("clip", WORDS.dropChat, "");
  const veil = el("div.drop", { hidden: true }, office, chat);
  document.body.append(veil);

  const isFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const over = (/** @type {DragEvent} */ event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    veil.hidden = false;
    chat.hidden = desk.chatId === null;
    chat.querySelector("small").textContent = desk.chat?.title ?? "";
    const target = /** @type {Node} */ (event.target);
    office.classList.toggle("aimed", office.contains(target));
    chat.classList.toggle("aimed", chat.contains(target));
  };
  const dropped = (/** @type {DragEvent} */ event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    veil.hidden = true;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    if (chat.contains(/** @type {Node} */ (event.target))) composer.sendFiles(files);
    else importWorkbook(desk, files[0]);
  };
  addEventListener("dragenter", over);
  addEventListener("dragover", over);
  addEventListener("drop", dropped);
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) veil.hidden = true;
  });
}

/** @param {any} sign @param {string} title @param {string} why */
function zone(sign, title, why) {
  return el("div.drop-zone", {}, icon(sign), el("b", {}, title), el("small", {}, why));
}
