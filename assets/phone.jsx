// The last step of the ladder: the telephone and the ticket, from what the page holds, so also without a server.

import { createElement as h, useEffect, useState, useSyncExternalStore } from "react";

import * as reach from "./js/reach.js";
import { fill } from "./js/fill.js";
import { session } from "./js/session.js";
import { AWAY, latch, ready } from "./js/steps.js";
import { Said } from "./said.jsx";

const LOOK_MS = 500;

/** Whether the server has been away for long while nothing else carries the talk. */
function useLongAway() {
  const away = useSyncExternalStore(reach.subscribe, reach.isAway, reach.isAway);
  const [held, setHeld] = useState(ready);
  useEffect(() => {
    const look = () => {
      const alone = away && session.state.phase !== "in_call"; // In a call the media themselves decide.
      setHeld((before) => latch(before, alone, performance.now(), AWAY));
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [away]);
  return held.fallen;
}

const withRuby = (text) => h(Said, { text });

/**
 * Shown while there is a ticket and the step is `fromStep` ("text" or "phone") or below; goes away by itself.
 * `words`: title, text (before it is the telephone's turn), note, phone, none, ticket.
 */
export function PhonePanel({ ticket, phone, who, fromStep, words, className }) {
  const { step } = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  const away = useLongAway();
  const last = step === "phone" || away;
  if (!ticket || !(last || (fromStep === "text" && step === "text"))) return null;
  const row = (name, value, testid) =>
    h("div", { key: name }, h("dt", null, withRuby(name)), h("dd", { className: "num", "data-testid": testid }, value));
  const figures = [row(words.ticket, ticket, "phone-ticket")];
  if (last && phone) figures.unshift(row(fill(words.phone, { who }), phone, "phone-number"));
  return h(
    "section",
    { className: `phone-panel ${className ?? ""}`, role: "status", "aria-live": "polite", "data-testid": "phone-panel" },
    h("h2", null, withRuby(last ? words.title : words.text)),
    last ? h("dl", null, figures) : null,
    last ? h("p", null, withRuby(phone ? words.note : words.none)) : null,
  );
}
