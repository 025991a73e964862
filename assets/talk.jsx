// The resident's part of the written conversation: captions, answers by touch, and a sheet to write on.

import { createElement as h, useEffect, useRef, useState, useSyncExternalStore } from "react";

import { InkPad, InkPicture } from "./ink.jsx";
import { EscapeKey } from "./keys.jsx";
import { talk } from "./js/talk/talk.js";
import { allOf, captionOf, isOwn, wordsOf } from "./js/talk/store.js";
import { Letters } from "./letters.jsx";
import { PhrasePads } from "./pads.jsx";
import { Pictogram } from "./pictogram.jsx";
import { labelled, plain, Said } from "./said.jsx";
import { SpeechKiosk, useSpeech } from "./speech.jsx";

const LIMIT = 500; // characters, as the server takes
const MORE = { kana: ["1234567890"], latin: ["1234567890", "áãçéêíóúñ?"] }; // below the letters
const useTalk = () => useSyncExternalStore(talk.subscribe, talk.snapshot, talk.snapshot);

/**
 * Under the paper: the desk's newest saying, large, as it is written; answers by touch; 書いて伝える.
 * `words` by TALK_WORDS, `keys` by MATTER_WORDS, `answers` as {id, icon, texts}, `language` of the page. `large`: shown
 * from the start; `phrases` for sentences of the board as PhrasePads takes them; `writes`: the resident asked to write,
 * so the sheet is open when the call begins.
 */
export function TalkKiosk({ words, keys, answers, phrases, language, lang, large, writes }) {
  const state = useTalk();
  const opened = useRef("");
  useEffect(() => {
    if (!writes || !state.call || opened.current === state.call) return;
    opened.current = state.call;
    talk.open("hand");
  }, [writes, state.call]);
  const was = useRef("");
  useEffect(() => {
    // Whatever opened the sheet was gone meanwhile; its like has the focus now.
    if (was.current && !state.sheet) document.querySelector(".talk-open")?.focus();
    was.current = state.sheet;
  }, [state.sheet]);
  const caption = captionOf(state);
  const others = Object.values(state.writing);
  const drawn = Object.values(state.drawing);
  const aloud = useSpeech().on;
  const shown = large || aloud || isShown(state);
  const mine = h(Mine, { key: "mine", words, language, lang, state });
  return [
    state.sheet ? h(Sheet, { key: "sheet", words, keys, lang, sheet: state.sheet }) : null,
    shown
      ? h("section", { key: "talk", className: `talk ${large ? "talk-large" : ""}`, "aria-label": plain(words.caption) }, [
          h(Caption, {
            key: "caption",
            words,
            drawings: phrases.drawings,
            language,
            lang,
            caption,
            translated: state.translated[caption?.id],
            writing: others[0],
            drawing: drawn[0],
          }),
          aloud ? h("div", { key: "aloud", className: "talk-aloud" }, mine, h(SpeechKiosk, { words })) : mine,
          state.sheet ? null : h(Answers, { key: "answers", words, phrases: { ...phrases, language, lang }, language, answers: caption?.answers ?? answers }),
        ])
      : null,
  ];
}

/** What the desk says now. While it writes, that; a screen reader hears only what is said. */
function Caption({ words, drawings, language, lang, caption, translated, writing, drawing }) {
  const box = useRef(null);
  const text = caption ? wordsOf(caption, language) : "";
  const own = caption?.texts ? lang : "ja";
  useEffect(() => {
    // The newest words of a long text; a translation stands above what it translates.
    box.current.scrollTop = translated && !writing ? 0 : box.current.scrollHeight;
  }, [text, translated, writing?.text]);
  // What is longer than its place is read by keys too.
  return h("div", { ref: box, className: "talk-caption", tabIndex: 0 }, [
    caption ? h("p", { key: "who", className: "talk-who", lang: "ja" }, caption.author) : null,
    h("div", { key: "said", role: "status", className: writing ? "talk-before" : "" }, [
      caption?.icon ? h(Pictogram, { key: "sign", shapes: drawings[caption.icon], className: "ico talk-sign" }) : null,
      caption?.kind === "ink" ? h(InkPicture, { key: "ink", strokes: caption.ink, label: plain(words.drawn) }) : null,
      translated
        ? h(Translated, { key: `t ${caption.id}`, words, translated, text, lang: translated.language === language ? lang : translated.language })
        : text
          ? h("p", { key: caption.id, className: "talk-text", lang: own }, h(Said, { text }))
          : null,
      caption?.texts && own !== "ja" ? h("p", { key: "ja", className: "talk-ja", lang: "ja" }, caption.texts.ja) : null,
      caption || writing ? null : h("p", { key: "none", className: "talk-none" }, h(Said, { text: words.none })),
    ]),
    writing
      ? h("p", { key: "writing", className: "talk-text talk-writing", lang: "ja", "aria-hidden": true }, writing.text)
      : null,
    drawing ? h(InkPicture, { key: "drawing", strokes: drawing.strokes, label: plain(words.drawn) }) : null,
  ]);
}

