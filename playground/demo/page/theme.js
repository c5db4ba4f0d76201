/** Light or dark: as the system has it, unless the reader chose. */

const KEPT_AS = "duban-theme";
/** @typedef {"auto"|"light"|"dark"} Theme */
const NEXT = /** @type {Record<Theme, Theme>} */ ({ auto: "light", light: "dark", dark: "auto" });

/** @returns {Theme} */
export function theme() {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

/** @param {Theme} chosen */
export function setTheme(chosen) {
  if (chosen === "auto") localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, chosen);
  showTheme();
}

export function nextTheme() {
  return NEXT[theme()];
}

/** Lets the page look as chosen. */
export function showTheme() {
  const chosen = theme();
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
