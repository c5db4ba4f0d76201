/** Hears from the server of everything that happens; comes back by itself, and notices when another rehearsal plays. */

const KINDS = [
  "message", "edited", "reacted", "deleted", "action", "member", "chat", "person", "company", "clock", "moving",
  "unpinned",
];
const AGAIN_MS = 400;

/**
 * @param {{run: string, after: number}} from
 * @param {{happened: (happening: any) => void, down: () => void, up: (run: string) => void}} told
 *   ``up`` is told after every connection, with the run that plays now
 * @returns {() => void} ends it
 */
export function openFeed(from, told) {
  let { run, after } = from;
  let isOpen = true;
  /** @type {EventSource|null} */
  let source = null;

  function listen() {
    source = new EventSource(`/playground/events?after=${after}`);
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        const happening = JSON.parse(/** @type {MessageEvent} */ (event).data);
        after = happening.number;
        told.happened(happening);
      });
    }
    source.onerror = () => {
      source?.close();
      told.down();
      setTimeout(comeBack, AGAIN_MS);
    };
  }

  async function comeBack() {
    if (!isOpen) return;
    try {
      const answer = await fetch("/playground/rehearsal");
      const now = await answer.json();
      if (!answer.ok || now.is_opening) throw new Error("not open yet");
      if (now.run !== run) [run, after] = [now.run, now.happenings];
      listen();
      told.up(run);
    } catch {
      setTimeout(comeBack, AGAIN_MS);
    }
  }

  listen();
  return () => {
    isOpen = false;
    source?.close();
  };
}
