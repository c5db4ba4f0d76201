// What a page of the board does besides being read: it follows the ledger, keeps the theme and prints. Without it
// everything can be read all the same.
"use strict";
const body = document.body;
const AGAIN = 15000; // ms until a board that could not ask tries again
const line = document.querySelector(".lost");
const lost = line?.dataset.lost ?? "";
let wanted = body.dataset.revision;
let asking = false;
let within = 0; // ms, as the server says: the more boards are open, the longer
let waiting = 0; // a timer: whatever comes until then is asked for together

/** @param {string} text */
function say(text) {
  if (line && line.textContent !== text) line.textContent = text;
}

/** Whether somebody is filling in a field, which a new page would empty. */
function isBusy() {
  const active = document.activeElement;
  return active instanceof HTMLInputElement || active instanceof HTMLSelectElement;
}

/** Put the newest page in place of this one's main part; where the reader is stays as it is. */
async function refresh() {
  if (asking || isBusy() || body.dataset.revision === wanted) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (answer.status === 401) return location.reload();
    if (answer.status >= 502) throw new Error("the proxy answered: the board is being started again");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["main", ".foot", ".top .clock"]) take(page, part);
    body.dataset.revision = page.body.dataset.revision ?? wanted;
    say("");
    if (body.dataset.revision !== wanted) refreshWithin(within);
  } catch {
    say(lost);
    setTimeout(refresh, AGAIN);
  } finally {
    asking = false;
  }
}

/** At a random moment, so that open boards do not ask all at once. @param {number} ms */
function refreshWithin(ms) {
  within = ms;
  waiting ||= setTimeout(() => {
    waiting = 0;
    refresh();
  }, Math.random() * ms);
}

/** @param {Document} page @param {string} where */
function take(page, where) {
  const here = document.querySelector(where);
  const there = page.querySelector(where);
  if (!here || !there || here.innerHTML === there.innerHTML) return;
  const focused = here.contains(document.activeElement) ? pathOf(document.activeElement) : "";
  const opened = [...here.querySelectorAll("details")].map((each) => each.open);
  here.replaceChildren(...there.childNodes);
  here.querySelectorAll("details").forEach((each, place) => (each.open = opened[place] ?? each.open));
  if (focused) here.querySelector(focused)?.focus({ preventScroll: true });
  prepare(here);
}

/** How the same element is found in the new page: by its name or its address. @param {Element} element */
function pathOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : "";
}

/** Follow the ledger: the server says when there is something new. */
function follow() {
  const events = new EventSource(`${body.dataset.base}/events`);
  events.addEventListener("revision", (event) => {
    const [revision, ms] = event.data.split(" ");
    wanted = revision;
    say("");
    refreshWithin(Number(ms));
  });
  events.addEventListener("ended", () => location.reload());
  events.addEventListener("error", () => {
    say(lost);
    if (events.readyState === EventSource.CLOSED) setTimeout(followAgain, AGAIN);
  });
}

/** A browser tries again by itself only where nobody answered; an answer may be the proxy's, or that one is out. */
async function followAgain() {
  const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) return location.reload();
  follow();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** @param {ParentNode} part */
function prepare(part) {
  for (const button of part.querySelectorAll("[data-print-button]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

for (const button of document.querySelectorAll("[data-theme-button]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("duban-theme", theme);
    } catch {
      // it holds until the next page
    }
  });
}
prepare(document);
if (body.dataset.live) {
  follow();
  document.addEventListener("focusout", () => setTimeout(refresh, 0));
}
