/** What can be sent besides words: files of one's own, a picture drawn here, a place. */

import { ask } from "./dialog.js";
import { clockTime, dayName } from "./dates.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { WORDS } from "./words.js";

/** Most that an album takes. */
export const ALBUM = 10;
const WIDTH = 480;
const HEIGHT = 320;

/**
 * The menu over the clip.
 *
 * @param {{choose: () => void, picture: () => void, place: () => void}} acts
 */
export function attachMenu(acts) {
  const entry = (/** @type {any} */ sign, /** @type {string} */ label, /** @type {() => void} */ act) =>
    el("button.act", { type: "button", role: "menuitem", on: { click: act } }, icon(sign), el("span", {}, label));
  return el(
    "div.popover.attach-menu",
    { hidden: true, role: "menu", "aria-label": WORDS.attach },
    entry("file", WORDS.attachFiles, acts.choose),
    entry("camera", WORDS.attachPicture, acts.picture),
    entry("pin", WORDS.attachPlace, acts.place),
  );
}

/** A picture as a telephone would take it: drawn here, with the day and hour on it. @param {Date} now @returns {Promise<File>} */
export async function drawPicture(now) {
  const words = `${dayName(now)} ${clockTime(now)}`;
  const font = `20px ${getComputedStyle(document.body).fontFamily}`;
  await document.fonts.load(font, words);
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { width: WIDTH, height: HEIGHT }));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const sky = pen.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, "#8fb6da");
  sky.addColorStop(1, "#e9e2cf");
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  for (const [x, height, colour] of [[30, 130, "#7b6a58"], [150, 190, "#a35c47"], [300, 150, "#5f7466"]]) {
    pen.fillStyle = /** @type {string} */ (colour);
    pen.fillRect(Number(x), HEIGHT - Number(height), 120, Number(height));
  }
  pen.fillStyle = "#1c2430";
  pen.font = font;
  pen.fillText(words, 16, 32);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new File([/** @type {Blob} */ (blob)], "photo.png", { type: "image/png" });
}

/** Asks for a place in degrees. @returns {Promise<{latitude: number, longitude: number}|undefined>} */
export function askPlace() {
  const field = (/** @type {string} */ id, /** @type {string} */ label, /** @type {number} */ value, /** @type {number} */ most) => {
    const input = el("input.search", { id, type: "number", step: "any", min: -most, max: most, required: true, value: String(value) });
    return [input, el("label.coordinate", { for: id }, el("span", {}, label), input)];
  };
  const [latitude, north] = field("latitude", WORDS.latitude, 30.25, 90);
  const [longitude, east] = field("longitude", WORDS.longitude, 120.5, 180);
  return ask(WORDS.attachPlace, (close) => [
    el(
      "form",
      {
        on: {
          submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            close({ latitude: Number(latitude.value), longitude: Number(longitude.value) });
          },
        },
      },
      north,
      east,
      el("div.dialog-acts", {}, el("button.primary", { type: "submit" }, WORDS.send)),
    ),
  ]);
}
