/** Text with its marks as elements: bold, links, mentions, quotes, commands. */

import { el } from "./element.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Entity} Entity */
/** @typedef {{open: (url: string) => void, play: (userId: number) => void, use: (command: string) => void}} Reach */

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", hashtag: "span.tag", cashtag: "span.tag",
};

/**
 * @param {string} text
 * @param {Entity[]} entities  offsets in UTF-16 units, as strings have here
 * @param {Reach} [reach]  what links lead to; without it nothing can be pressed
 * @returns {Node[]}
 */
export function rich(text, entities, reach) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, sorted, 0, text.length, reach);
}

/** @param {string} text @param {Entity[]} inside @param {number} from @param {number} to @param {Reach|undefined} reach @returns {Node[]} */
function span(text, inside, from, to, reach) {
  /** @type {Node[]} */
  const nodes = [];
  let at = from;
  for (let next = 0; next < inside.length; ) {
    const entity = inside[next];
    const begin = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    let after = next + 1;
    while (after < inside.length && inside[after].offset < end) after += 1;
    if (begin < end) {
      if (begin > at) nodes.push(document.createTextNode(text.slice(at, begin)));
      const piece = span(text, inside.slice(next + 1, after), begin, end, reach);
      nodes.push(marked(entity, text.slice(begin, end), piece, reach));
      at = end;
    }
    next = after;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

/** @param {Entity} entity @param {string} text @param {Node[]} piece @param {Reach|undefined} reach */
function marked(entity, text, piece, reach) {
  const { type } = entity;
  if (type === "expandable_blockquote" && reach) return folded(text, piece);
  if (type in TAGS) return el(TAGS[/** @type {keyof typeof TAGS} */ (type)], {}, ...piece);
  if (type === "spoiler") return spoiler(piece);
  if (!reach) return el("span.mark", {}, ...piece);
  if (type === "text_link" || type === "url") return link(entity.url ?? text, piece, reach);
  if (type === "text_mention") {
    const { id, first_name: name } = entity.user;
    return press("mention", WORDS.playThis(name), piece, () => reach.play(id));
  }
  if (type === "bot_command") return press("command", WORDS.useCommand, piece, () => reach.use(text));
  return el("span.mark", {}, ...piece);
}

const FOLDS_FROM = 3; // lines; what is no longer is shown whole
const LINE = 20; // characters on a phone

/** A long quote: its head, until somebody taps it. Links in it work as they do elsewhere. @param {string} text @param {Node[]} piece */
function folded(text, piece) {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE)), 0);
  if (lines <= FOLDS_FROM) return el("blockquote", {}, ...piece);
  const key = el("button.inline.fold-key", { type: "button", "aria-expanded": "false" }, WORDS.unfold);
  const quote = el("blockquote.fold", {}, el("div.fold-text", {}, ...piece), key);
  quote.addEventListener("click", (/** @type {Event} */ event) => {
    const pressed = /** @type {Element} */ (event.target).closest("button, a");
    if (pressed && pressed !== key) return;
    const isOpen = quote.classList.toggle("open");
    key.textContent = isOpen ? WORDS.foldUp : WORDS.unfold;
    key.setAttribute("aria-expanded", String(isOpen));
  });
  return quote;
}

/** @param {string} url @param {Node[]} piece @param {Reach} reach */
function link(url, piece, reach) {
  const href = /^[a-z]+:/i.test(url) ? url : `https://${url}`;
  const followed = (/** @type {Event} */ event) => {
    event.preventDefault();
    reach.open(href);
  };
  return el("a", { href: "#", title: href, on: { click: followed } }, ...piece);
}

/** @param {string} kind @param {string} title @param {Node[]} piece @param {() => void} pressed */
function press(kind, title, piece, pressed) {
  return el(`button.inline.${kind}`, { type: "button", title, on: { click: pressed } }, ...piece);
}

/** @param {Node[]} piece */
function spoiler(piece) {
  const shown = el("button.inline.spoiler", { type: "button", title: WORDS.reveal }, ...piece);
  shown.addEventListener("click", () => shown.classList.add("revealed"));
  return shown;
}
