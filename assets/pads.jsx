// How a resident answers a sentence of the phrase board that wants more than one touch: digits, an amount, a day,
// a picture of the body or of the family. One thing at a time, over the paper; the face stays in sight.

import { createElement as h, useEffect, useRef, useState, useSyncExternalStore } from "react";

import { Hear } from "./aloud.jsx";
import { NumberPad } from "./form.jsx";
import * as digits from "./js/form/digits.js";
import { amount, answerId, press } from "./js/phrases/answers.js";
import { BOX, PARTS, sides } from "./js/phrases/figure.js";
import { allOf, captionOf, isOwn, wordsOf } from "./js/talk/store.js";
import { talk } from "./js/talk/talk.js";
import { Pictogram } from "./pictogram.jsx";
import { labelled, plain, Said } from "./said.jsx";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"];
const ICONS = { number: "number", money: "yen", date: "calendar", body: "body", family: "family" };
const useTalk = () => useSyncExternalStore(talk.subscribe, talk.snapshot, talk.snapshot);

const heard = new Set(); // sentences that were said aloud here; a change of the language says nothing twice

/**
 * Among the answers of a sentence of the board: hearing it again, and its pads. The first pad opens by itself where
 * the sentence asks for it. `words` by PHRASE_WORDS, `form` by FORM_WORDS, `pictures` as {body, family} of
 * {id, icon, text} in the page's language.
 */
export function PhrasePads({ words, form, pictures, drawings, language, lang }) {
  const state = useTalk();
  const caption = captionOf(state);
  const [open, setOpen] = useState("");
  const buttons = useRef({});
  const asked = caption?.kind === "phrase" ? caption.id : "";
  const answered = Boolean(asked) && isOwn(state, allOf(state).at(-1));
  const pads = (asked && caption.answers?.filter(({ pad }) => pad).map(({ id }) => id)) || [];
  const wanted = pads.length && caption.answers[0].pad && !answered ? pads[0] : "";
  useEffect(() => setOpen(wanted), [asked]);
  if (!asked) return null;
  const text = wordsOf(caption, language);
  const fresh = !answered && !heard.has(asked);
  const close = () => {
    setOpen("");
    buttons.current[open]?.focus();
  };
  const say = (answer) => {
    talk.say({ answer });
    close();
  };
  return [
    h(Hear, { key: "hear", id: asked, text: plain(text), lang, label: words.hear, drawing: drawings.speaker, fresh, onHeard: () => heard.add(asked) }),
    ...pads.map((kind) => {
      const { children, ...name } = labelled(words[kind]);
      return h(
        "button",
        { key: kind, ref: (button) => (buttons.current[kind] = button), type: "button", className: "btn btn-line", "aria-expanded": open === kind, onClick: () => setOpen(kind), ...name },
        h(Pictogram, { shapes: drawings[ICONS[kind]] }),
        children,
      );
    }),
    open && pads.includes(open)
      ? h(PadSheet, { key: `${asked} ${open}`, kind: open, caption, text, words, form, pictures, drawings, language, lang, say, close })
      : null,
  ];
}

function PadSheet({ kind, caption, text, words, close, ...more }) {
  const sheet = useRef(null);
  useEffect(() => {
    if (!sheet.current.contains(document.activeElement)) sheet.current.focus();
  }, []);
  const escape = (event) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    close();
  };
  const body = { body: BodyPad, family: FamilyPad, date: DatePad }[kind] ?? DigitPad;
  return h("section", { className: `ph-sheet ph-${kind}`, role: "dialog", "aria-label": plain(text), tabIndex: -1, ref: sheet, onKeyDown: escape }, [
    h("header", { key: "head", className: "ph-head" }, [
      h(Pictogram, { key: "sign", shapes: more.drawings[caption.icon], className: "ico ph-sign" }),
      h("h2", { key: "text" }, h(Said, { text })),
    ]),
    h(body, { key: "pad", kind, words, close, ...more }),
  ]);
}

/** What is chosen goes by a second touch, so that nothing is said by a slip of the finger. */
function End({ words, close, ready, send, problem }) {
  return h("div", { className: "row ph-end" }, [
    h("button", { key: "back", type: "button", className: "btn", onClick: close, ...labelled(words.back) }),
    h("p", { key: "problem", role: "alert" }, problem ? h(Said, { text: problem }) : null),
    h("button", { key: "send", type: "button", className: "btn btn-solid", disabled: !ready, onClick: send, ...labelled(words.send) }),
  ]);
}

