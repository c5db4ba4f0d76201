/** Short words at the edge of the page, which leave by themselves. */

import { byId, el } from "./element.js";

const STAYS_MS = 3600;
const FOR_EACH_CHARACTER_MS = 60;

/** @param {string} text @param {"plain"|"trouble"} [kind] */
export function toast(text, kind = "plain") {
  if (!text) return;
  const box = byId("toasts");
  const shown = el(`div.toast.${kind}`, {}, text);
  box.append(shown);
  while (box.children.length > 3) box.firstChild.remove();
  setTimeout(() => shown.remove(), STAYS_MS + text.length * FOR_EACH_CHARACTER_MS);
}
