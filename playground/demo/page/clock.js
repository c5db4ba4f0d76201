/** The clock bar: what time it is in the rehearsal, and how to let time pass. */

import { clockTime, dayName, isoDay } from "./dates.js";
import { el, fill } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";

export class ClockBar {
  /** @param {HTMLElement} element @param {import("./desk.js").Desk} desk */
  constructor(element, desk) {
    this._world = desk.world;
    this._shown = "";
    this._element = element;
    this._now = el("time.now", { id: "now", "aria-live": "off" });
    this._date = el("input.date", {
      type: "date", "aria-label": WORDS.pickDate, tabIndex: -1, on: { change: () => this._picked() },
    });
    this._digest = this._step("digest", "", ".primary");
    this._steps = el(
      "div.steps",
      { role: "toolbar", "aria-label": WORDS.clock },
      this._digest,
      this._step("next", WORDS.nextMoment, "", WORDS.nextMomentWhy),
      this._step("day", WORDS.day),
      this._step("week", WORDS.week),
      el("button.step", { type: "button", id: "pick-date", on: { click: () => this._pick() } }, WORDS.pickDate, this._date),
      this._step("today", WORDS.today),
    );
    this._moving = el("span.moving", { role: "status", hidden: true }, WORDS.moving);
    element.setAttribute("aria-label", WORDS.clock);
    element.append(icon("clock"), this._now, this._moving, this._steps);
    desk.world.on("clock", () => this._show());
    desk.world.on("bureau", () => this._show());
    desk.world.on("moving", (isMoving) => this._move(isMoving));
    setInterval(() => this._show(), 1000);
  }

  /** @param {string} to @param {string} words @param {string} [more] @param {string} [why] */
  _step(to, words, more = "", why = "") {
    return el(`button.step${more}`, { type: "button", id: `to-${to}`, title: why, on: { click: () => this.go(to) } }, words);
  }

  /** Lets time pass. @param {string} to  what the server understands, or a day */
  async go(to) {
    if (this._world.isMoving) return;
    const before = this._world.now();
    try {
      const { now } = await server.move(to);
      const instant = new Date(now);
      toast(instant < before ? WORDS.movedBack : WORDS.arrived(`${dayName(instant)} ${clockTime(instant)}`));
    } catch {
      toast(WORDS.stuck, "trouble");
    }
  }

  _show() {
    const rehearsal = this._world.rehearsal;
    if (!rehearsal) return;
    const now = this._world.now();
    const shown = `${dayName(now)} ${clockTime(now)}`;
    if (shown === this._shown) return;
    this._shown = shown;
    this._now.dateTime = now.toISOString();
    fill(this._now, el("span.year", {}, WORDS.year(isoDay(now).slice(0, 4))), el("span", {}, dayName(now)), el("b", {}, clockTime(now)));
    this._digest.textContent = WORDS.nextDigest(rehearsal.digest_at.replace(/^0/, ""));
  }

  /** @param {boolean} isMoving */
  _move(isMoving) {
    this._moving.hidden = !isMoving;
    this._element.classList.toggle("is-moving", isMoving);
    for (const button of this._steps.querySelectorAll("button")) button.disabled = isMoving;
  }

  _pick() {
    this._date.value = isoDay(this._world.now());
    this._date.showPicker?.();
    this._date.focus();
  }

  _picked() {
    const { value } = this._date;
    if (/^[12]\d{3}-\d\d-\d\d$/.test(value) && value !== isoDay(this._world.now())) this.go(value);
  }
}