function DigitPad({ kind, words, form, language, say, close }) {
  const [text, setText] = useState("");
  const work = useRef(null); // has the focus, so that a keyboard that is there types
  useEffect(() => work.current.focus(), []);
  const id = answerId(kind, text);
  const money = kind === "money";
  const shown = money ? amount(text) : text;
  const send = () => say({ id, icon: ICONS[kind], texts: { ja: money ? `${shown}円` : shown, [language]: money ? `${shown} ${words.yen}` : shown } });
  const type = (event) => {
    const key = { Backspace: "back" }[event.key] ?? event.key;
    if (key !== "back" && !/^[0-9]$/.test(key)) return;
    event.preventDefault();
    setText((before) => press(kind, before, key));
  };
  return h("div", { className: "ph-work", ref: work, tabIndex: -1, onKeyDown: type }, [
    h("div", { key: "pad", className: "fk-pad" }, [
      h("output", { key: "text", className: "pad-text num" }, shown || "–", money ? h("small", null, " ", h(Said, { text: words.yen })) : null),
      h(
        "div",
        { key: "keys", className: "pad-keys" },
        KEYS.map((key, at) => {
          if (!key) return h("span", { key: at });
          const press_ = () => setText((before) => press(kind, before, key));
          if (key === "back") return h("button", { key: at, type: "button", className: "btn", onClick: press_, ...labelled(form.erase) });
          return h("button", { key: at, type: "button", className: "btn num", onClick: press_ }, key);
        }),
      ),
    ]),
    h(End, { key: "end", words, close, ready: Boolean(id), send }),
  ]);
}

function DatePad({ words, form, language, say, close }) {
  const [pad, setPad] = useState(() => digits.begin("date", ""));
  const id = answerId("date", pad);
  const typed = digits.text(pad);
  const send = () => say({ id, icon: ICONS.date, texts: { ja: typed, [language]: language.startsWith("ja") ? typed : id.slice(5) } });
  return h("div", { className: "ph-work" }, [
    h(NumberPad, { key: "pad", pad, change: setPad, tongues: { code: language }, words: form }),
    h(End, { key: "end", words, close, ready: Boolean(id), send, problem: typed && !id && pad.parts[2].length > 1 ? words.no_day : "" }),
  ]);
}

/** A choice of pictures; `at` is what is chosen. */
function useChoice({ pictures, kind, language, say }) {
  const [at, setAt] = useState("");
  const answers = pictures[kind];
  const found = answers.find(({ id }) => id === at);
  const send = () => say({ id: found.id, icon: found.icon, texts: { [language]: found.text } });
  return { answers, at, setAt, ready: Boolean(found), send };
}

function Choice({ answer, at, setAt, children }) {
  return h("button", { type: "button", className: "btn ph-choice", "aria-pressed": at === answer.id, onClick: () => setAt(answer.id), "aria-label": plain(answer.text) }, children, h("span", null, h(Said, { text: answer.text })));
}

function BodyPad(props) {
  const { words, close } = props;
  const { answers, at, setAt, ready, send } = useChoice(props);
  const [left, right] = sides(answers);
  const column = (some, key) => h("div", { key, className: "ph-column" }, some.map((answer) => h(Choice, { key: answer.id, answer, at, setAt })));
  const parts = PARTS.map(([name, x, y, width, height, rx], key) =>
    h("rect", { key, x, y, width, height, rx, className: at === `body.${name}` ? "is-on" : "", "data-part": name, onClick: () => setAt(`body.${name}`) }),
  );
  return h("div", { className: "ph-work" }, [
    h("p", { key: "how", className: "ph-how" }, h(Said, { text: words.choose })),
    h("div", { key: "three", className: "ph-three" }, [
      column(left, "left"),
      h("svg", { key: "figure", className: "ph-figure", viewBox: `0 0 ${BOX[0]} ${BOX[1]}`, "aria-hidden": true }, parts),
      column(right, "right"),
    ]),
    h(End, { key: "end", words, close, ready, send }),
  ]);
}

function FamilyPad(props) {
  const { words, drawings, close } = props;
  const { answers, at, setAt, ready, send } = useChoice(props);
  return h("div", { className: "ph-work" }, [
    h("p", { key: "how", className: "ph-how" }, h(Said, { text: words.choose })),
    h(
      "div",
      { key: "all", className: "ph-people" },
      answers.map((answer) => h(Choice, { key: answer.id, answer, at, setAt }, h(Pictogram, { shapes: drawings[answer.icon] }))),
    ),
    h(End, { key: "end", words, close, ready, send }),
  ]);
}
