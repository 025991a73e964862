// What the bureau's pages say and sound when something is wrong. A browser may keep quiet: then that is said, too.
import { useEffect, useRef, useState } from "react";

import * as sound from "./js/sound.js";

const AGAIN_MS = 20000;
const SILENCED = "iga.alarm.silenced";
const KEPT = 100;

const silencedBefore = () => {
  try {
    const found = JSON.parse(sessionStorage.getItem(SILENCED) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
};

/**
 * `sentence`: what is wrong, "" for nothing. `rings`: what is to be heard, each until it was silenced here;
 * with `again` it is repeated. `told`: the newest alert; `onHeard` is told how each was heard.
 */
export function Alarm({ sentence, rings, told, words, onHeard }) {
  const [audible, setAudible] = useState(true);
  const [silenced, setSilenced] = useState(silencedBefore);
  const rung = useRef(new Set());
  const loud = rings.filter((one) => !silenced.includes(one.id));
  const key = loud.map((one) => one.id).join("\n");
  const again = loud.some((one) => one.again);

  useEffect(() => {
    const look = () => sound.audible().then(setAudible);
    look();
    // The first touch of the page is what lets it sound.
    window.addEventListener("pointerup", look);
    window.addEventListener("keyup", look);
    return () => {
      window.removeEventListener("pointerup", look);
      window.removeEventListener("keyup", look);
    };
  }, []);

  useEffect(() => {
    let gone = false;
    sound.audible().then((can) => {
      if (gone) return;
      setAudible(can);
      const fresh = loud.filter((one) => !rung.current.has(one.id));
      if (can && fresh.length > 0) {
        sound.alarm();
        for (const one of fresh) rung.current.add(one.id);
      }
      if (told) onHeard(rings.length === 0 ? "none" : loud.length === 0 ? "silenced" : can ? "played" : "blocked");
    });
    return () => {
      gone = true;
    };
  }, [key, told, audible]);

  useEffect(() => {
    if (!again) return undefined;
    const timer = setInterval(() => sound.audible().then((can) => can && sound.alarm()), AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);

  const silence = () => {
    const now = [...silenced, ...loud.map((one) => one.id)].slice(-KEPT);
    setSilenced(now);
    try {
      sessionStorage.setItem(SILENCED, JSON.stringify(now));
    } catch {
      // Without storage it is silent until the page is loaded anew.
    }
  };

  const drill = rings.some((one) => one.drill) && rings.every((one) => one.drill);
  return (
    <div className="alarm-region" aria-live="polite">
      {sentence || !audible ? (
        <div className={`alarm ${sentence && !drill ? "alarm-on" : ""}`} data-audible={audible ? "yes" : "no"}>
          {sentence ? <strong>{sentence}</strong> : null}
          {audible ? null : <span>{words.blocked}</span>}
          {audible ? null : (
            <button type="button" className="btn">
              {words.wake}
            </button>
          )}
          {audible && loud.length > 0 ? (
            <button type="button" className="btn" onClick={silence}>
              {words.silence}
            </button>
          ) : null}
          {audible && rings.length > 0 && loud.length === 0 ? <span>{words.silenced}</span> : null}
          {sentence && !drill && !/^\/admin\/?$/.test(location.pathname) ? (
            <a className="btn" href="/admin">
              {words.look}
            </a>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
