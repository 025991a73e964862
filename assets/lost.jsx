import { createElement as h, useEffect, useSyncExternalStore } from "react";

import { tell } from "./js/reach.js";
import { again as askForPage } from "./js/seat.js";
import { current, subscribe } from "./js/words.js";
import { Said } from "./said.jsx";

const FIRST_MS = 4000;
const EVERY_MS = 3000;
const WORDS = {
  "server.lost": "つながりを回復しています。そのままお待ちください。",
};

/**
 * While the page's socket is away: 401 means that the session is over, and only the front door knows where
 * this browser belongs now. Anything else is the network or the server, which come back by themselves.
 */
export function Lost() {
  const words = { ...WORDS, ...useSyncExternalStore(subscribe, current, current) };
  useEffect(() => {
    tell(true);
    const ask = async () => {
      try {
        const answer = await fetch("/session/check", { cache: "no-store", signal: AbortSignal.timeout(2000) });
        if (answer.status === 401) askForPage();
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
      tell(false);
      clearTimeout(first);
      clearInterval(again);
    };
  }, []);
  return h("div", { role: "status", className: "lost" }, h("span", null, h(Said, { text: words["server.lost"] })));
}
