/** An office's own workbook: dropped on the page or chosen, it goes to the bot as the office would send it. */

import { ask, choose } from "./dialog.js";
import { el } from "./element.js";
import { icon } from "./icons.js";
import { server } from "./server.js";
import { toast } from "./toast.js";
import { WORDS } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {{file: File, isFresh: boolean}} Choice */

const KEEPER = "办公室";

/** Asks for a workbook, and whether it begins an own ledger. @param {Desk} desk @param {File} [dropped] */
export async function importWorkbook(desk, dropped) {
  const choice = await ask(WORDS.ownTitle, (close) => form(desk, close, dropped));
  if (!choice) return;
  if (choice.isFresh) await startOver(desk, "own");
  await sendAsOffice(desk, choice.file);
}

/** @param {Desk} desk @param {(choice?: Choice) => void} close @param {File} [dropped] */
function form(desk, close, dropped) {
  let file = dropped;
  const isOwn = desk.world.rehearsal?.scene === "own";
  const name = el("span.file-name", {}, file?.name ?? WORDS.ownNone);
  const go = el("button.primary", { type: "button", disabled: !file, id: "own-go" }, WORDS.ownGo);
  const chosen = () => {
    file = input.files?.[0] ?? file;
    name.textContent = file?.name ?? WORDS.ownNone;
    go.disabled = !file;
  };
  const input = el("input.unseen", { type: "file", id: "own-file", accept: ".xlsx,.xls,.et,.xlsb", on: { change: chosen } });
  const fresh = radio("own-fresh", WORDS.ownFresh, WORDS.ownFreshWhy, !isOwn);
  const join = radio("own-join", WORDS.ownJoin, WORDS.ownJoinWhy, isOwn);
  go.addEventListener("click", () => file && close({ file, isFresh: fresh.querySelector("input").checked }));
  return [
    el("p.lead", {}, WORDS.ownLead),
    el("label.picker", { htmlFor: "own-file" }, input, icon("table"), el("b", {}, WORDS.ownChoose), name),
    el("fieldset.ways", {}, el("legend.unseen", {}, WORDS.ownTitle), fresh, join),
    el(
      "div.dialog-acts",
      {},
      el("a.quiet", { href: server.workbookUrl, download: "" }, WORDS.ownTemplate),
      go,
    ),
  ];
}

/** @param {string} id @param {string} title @param {string} why @param {boolean} checked */
function radio(id, title, why, checked) {
  const input = el("input", { type: "radio", name: "way", id, checked });
  return el("label.way", { htmlFor: id }, input, el("span", {}, el("b", {}, title), el("small", {}, why)));
}

/** Plays the office in its private chat and sends the file there. @param {Desk} desk @param {File} file */
export async function sendAsOffice(desk, file) {
  const office = desk.world.people.find((person) => person.role === KEEPER && person.user_id !== null);
  if (!office?.user_id) return;
  desk.play(office.user_id, office.user_id);
  desk.world.setTyping(office.user_id, true);
  try {
    await server.sendFiles(office.user_id, office.user_id, [file]);
  } catch (error) {
    toast(WORDS.failed(String(error)), "trouble");
  }
}

/** Asks with what to start over. @param {Desk} desk */
export async function askToStartOver(desk) {
  const scene = await choose(WORDS.startOverTitle, WORDS.startOverLead, [
    { title: WORDS.startSample, why: WORDS.startSampleWhy, value: /** @type {const} */ ("sample") },
    { title: WORDS.startYear, why: WORDS.startYearWhy, value: /** @type {const} */ ("year") },
    { title: WORDS.startOwn, why: WORDS.startOwnWhy, value: /** @type {const} */ ("own") },
  ]);
  if (scene) await startOver(desk, scene);
}

/** Starts over, and waits until the page shows it. @param {Desk} desk @param {"sample"|"year"|"own"} scene */
async function startOver(desk, scene) {
  const renewed = desk.renewed();
  await server.startOver(scene);
  await renewed;
}