/** What the desk said, in the resident's language, and below as it was said. */
function Translated({ words, translated, text, lang }) {
  return [
    h("p", { key: "text", className: "talk-text", lang }, translated.text),
    h("p", { key: "ja", className: "talk-ja" }, h("span", { className: "talk-machine" }, h(Said, { text: words.machine })), h("span", { lang: "ja" }, text)),
  ];
}

/** What the resident has said last, so that it is seen to have gone; what was refused may be said again. */
function Mine({ words, language, lang, state }) {
  const mine = allOf(state).filter((saying) => isOwn(state, saying)).at(-1);
  const refused = state.own.find((one) => one.refused);
  const shown = refused ?? mine;
  if (!shown) return null;
  const text = shown.kind === "ink" ? words.drawn : wordsOf(shown, language);
  return h("p", { className: "talk-mine", role: "status", "data-refused": Boolean(refused) }, [
    h("b", { key: "how" }, h(Said, { text: refused ? words.refused : words.sent })),
    h("span", { key: "what", lang: shown.kind === "text" ? undefined : lang }, h(Said, { text })),
    refused ? h("button", { key: "again", type: "button", className: "btn", onClick: () => talk.again(refused.tmp), ...labelled(words.again) }) : null,
  ]);
}

function Answers({ words, phrases, language, answers }) {
  const touched = answers.filter(({ pad }) => !pad);
  return h(
    "div",
    { className: "talk-answers", role: "group", "aria-label": plain(words.answers) },
    h(OpenButton, { label: words.write }),
    touched.map((answer) => {
      const { children, ...name } = labelled(wordsOf(answer, language));
      const drawing = h(Pictogram, { shapes: phrases.drawings[answer.icon] });
      return h("button", { key: answer.id, type: "button", className: "btn btn-line", onClick: () => talk.say({ answer }), ...name }, drawing, children);
    }),
    h(PhrasePads, phrases),
  );
}

const isShown = (state) =>
  Boolean(allOf(state).length || [state.writing, state.drawing].some((one) => Object.keys(one).length));

/** 書いて伝える among the other tools, until captions show, which have their own. `large`: they show from the start. */
export function TalkOpen({ label, large }) {
  const state = useTalk();
  const aloud = useSpeech().on;
  return large || aloud || isShown(state) ? null : h(OpenButton, { label });
}

function OpenButton({ label }) {
  return h(
    "button",
    { type: "button", className: "btn talk-open", onClick: () => talk.open("hand"), "aria-label": plain(label) },
    h("svg", { className: "ico", viewBox: "0 0 24 24", "aria-hidden": true }, h("path", { d: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5M13 20h7" })),
    h("span", null, h(Said, { text: label })),
  );
}

/** What lies over the sheet is closed first. */
const closeAlone = () => document.querySelector(".veil") || talk.open("");

/** The large sheet: by hand or by keys; over the paper, beside the face and above the caption. */
function Sheet({ words, keys, lang, sheet }) {
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  const way = (name, label) =>
    h("button", {
      key: name,
      ref: name === "hand" ? first : undefined,
      type: "button",
      className: "btn",
      "aria-pressed": sheet === name,
      onClick: () => talk.open(name),
      ...labelled(label),
    });
  return h("section", { className: "talk-sheet", role: "dialog", "aria-label": plain(words.title) }, [
    h(EscapeKey, { key: "escape", on: true, onEscape: closeAlone }),
    h("div", { key: "head", className: "talk-head" }, [
      way("hand", words.hand),
      way("keys", words.keys),
      h("button", { key: "close", type: "button", className: "btn talk-close", onClick: () => talk.open(""), ...labelled(words.close) }),
    ]),
    sheet === "hand"
      ? h(InkPad, { key: "pad", words, onDraw: (...piece) => talk.draw(...piece), onSend: (ink) => talk.say({ ink }) })
      : h(Typing, { key: "typing", words, keys, lang }),
  ]);
}

function Typing({ words, keys, lang }) {
  const [value, setValue] = useState("");
  const field = useRef(null);
  useEffect(() => {
    field.current?.focus();
    return () => talk.write("");
  }, []);
  const change = (next) => {
    const text = [...next].slice(0, LIMIT).join("");
    setValue(text);
    talk.write(text);
  };
  const send = () => {
    if (!value.trim()) return;
    talk.say({ text: value });
    setValue("");
    field.current?.focus();
  };
  return h("div", { className: "talk-typing" }, [
    h("div", { key: "line", className: "talk-line" }, [
      h("textarea", {
        key: "field",
        ref: field,
        rows: 1,
        inputMode: "none",
        lang,
        spellCheck: false,
        "aria-label": plain(words.field),
        value,
        onChange: (event) => change(event.target.value),
      }),
      h("button", { key: "send", type: "button", className: "btn btn-solid", "aria-disabled": !value.trim(), onClick: send, ...labelled(words.send) }),
    ]),
    h(Letters, { key: "keys", words: keys, layout: keys.keys, value, more: MORE[keys.keys] ?? [], onChange: change }),
  ]);
}
