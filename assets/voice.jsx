// The resident's own voice: a meter that says that a quiet one is fine, and the handset by one touch.

import { createElement as h, useEffect, useRef, useState, useSyncExternalStore } from "react";

import * as loudness from "./js/loudness.js";
import { secret } from "./js/private.js";
import { session } from "./js/session.js";
import * as sound from "./js/sound.js";
import { labelled, plain, Said } from "./said.jsx";

const LOOK_MS = 100;
const TELL_MS = 1500; // a word to the desk stands at least so long
const BARS = 10;

function useLevel() {
  const [shown, setShown] = useState(loudness.begin());
  const told = useRef({ level: "off", at: 0 });
  useEffect(() => {
    let track = null;
    let stop = () => {};
    let now = loudness.begin();
    const hear = (samples) => {
      now = loudness.next(now, loudness.decibels(samples), LOOK_MS / 1000);
      setShown((before) => (before.level === now.level && Math.abs(before.db - now.db) < 1 ? before : now));
    };
    // The microphone may be another one at any time: a handset, a plug that was pulled.
    const follow = () => {
      if (session.voice() === track) return;
      stop();
      track = session.voice();
      now = loudness.begin();
      setShown(now);
      stop = track ? sound.listen(track, LOOK_MS, hear) : () => {};
    };
    const tell = () => {
      const level = now.level === "still" ? "off" : now.level;
      if (level === told.current.level || performance.now() - told.current.at < TELL_MS) return;
      told.current = { level, at: performance.now() };
      secret.loud(level);
    };
    follow();
    const timer = setInterval(() => {
      follow();
      tell();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      stop();
      if (told.current.level !== "off") secret.loud("off");
    };
  }, []);
  return shown;
}

/** Low, good or loud, in words and by the height and look of its bars; nothing is recorded. */
export function VoiceMeter({ words }) {
  const { db, level } = useLevel();
  const on = loudness.lit(db, BARS);
  const bars = Array.from({ length: BARS }, (_, at) => h("i", { key: at, className: at < on ? "on" : "" }));
  const said = words[`voice_${level}`];
  return h(
    "div",
    { className: `voice voice-${level}`, "data-testid": "voice", "data-level": level },
    h(
      "div",
      {
        className: "voice-bars",
        role: "meter",
        "aria-label": plain(words.voice),
        "aria-valuemin": 0,
        "aria-valuemax": BARS,
        "aria-valuenow": on,
        "aria-valuetext": plain(said),
      },
      bars,
    ),
    h("p", null, h("strong", null, h(Said, { text: words.voice })), h("span", null, h(Said, { text: said }))),
  );
}

/** Only where a handset or headset is there. */
export function HandsetSwitch({ words }) {
  const { handset, handsetThere } = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  if (!handsetThere) return null;
  return h("button", {
    type: "button",
    className: "btn",
    "data-testid": "handset",
    onClick: () => session.setHandset(!handset),
    ...labelled(handset ? words.speaker : words.handset),
  });
}
