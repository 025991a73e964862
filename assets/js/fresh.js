// After an update the pages that are open are still the old ones. Each asks for itself anew, when nobody needs it.
// (One whose States do not fit the server any more is loaded by Reflex at once: it could not go on.)

import * as reach from "./reach.js";
import { again } from "./seat.js";

const LOOK_MS = 15000;
const REST_MS = 60000;
const TYPED_REST_MS = 30 * 60000; // what somebody has begun to write is not taken away from them
const NEEDED = /(in_call|waiting|choose|\.call|\.edit)/;
const TOUCHES = ["pointerdown", "keydown", "wheel"];
const ASKED_FOR = "iga.fresh.asked";

const own = () => window.__reactRouterManifest?.version ?? "";

/** What the server would give now, "" when it does not say. */
async function served() {
  try {
    const options = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(5000) };
    const answer = await fetch(window.location.pathname, options);
    return answer.ok ? (/manifest-([0-9a-f]+)\.js/.exec(await answer.text())?.[1] ?? "") : "";
  } catch {
    return "";
  }
}

/** Once for each version: a server that goes on giving another one is not asked for ever. */
function renew(version) {
  try {
    if (sessionStorage.getItem(ASKED_FOR) === version) return;
    sessionStorage.setItem(ASKED_FOR, version);
  } catch {
    return;
  }
  again();
}

/** From now on, whenever the server was away; returns how to stop. */
export function watch() {
  let touched = performance.now();
  let typed = -TYPED_REST_MS;
  let timer = null;
  const touch = () => (touched = performance.now());
  const type = () => (typed = performance.now());
  const atRest = () => {
    const screen = document.querySelector("[data-screen]")?.getAttribute("data-screen") ?? "";
    if (NEEDED.test(screen) || document.querySelector("[role=alertdialog], [role=dialog]")) return false;
    return performance.now() - touched > REST_MS && performance.now() - typed > TYPED_REST_MS;
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
  };
  const look = async () => {
    if (reach.isAway()) return;
    const now = await served();
    if (!now) return; // Asked again.
    if (now === own()) stop();
    else if (atRest()) {
      stop();
      renew(now);
    }
  };
  let away = false;
  const unsubscribe = reach.subscribe(() => {
    if (away && !reach.isAway() && timer === null && own()) timer = setInterval(look, LOOK_MS);
    away = reach.isAway();
  });
  for (const kind of TOUCHES) window.addEventListener(kind, touch, { passive: true, capture: true });
  window.addEventListener("input", type, { capture: true });
  return () => {
    stop();
    unsubscribe();
    for (const kind of TOUCHES) window.removeEventListener(kind, touch, { capture: true });
    window.removeEventListener("input", type, { capture: true });
  };
}
