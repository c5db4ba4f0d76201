/** The command menu, with completion as one types: what Telegram offers to the person played in this chat. */

import { el, fill } from "./element.js";
import { server } from "./server.js";
import { WORDS } from "./words.js";

/** @typedef {{command: string, description: string}} Command */

export class Commands {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {HTMLTextAreaElement} input
   * @param {{send: (text: string) => void, put: (text: string) => void}} acts
   */
  constructor(desk, input, acts) {
    this._desk = desk;
    this._input = input;
    this._acts = acts;
    /** @type {Command[]} */
    this._menu = [];
    /** @type {Command[]} */
    this._shown = [];
    this._at = 0;
    this._list = el("div", { role: "listbox", id: "commands", "aria-label": WORDS.commands });
    this.element = el("div.commands", { hidden: true }, this._list, el("p.faint.keys-hint", {}, WORDS.commandsHint));
    input.setAttribute("aria-controls", "commands");
  }

  /** Another person or chat: the menu is asked for again. */
  async turn() {
    const { userId, chatId } = this._desk;
    this._menu = [];
    this._hide();
    if (userId === null || chatId === null) return;
    const menu = await server.menu(userId, chatId).catch(() => []);
    if (userId === this._desk.userId && chatId === this._desk.chatId) this._menu = menu;
  }

  /** The menu, whatever is typed. */
  async toggle() {
    if (!this.element.hidden) return this._hide();
    if (!this._menu.length) await this.turn();
    this._show(this._menu);
    this._input.focus();
    return undefined;
  }

  typed() {
    const begun = /^\/([a-z0-9_]*)$/i.exec(this._input.value);
    if (!begun) return this._hide();
    if (!this._menu.length) this.turn().then(() => this._menu.length && this.typed());
    return this._show(this._menu.filter(({ command }) => command.startsWith(begun[1].toLowerCase())));
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the menu */
  key(event) {
    if (this.element.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this._point(this._at + step);
    else if (event.key === "Tab") this._put(this._shown[this._at]);
    else if (event.key === "Enter" && !event.shiftKey) this._send(this._shown[this._at]);
    else if (event.key === "Escape") this._hide();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {Command[]} commands */
  _show(commands) {
    this._shown = commands;
    this.element.hidden = commands.length === 0;
    fill(this._list, ...commands.map((command, place) => this._row(command, place)));
    this._point(0);
  }

  /** @param {Command} command @param {number} place */
  _row(command, place) {
    return el(
      "div.command-row",
      {
        role: "option", id: `command-${place}`,
        on: {
          pointerdown: (/** @type {Event} */ event) => event.preventDefault(), // the focus stays in the field
          click: () => this._send(command),
        },
      },
      el("b", {}, `/${command.command}`),
      el("span", {}, command.description),
    );
  }

  /** @param {number} place */
  _point(place) {
    const rows = [...this._list.children];
    this._at = rows.length ? (place + rows.length) % rows.length : 0;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === this._at)));
    rows[this._at]?.scrollIntoView({ block: "nearest" });
    this._input.setAttribute("aria-activedescendant", this.element.hidden ? "" : `command-${this._at}`);
  }

  _hide() {
    this.element.hidden = true;
    this._input.setAttribute("aria-activedescendant", "");
  }

  /** @param {Command|undefined} command */
  _send(command) {
    if (!command) return;
    this._hide();
    this._acts.send(`/${command.command}`);
  }

  /** @param {Command|undefined} command */
  _put(command) {
    if (command) this._acts.put(`/${command.command} `);
  }
}
