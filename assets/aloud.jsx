// Reading the screen aloud, where the browser has a voice of its own for the language; else there is no button.

import { createElement as h, useEffect, useSyncExternalStore } from "react";

import { textOf, voice, voiceFor } from "./js/phrases/voice.js";
import { Pictogram } from "./pictogram.jsx";
import { labelled } from "./said.jsx";

const useVoice = () => useSyncExternalStore(voice.subscribe, voice.snapshot, voice.snapshot);

/** `words` by PHRASE_WORDS, `lang` of the page. Silent again when the screen or the language is another. */
export function ReadAloud({ words, lang, drawing }) {
  const { voices, speaking } = useVoice();
  useEffect(() => () => voice.stop(), [lang]);
  if (!voiceFor(voices, lang)) return null;
  const turn = () => (speaking ? voice.stop() : voice.say(textOf(document.querySelector("main")), lang));
  const { children, ...name } = labelled(speaking ? words.stop : words.read);
  return h("button", { type: "button", className: "btn", onClick: turn, ...name }, h(Pictogram, { shapes: drawing }), children);
}

/** A sentence said when it comes, and again by touch. `text` without ruby. */
export function Hear({ id, text, lang, label, drawing, fresh, onHeard }) {
  const { voices } = useVoice();
  const able = Boolean(voiceFor(voices, lang));
  useEffect(() => {
    if (!fresh || !able) return undefined;
    voice.say(text, lang);
    onHeard();
    return () => voice.stop();
  }, [id, able]);
  if (!able) return null;
  const { children, ...name } = labelled(label);
  return h("button", { type: "button", className: "btn", onClick: () => voice.say(text, lang), ...name }, h(Pictogram, { shapes: drawing }), children);
}
