import { useEffect } from "react";

const FIRST_MS = 4000;
const EVERY_MS = 3000;

/**
 * While the page's socket is away: 401 means that the session is over, and only the front door knows where
 * this browser belongs now. Anything else is the network or the server, which come back by themselves.
 */
export function Lost() {
  useEffect(() => {
    const ask = async () => {
      try {
        const answer = await fetch("/session/check", { cache: "no-store", signal: AbortSignal.timeout(2000) });
        if (answer.status === 401) window.location.assign("/");
      } catch {
        // Not reachable: ask again.
      }
    };
    let again;
    const first = setTimeout(() => {
      ask();
      again = setInterval(ask, EVERY_MS);
    }, FIRST_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, []);
  return null;
}
