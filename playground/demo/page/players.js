/** Whom to play: a button with their name, and a list of the whole bureau to search in. */

import { el, fill } from "./element.js";
import { icon } from "./icons.js";
import { face, post } from "./person.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Member} Member */

export class Players {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this._desk = desk;
    this._at = 0;
    this._button = el("button.player", {
      type: "button", id: "player", "aria-haspopup": "listbox", "aria-expanded": "false",
      on: { click: () => this._toggle() },
    });
    this._search = el("input.search", {
      type: "search", placeholder: WORDS.searchPeople, role: "combobox", autocomplete: "off",
      "aria-label": WORDS.searchPeople, "aria-controls": "people", "aria-expanded": "true",
      on: { input: () => this._list(), keydown: (/** @type {KeyboardEvent} */ event) => this._key(event) },
    });
    this._people = el("div.people", { id: "people", role: "listbox", "aria-label": WORDS.playSomebody });
    this._box = el("div.popover.players-box", { hidden: true }, this._search, this._people);
    this.element = el("div.players", {}, this._button, this._box);
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.contains(/** @type {Node} */ (event.target))) this._close(false);
    });
    desk.onTurn(() => this._show());
    desk.world.on("bureau", () => this._show());
  }

  _show() {
    const person = this._desk.person;
    if (!person) return;
    const line = post(person, WORDS.notListed);
    fill(
      this._button,
      face(person.name),
      el("span.player-text", {}, el("b", {}, person.name), el("small", {}, line)),
      icon("down"),
    );
    this._button.setAttribute("aria-label", `${WORDS.play} ${person.name}，${line}`);
    if (!this._box.hidden) this._list();
  }

  _toggle() {
    if (this._box.hidden) this._open();
    else this._close(true);
  }

  _open() {
    this._box.hidden = false;
    this._button.setAttribute("aria-expanded", "true");
    this._search.value = "";
    this._list();
    this._search.focus();
  }

  /** @param {boolean} focusBack */
  _close(focusBack) {
    if (this._box.hidden) return;
    this._box.hidden = true;
    this._button.setAttribute("aria-expanded", "false");
    if (focusBack) this._button.focus();
  }

  /** @param {KeyboardEvent} event */
  _key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this._point(this._at + step);
    else if (event.key === "Enter" && !event.isComposing) this._options()[this._at]?.click();
    else if (event.key === "Escape") this._close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @returns {HTMLElement[]} */
  _options() {
    return [...this._people.querySelectorAll("[role=option]:not([aria-disabled])")];
  }

  /** @param {number} place */
  _point(place) {
    const options = this._options();
    this._at = options.length ? (place + options.length) % options.length : 0;
    options.forEach((option, index) => option.classList.toggle("pointed", index === this._at));
    options[this._at]?.scrollIntoView({ block: "nearest" });
    this._search.setAttribute("aria-activedescendant", options[this._at]?.id ?? "");
  }

  _list() {
    const wanted = this._search.value.trim().toLowerCase();
    const found = this._desk.world.people.filter((person) =>
      `${person.name} ${person.unit} ${person.role}`.toLowerCase().includes(wanted),
    );
    fill(
      this._people,
      ...[...grouped(found)].map(([unit, people]) =>
        el("div.people-unit", { role: "group", "aria-label": unit }, el("h3", {}, unit), ...people.map((p) => this._option(p))),
      ),
      found.length ? null : el("p.faint", {}, WORDS.nobodyFound),
    );
    const played = this._options().findIndex((option) => option.getAttribute("aria-selected") === "true");
    this._point(wanted || played < 0 ? 0 : played);
  }

  /** @param {Member} person */
  _option(person) {
    const canPlay = person.user_id !== null;
    const line = canPlay ? person.role || WORDS.notListed : WORDS.notEnabled;
    const chosen = () => {
      this._close(true);
      this._desk.play(/** @type {number} */ (person.user_id));
    };
    return el(
      "div.person",
      {
        role: "option", id: `person-${person.user_id ?? person.name}`,
        "aria-selected": String(canPlay && person.user_id === this._desk.userId),
        "aria-disabled": canPlay ? null : "true",
        on: canPlay ? { click: chosen } : {},
      },
      face(person.name),
      el("span", {}, person.name),
      el("small", {}, line),
    );
  }
}

/** The people by unit, in the roster's order; people without a unit come last. @param {Member[]} people */
function grouped(people) {
  /** @type {Map<string, Member[]>} */
  const units = new Map();
  for (const person of people) {
    const unit = person.unit || (person.role ? person.role : WORDS.others);
    units.set(unit, [...(units.get(unit) ?? []), person]);
  }
  return units;
}
