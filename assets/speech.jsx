// Captions by speech: the desk's switch, and on both sides the word that it is on.

import { createElement as h, useSyncExternalStore } from "react";

import { speech } from "./js/speech/speech.js";
import { labelled, Said } from "./said.jsx";

export const useSpeech = () => useSyncExternalStore(speech.subscribe, speech.snapshot, speech.snapshot);

const ON = "声を文字にしています";
const AWAY = "いまは声が文字になりません。話すことと書くことは、いつもどおりできます。";
const BROKEN = "このマイクの声は文字にできません。相手の声は、そのまま文字になります。";
const UNTRANSLATED = "いまは機械による訳が出ません。もとのことばは届いています。";
export const BY_MACHINE = "機械による訳";

/** Above the list of the desk. Nothing at all where no server is set. `guest`: a colleague, who only sees that it is on. */
export function SpeechDesk({ words, guest }) {
  const { there, on, away, broken, untranslated, refused } = useSpeech();
  const line = (key, text) => h("p", { key, className: "talk-refused", role: "status" }, text);
  return [
    there && !guest
      ? h(
          "button",
          { key: "switch", type: "button", className: "btn speech-switch", "aria-pressed": on, onClick: () => speech.switch(!on) },
          "話したことを字幕に",
        )
      : null,
    on && !away ? h("p", { key: "on", className: "speech-on", role: "status" }, ON) : null,
    on && away ? line("away", AWAY) : on && broken ? line("broken", BROKEN) : null,
    untranslated ? line("untranslated", UNTRANSLATED) : null,
    refused ? h("p", { key: "refused", className: "talk-refused", role: "alert" }, words[refused] ?? words.otherwise) : null,
  ];
}

/** Beside the captions of the resident, who may end it at any time. */
export function SpeechKiosk({ words }) {
  const { on, away } = useSpeech();
  if (!on) return null;
  return h("div", { className: "speech-kiosk" }, [
    h("p", { key: "on", className: "speech-on", role: "status" }, h(Said, { text: away ? words.voice_away : words.voice_on })),
    h("button", { key: "off", type: "button", className: "btn", onClick: () => speech.switch(false), ...labelled(words.voice_off) }),
  ]);
}
