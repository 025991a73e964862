// The helper beside a kiosk's browser (ops/kiosk/run), and how it and the page speak. Developer tools are switched
// off by policy, for the helper too: it sees a page's title and may set a cookie, and can do nothing else to a page.
// So the page speaks by its title, which nobody sees on a full screen, and hears by a cookie of this path.

export const COOKIE = "iga_helper";
const SIGN = " \u205d"; // between the title and what is for the helper
const BEAT_MS = 2000;

let usual = null;
let beats = 0;
let more = {};

/** What the helper has said last; null where there is none. @returns {{ask?: string, n?: number, disk?: object} | null} */
export function heard() {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  if (!found) return null;
  try {
    return JSON.parse(atob(found.slice(COOKIE.length + 1)));
  } catch {
    return {};
  }
}

export const said = () => heard() ?? {};

function show() {
  usual ??= document.title.split(SIGN)[0];
  const screen = document.querySelector("[data-screen]")?.dataset.screen ?? "";
  document.title = usual + SIGN + JSON.stringify({ n: beats, s: screen, ...more });
}

/** Say something until something else is said in its place; undefined takes it back. */
export function tell(what) {
  more = { ...more, ...what };
  if (heard()) show();
}

/** Ask what lies on the disk. @returns {string} the question's name, "" where nobody would answer */
export function ask(since) {
  if (!heard()) return "";
  const id = Math.random().toString(36).slice(2, 12);
  tell({ m: [id, Math.round(since)] });
  return id;
}

export const answered = () => tell({ m: undefined });

/**
 * A sign of life every two seconds, with the screen that is shown.
 * @param {(occasion: string) => void} onAsked what the helper wants looked at, once for each time it asks
 * @returns {() => void} to stop
 */
export function live(onAsked) {
  let done = said().n ?? 0; // What was asked of the page before is not for this one.
  const beat = () => {
    const now = heard();
    if (!now) return;
    beats += 1;
    show();
    if (now.ask && now.n !== done) {
      done = now.n;
      onAsked(now.ask);
    }
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  return () => clearInterval(timer);
}
