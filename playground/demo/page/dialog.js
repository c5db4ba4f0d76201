/** Questions over the page: the browser's own dialogs, which keep the focus and close with Esc. */

import { el } from "./element.js";
import { icon } from "./icons.js";
import { WORDS } from "./words.js";

/**
 * Shows a dialog; resolves with what ``close`` was called with, or undefined when it was dismissed.
 *
 * @template T
 * @param {string} title
 * @param {(close: (answer?: T) => void) => (Node|string)[]} content
 * @returns {Promise<T|undefined>}
 */
export function ask(title, content) {
  return new Promise((resolve) => {
    /** @type {T|undefined} */
    let answer;
    /** @param {T} [given] */
    const close = (given) => {
      answer = given;
      dialog.close();
    };
    const shut = el("button.round", { type: "button", title: WORDS.close, "aria-label": WORDS.close }, icon("close"));
    shut.addEventListener("click", () => close());
    const heading = el("h2", { id: "dialog-title" }, title);
    const dialog = el(
      "dialog",
      { "aria-labelledby": "dialog-title" },
      el("div.dialog-head", {}, heading, shut),
      el("div.dialog-body", {}, ...content(close)),
    );
    dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A message that wants to be acknowledged, as an alert of the bot does. @param {string} text */
export function alertOf(text) {
  return ask(WORDS.bot, (close) => [
    el("p.alert-text", {}, text),
    el(
      "div.dialog-acts",
      {},
      el("button.primary", { type: "button", autofocus: true, on: { click: () => close() } }, WORDS.understood),
    ),
  ]);
}

/**
 * Lets somebody choose one of several; each has a title, a line below it, and what it stands for.
 *
 * @template T
 * @param {string} title @param {string} lead
 * @param {{face?: Node, title: string, why?: string, value: T}[]} choices
 * @returns {Promise<T|undefined>}
 */
export function choose(title, lead, choices) {
  return ask(title, (close) => [
    ...(lead ? [el("p.lead", {}, lead)] : []),
    el(
      "ul.choices",
      {},
      ...choices.map((choice) =>
        el(
          "li",
          {},
          el(
            "button.choice",
            { type: "button", on: { click: () => close(choice.value) } },
            choice.face,
            el("span.choice-text", {}, el("b", {}, choice.title), choice.why ? el("small", {}, choice.why) : null),
          ),
        ),
      ),
    ),
  ]);
}
