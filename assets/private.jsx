// A question that is answered by touch: the resident's sheet beside the officer's face, and the desk's panel.

import { createElement as h, Fragment, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";

import { fill } from "./js/fill.js";
import { secret } from "./js/private.js";
import * as sound from "./js/sound.js";
import { labelled, plain, Said } from "./said.jsx";
import { VoiceMeter } from "./voice.jsx";

const usePrivate = () => useSyncExternalStore(secret.subscribe, secret.snapshot, secret.snapshot);
const withRuby = (text) => h(Said, { text });
const DIGITS = 8; // as many as the greatest amount has
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/* ---- the resident ---- */

/** The resident's own word: I would rather answer by touch. */
export function PrivateWish({ words }) {
  const { wish, open } = usePrivate();
  if (open) return null;
  return h("button", {
    type: "button",
    className: "btn",
    "aria-pressed": wish,
    onClick: () => secret.wish(!wish),
    ...labelled(words.wish),
  });
}

/** Over the paper, never over the officer. Nothing while nothing is asked and nobody has wished for it. */
export function PrivateKiosk({ lang, words }) {
  const state = usePrivate();
  const { open, sent, wish, problem } = state;
  if (open) return h(Sheet, { key: open.id, state, lang, words });
  if (sent) return h("section", { className: "pk pk-sent", role: "status" }, h("p", null, withRuby(words.sent)));
  if (!wish && !problem) return null;
  return h(
    "section",
    { className: "pk", "aria-label": plain(words.wish_title) },
    h("h2", null, withRuby(wish ? words.wish_title : words.wish)),
    h("p", { role: "status" }, withRuby(problem ? (words[problem] ?? words.away) : words.wish_note)),
    wish ? h(VoiceMeter, { words }) : null,
    h("div", { className: "pk-words" }, h("button", { type: "button", className: "btn", onClick: () => secret.wish(false), ...labelled(words.wish_stop) })),
  );
}

const said = (texts, lang) => texts[lang] ?? texts.ja ?? "";

function Sheet({ state, lang, words }) {
  const { open, sending, problem } = state;
  const heading = useRef(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const own = lang !== "ja" && !(lang in open.text); // The desk typed it: Japanese alone.
  const note = said(open.note, lang);
  const busy = sending !== "";
  const [chosen, setChosen] = useState([]);
  const touch = (choice) => {
    if (open.kind === "one") secret.reply({ choices: [choice] });
    else setChosen((before) => (before.includes(choice) ? before.filter((one) => one !== choice) : [...before, choice]));
  };
  const send = {
    type: "button",
    className: "btn btn-solid",
    disabled: busy || !chosen.length,
    onClick: () => secret.reply({ choices: chosen }),
    ...labelled(words.send),
  };
  return h(
    "section",
    { className: "pk", role: "dialog", "aria-modal": false, "aria-labelledby": id, "data-testid": "private-sheet" },
    h("p", { className: "pk-calm" }, withRuby(words.note)),
    h("h2", { id, ref: heading, tabIndex: -1, lang: own ? "ja" : undefined }, withRuby(said(open.text, lang))),
    note ? h("p", null, withRuby(note)) : null,
    own ? h("p", null, withRuby(words.japanese)) : null,
    open.kind === "pad" ? h(Pad, { open, words, busy }) : h(Choices, { open, lang, busy, own, chosen, onTouch: touch }),
    h(
      "div",
      { className: "pk-words" },
      ["unsaid", "unknown"].map((word) =>
        h("button", {
          key: word,
          type: "button",
          className: "btn",
          disabled: busy,
          onClick: () => secret.reply({ word }),
          ...labelled(words[word]),
        }),
      ),
      open.kind === "many" ? h("button", send) : null,
    ),
    h("p", { className: "pk-problem", role: "status" }, withRuby(busy ? words.sending : problem ? (words[problem] ?? words.away) : "")),
    h(VoiceMeter, { words }),
  );
}

function Choices({ open, lang, busy, own, chosen, onTouch }) {
  const buttons = open.choices.map((choice) =>
    h("button", {
      key: choice.id,
      type: "button",
      className: "btn",
      disabled: busy,
      lang: own ? "ja" : undefined,
      "aria-pressed": open.kind === "many" ? chosen.includes(choice.id) : undefined,
      onClick: () => onTouch(choice.id),
      ...labelled(said(choice.text, lang)),
    }),
  );
  return h("div", { className: "pk-choices" }, buttons);
}

function Pad({ open, words, busy }) {
  const [digits, setDigits] = useState("");
  const [low, high] = open.pad.range;
  const number = Number(digits);
  const fits = digits !== "" && number >= low && number <= high;
  const key = (digit) =>
    h("button", { key: digit, type: "button", className: "btn", disabled: busy, onClick: () => setDigits((before) => `${before === "0" ? "" : before}${digit}`.slice(0, DIGITS)) }, digit);
  const grouped = open.pad.what === "yen" ? number.toLocaleString("en-US") : digits;
  return h(
    "div",
    { className: "pk-pad" },
    h(
      "div",
      { className: "pk-number" },
      h("output", { className: "num", "aria-live": "polite" }, digits ? grouped : " "),
      words[`pad_${open.pad.what}`] ? h("span", null, withRuby(words[`pad_${open.pad.what}`])) : null,
      h("p", null, digits && !fits ? withRuby(fill(words.pad_range, { low, high: high.toLocaleString("en-US") })) : null),
      h("button", {
        type: "button",
        className: "btn btn-solid",
        disabled: busy || !fits,
        onClick: () => secret.reply({ number }),
        ...labelled(words.send),
      }),
    ),
    h(
      "div",
      { className: "pk-keys" },
      KEYS.map(key),
      h("button", { type: "button", className: "btn", disabled: busy, onClick: () => setDigits((before) => before.slice(0, -1)), ...labelled(words.erase) }),
      key("0"),
    ),
  );
}

/* ---- the desk ---- */

/** Ask, wait, read while a finger holds it, and have it gone. */
export function PrivateDesk({ department, questions, words }) {
  const state = usePrivate();
  const [shown, setShown] = useState(false);
  const { open, wish, loudness, problem } = state;
  const arrived = Boolean(open?.answered);
  useEffect(() => {
    if (arrived) sound.message();
  }, [arrived]);
  useEffect(() => setShown(false), [open?.id]);
  return h(
    "section",
    { className: "pd", "aria-label": words.title, "data-testid": "private-desk" },
    h(
      "div",
      { role: "status", className: "pd-news" },
      wish ? h("p", { className: "pd-wish" }, words.wish) : null,
      loudness === "low" ? h("p", { className: "pd-low" }, words.low) : null,
      open && !arrived ? h("p", null, words.waiting) : null,
      arrived ? h("p", { className: "pd-here" }, words.arrived) : null,
    ),
    open
      ? h(Open, { key: open.id, open, words })
      : h(
          Fragment,
          null,
          h("button", { type: "button", className: "btn", "aria-expanded": shown, onClick: () => setShown(!shown) }, words.title),
          shown ? h(Ask, { department, questions, words }) : null,
        ),
    h("p", { role: "alert", className: "pd-problem" }, problem ? (words[problem] ?? words.away) : ""),
  );
}

function Open({ open, words }) {
  const [held, setHeld] = useState(false);
  const [seen, setSeen] = useState(false);
  const see = (on) => () => {
    setHeld(on);
    if (on) setSeen(true);
  };
  const key = (on) => (event) => {
    if (![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    if (!event.repeat) see(on)();
  };
  const hold = {
    onPointerDown: see(true),
    onPointerUp: see(false),
    onPointerCancel: see(false),
    onPointerLeave: see(false),
    onKeyDown: key(true),
    onKeyUp: key(false),
    onBlur: see(false),
    onContextMenu: (event) => event.preventDefault(),
  };
  return h(
    Fragment,
    null,
    h("p", { className: "pd-question" }, open.text),
    open.answered
      ? h(
          Fragment,
          null,
          h(
            "button",
            { type: "button", className: `btn pd-cover ${held ? "is-held" : ""}`, ...hold, "data-testid": "private-answer" },
            held ? h("strong", null, open.answer) : words.hold,
          ),
          h("button", { type: "button", className: "btn btn-solid", disabled: !seen, onClick: () => secret.read() }, words.read),
        )
      : h("button", { type: "button", className: "btn", onClick: () => secret.withdraw() }, words.withdraw),
  );
}

/** The questions of this department first; a word finds any. */
function Ask({ department, questions, words }) {
  const [typed, setTyped] = useState("");
  const [own, setOwn] = useState(false);
  const wanted = typed.normalize("NFKC").trim();
  const found = questions.filter((one) => !wanted || one.finds.includes(wanted));
  const [ours, others] = [true, false].map((mine) => found.filter((one) => one.departments.includes(department) === mine));
  const list = (title, some) =>
    some.length
      ? h(
          Fragment,
          null,
          h("h3", null, title),
          h(
            "ul",
            null,
            some.map((one) =>
              h(
                "li",
                { key: one.id },
                h(
                  "button",
                  { type: "button", className: "btn", onClick: () => secret.ask({ question: one.id }) },
                  h("span", null, one.text),
                  h("small", null, `${one.topic}　${one.answers}`),
                ),
              ),
            ),
          ),
        )
      : null;
  if (own) return h(Own, { words, onBack: () => setOwn(false) });
  return h(
    "div",
    { className: "pd-ask" },
    h("p", null, words.note),
    h("input", {
      type: "search",
      "aria-label": words.search,
      placeholder: words.search,
      maxLength: 40,
      value: typed,
      onChange: (event) => setTyped(event.target.value),
    }),
    h("button", { type: "button", className: "btn", onClick: () => setOwn(true) }, words.own),
    h(
      "div",
      { className: "pd-list", tabIndex: 0, role: "region", "aria-label": words.list },
      list(words.ours, ours),
      list(words.others, others),
      found.length ? null : h("p", null, words.none),
    ),
  );
}

const PADS = ["yen", "count", "age", "month"];

function Own({ words, onBack }) {
  const [text, setText] = useState("");
  const [choices, setChoices] = useState("");
  const [pad, setPad] = useState("");
  const submit = (event) => {
    event.preventDefault();
    const offered = choices.split("\n").map((one) => one.trim()).filter(Boolean);
    secret.ask(pad ? { text, pad } : { text, choices: offered.slice(0, 20) });
  };
  return h(
    "form",
    { className: "pd-own", onSubmit: submit },
    h("p", null, words.own_note),
    h("label", null, h("span", null, words.own_text), h("textarea", { rows: 2, maxLength: 1000, value: text, onChange: (event) => setText(event.target.value) })),
    h(
      "label",
      null,
      h("span", null, words.own_kind),
      h(
        "select",
        { value: pad, onChange: (event) => setPad(event.target.value) },
        h("option", { value: "" }, words.own_choices),
        PADS.map((one) => h("option", { key: one, value: one }, words[`pad_${one}`])),
      ),
    ),
    pad ? null : h("label", null, h("span", null, words.own_lines), h("textarea", { rows: 4, maxLength: 1000, value: choices, onChange: (event) => setChoices(event.target.value) })),
    h("div", { className: "row" }, h("button", { type: "submit", className: "btn btn-solid" }, words.ask), h("button", { type: "button", className: "btn", onClick: onBack }, words.back)),
  );
}
