// Whether somebody sits here. Only what a hand does counts: no script, no timer, nothing that arrives by itself.

const TOLD_EVERY_MS = 30000;
const KINDS = ["pointerdown", "pointermove", "keydown", "wheel"];
const LOCKS = /^\/(desk|admin)(\/|$)/;
const OURS = /^\/(kiosk|staff|desk|admin)(\/|$)/;

/** The page asks for itself once more; the server answers with it, or with where this browser belongs now. */
export function again() {
  if (OURS.test(window.location.pathname)) window.location.reload();
  else window.location.assign("/");
}

/** Tell the server of hands from now on, at once and then at most so often; returns how to stop. */
export function watch() {
  let waiting = null;
  let more = false;
  const tell = () => {
    more = false;
    waiting = setTimeout(() => {
      waiting = null;
      if (more) tell();
    }, TOLD_EVERY_MS);
    // Not reachable: the next hand is told.
    fetch("/session/seen", { method: "POST", keepalive: true }).catch(() => {});
  };
  const onHand = (event) => {
    if (!event.isTrusted || !LOCKS.test(window.location.pathname)) return;
    // A page that changes under a resting pointer is no hand.
    if (event.type === "pointermove" && event.movementX === 0 && event.movementY === 0) return;
    if (waiting === null) tell();
    else more = true;
  };
  for (const kind of KINDS) window.addEventListener(kind, onHand, { passive: true, capture: true });
  return () => {
    clearTimeout(waiting);
    for (const kind of KINDS) window.removeEventListener(kind, onHand, { capture: true });
  };
}
