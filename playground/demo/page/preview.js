/** The preview of pushes: for a chosen day, what each group and each person would receive; made to be printed. */

import { clockTime, dayName, dayOf, isoDay, setZone } from "./dates.js";
import { byId, el, fill } from "./element.js";
import { icon } from "./icons.js";
import { rich } from "./rich.js";
import { Refused, server } from "./server.js";
import { showTheme } from "./theme.js";
import { WORDS } from "./words.js";

showTheme();
const head = byId("head");
const sheet = byId("forecast");
const day = el("input", { type: "date", id: "day", "aria-label": WORDS.previewDay, on: { change: () => turn() } });

function turn() {
  if (!day.value) return;
  history.replaceState(null, "", `#${day.value}`);
  show(day.value);
}

/** @param {string} iso */
async function show(iso) {
  sheet.setAttribute("aria-busy", "true");
  try {
    fill(sheet, ...pages(await server.forecast(iso)));
  } catch (error) {
    const isRefused = error instanceof Refused && error.status === 400;
    fill(sheet, el("p.none", {}, isRefused ? WORDS.previewPast : WORDS.offline));
  } finally {
    sheet.removeAttribute("aria-busy");
  }
}

/** @param {any} forecast */
function pages(forecast) {
  const named = dayName(dayOf(forecast.day));
  const { readers } = forecast;
  const groups = readers.filter((/** @type {any} */ reader) => reader.is_group);
  const people = readers.filter((/** @type {any} */ reader) => !reader.is_group);
  const letters = readers.reduce((/** @type {number} */ sum, /** @type {any} */ reader) => sum + reader.letters.length, 0);
  if (!letters) return [el("p.none", {}, forecast.is_work_day ? WORDS.previewNone : WORDS.previewRest)];
  return [
    el("p.lead", {}, WORDS.previewLead(named), el("b", {}, WORDS.previewCount(groups.length, people.length, letters))),
    part(WORDS.previewGroups, groups),
    part(WORDS.previewPeople, people),
  ];
}

/** @param {string} title @param {any[]} readers */
function part(title, readers) {
  if (!readers.length) return null;
  return el("section.part", {}, el("h2", {}, title), el("div.readers", {}, ...readers.map(reader)));
}

/** @param {any} one */
function reader(one) {
  const line = one.is_group ? one.unit : [one.role, one.unit].filter(Boolean).join(" · ");
  return el(
    "article.reader",
    {},
    el("h3", {}, one.name, line ? el("small", {}, line) : null),
    ...one.letters.map((/** @type {any} */ letter) =>
      el(
        "div.letter",
        {},
        el("div.when", {}, el("time", {}, clockTime(new Date(letter.at))), letter.silent ? el("span", { title: WORDS.silent }, icon("muted")) : null),
        el("div.text", {}, ...rich(letter.text, letter.entities)),
        letter.rows.length ? el("div.keys", {}, ...letter.rows.flat().map((/** @type {string} */ label) => el("span", {}, label))) : null,
      ),
    ),
  );
}

async function begin() {
  const rehearsal = await server.rehearsal();
  setZone(rehearsal.zone);
  const now = new Date(rehearsal.now);
  fill(
    head,
    el("img", { src: "/page/seal.svg", alt: "", width: 28, height: 28 }),
    el("h1", {}, WORDS.previewTitle),
    el("label.day-field", {}, el("span", {}, WORDS.previewDay), day),
    el("button.primary", { type: "button", id: "print", on: { click: () => window.print() } }, icon("print"), el("span", {}, WORDS.print)),
    el("a.act", { href: "/" }, icon("back"), el("span", {}, WORDS.previewBack)),
  );
  day.min = isoDay(now);
  const asked = /^#(\d{4}-\d\d-\d\d)$/.exec(location.hash)?.[1];
  day.value = asked ?? rehearsal.next_digest.slice(0, 10);
  await show(day.value);
  document.documentElement.dataset.ready = "yes";
}

begin();
