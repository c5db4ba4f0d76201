/** The top of the page: what this is, whom one plays, and what else can be done. */

import { el, fill } from "./element.js";
import { icon } from "./icons.js";
import { Players } from "./players.js";
import { server } from "./server.js";
import { nextTheme, setTheme, theme } from "./theme.js";
import { WORDS } from "./words.js";
import { askToStartOver, importWorkbook } from "./workbook.js";

const THEME_SIGNS = /** @type {const} */ ({ auto: "auto", light: "sun", dark: "moon" });

/** @param {HTMLElement} element @param {import("./desk.js").Desk} desk */
export function showTop(element, desk) {
  const acts = el(
    "div.acts",
    { id: "acts" },
    act("table", WORDS.own, "own", () => importWorkbook(desk)),
    act("eye", WORDS.preview, "preview", () => window.open("/preview", "_blank")),
    act("board", WORDS.board, "board", () => window.open(server.boardOf(desk.userId), "_blank")),
    act("tab", WORDS.newTab, "new-tab", () => window.open(location.href, "_blank")),
    act("again", WORDS.startOver, "again", () => askToStartOver(desk)),
    themeButton(),
  );
  const more = el("button.round.more", {
    type: "button", title: WORDS.more, "aria-label": WORDS.more, "aria-expanded": "false", "aria-controls": "acts",
  }, icon("more"));
  const unfold = (/** @type {boolean} */ isOpen) => {
    acts.classList.toggle("unfolded", isOpen);
    more.setAttribute("aria-expanded", String(isOpen));
  };
  more.addEventListener("click", () => unfold(!acts.classList.contains("unfolded")));
  acts.addEventListener("click", () => unfold(false));
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!acts.contains(target) && !more.contains(target)) unfold(false);
  });
  const brand = el(
    "div.brand",
    {},
    el("img", { src: "/page/seal.svg", alt: "", width: 32, height: 32 }),
    el("div.brand-text", {}, el("b", {}, WORDS.title), el("small", {}, WORDS.subtitle)),
  );
  element.append(brand, new Players(desk).element, acts, more);
}

/** @param {any} sign @param {string} words @param {string} id @param {() => void} done */
function act(sign, words, id, done) {
  return el("button.act", { type: "button", id, title: words, on: { click: done } }, icon(sign), el("span", {}, words));
}

function themeButton() {
  const button = act("auto", WORDS.theme, "theme", () => {
    setTheme(nextTheme());
    show();
  });
  const show = () => {
    const words = `${WORDS.theme}：${WORDS.themes[theme()]}`;
    fill(button, icon(THEME_SIGNS[theme()]), el("span", {}, words));
    button.title = words;
    button.setAttribute("aria-label", words);
  };
  show();
  return button;
}
