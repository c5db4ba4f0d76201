/**
 * One connection for all tabs of a browser: it opens at most six to a server, and each tab would hold one for good.
 * Tabs say from where they want to hear; what they missed meanwhile is kept for them.
 */

import { openFeed } from "./feed.js";

const KEPT = 5000;
/** @type {Set<MessagePort>} */
const tabs = new Set();
/** @type {any[]} */
let recent = [];
let run = "";

/** @param {any} word */
function tellAll(word) {
  for (const tab of tabs) tab.postMessage(word);
}

/** @param {{run: string, after: number}} from */
function open(from) {
  run = from.run;
  openFeed(from, {
    happened(happening) {
      recent.push(happening);
      if (recent.length > KEPT) recent = recent.slice(-KEPT / 2);
      tellAll({ kind: "happened", run, happening });
    },
    down: () => tellAll({ kind: "down" }),
    up(now) {
      if (now !== run) recent = [];
      run = now;
      tellAll({ kind: "up", run });
    },
  });
}

/** @type {any} */ (self).onconnect = (/** @type {MessageEvent} */ event) => {
  const tab = event.ports[0];
  tab.onmessage = ({ data }) => {
    if (data.kind === "leave") tabs.delete(tab);
    if (data.kind !== "from") return;
    tabs.add(tab);
    if (!run) open(data);
    for (const happening of recent) {
      if (data.run === run && happening.number > data.after) tab.postMessage({ kind: "happened", run, happening });
    }
  };
};
