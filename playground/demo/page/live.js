/** What happens, as this tab hears it: through the connection that all tabs share, or through its own. */

import { openFeed } from "./feed.js";

/**
 * @param {{run: string, after: number}} from
 * @param {{happened: (happening: any) => void, down: () => void, up: (run: string) => void}} told
 * @returns {(from: {run: string, after: number}) => void} asks again from there, after another rehearsal began
 */
export function listen(from, told) {
  if (typeof SharedWorker === "undefined") {
    let end = openFeed(from, told);
    return (next) => {
      end();
      end = openFeed(next, told);
    };
  }
  let run = from.run;
  const worker = new SharedWorker("/page/live-worker.js", { type: "module", name: "duban" });
  worker.port.onmessage = ({ data }) => {
    if (data.kind === "happened" && data.run === run) told.happened(data.happening);
    if (data.kind === "down") told.down();
    if (data.kind === "up") told.up(data.run);
  };
  worker.port.postMessage({ kind: "from", ...from });
  addEventListener("pagehide", (event) => {
    if (!event.persisted) worker.port.postMessage({ kind: "leave" });
  });
  return (next) => {
    run = next.run;
    worker.port.postMessage({ kind: "from", ...next });
  };
}
