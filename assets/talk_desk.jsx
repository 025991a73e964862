// The desk's part of the written conversation: 字幕と筆談, what was said and a field to write in.

import { createElement as h, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { InkPicture } from "./ink.jsx";
import { note } from "./js/talk/notes.js";
import { allOf, isOwn, unreadOf, wordsOf } from "./js/talk/store.js";
import { talk } from "./js/talk/talk.js";
import { BY_MACHINE, SpeechDesk } from "./speech.jsx";

const LIMIT = 500; // characters, as the server takes
const READ_MS = 4000; // as long as a clerk looks at the screen before a saying counts as read
const NEAR_END = 40; // pixels from the end of the list at which it follows what is new
const KEEP_DAYS = [7, 30, 90, 180, 365];
const BY_HAND = "手で書いたもの";
const useTalk = () => useSyncExternalStore(talk.subscribe, talk.snapshot, talk.snapshot);
const timeOf = (moment) =>
  new Intl.DateTimeFormat("ja", { timeZone: "Asia/Tokyo", hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
const dayOf = (moment) =>
  new Intl.DateTimeFormat("ja", { timeZone: "Asia/Tokyo", month: "numeric", day: "numeric" }).format(new Date(moment));
const WHO = { branch: "住民", guest: "参加者" };
const whoOf = ({ by, author }) => (by === "branch" ? WHO.branch : author || WHO[by] || "こちら");

/**
 * `words`: why something was refused, by code. `guest`: a colleague in somebody else's call, who keeps nothing.
 * `onKeep(days)` keeps the conversation, 0 days lets it go; `problem`: why that did not work.
 */
export function TalkDesk({ words, guest, problem, onKeep }) {
  const state = useTalk();
  const [large, setLarge] = useState(null);
  const unread = unreadOf(state);
  useEffect(() => {
    if (!unread) return undefined;
    const look = () => document.visibilityState === "visible" && talk.read();
    const timer = setInterval(look, READ_MS);
    return () => clearInterval(timer);
  }, [unread]);
  const act = { onPointerDown: () => talk.read(), onKeyDown: () => talk.read() };
  return h("section", { className: "talk-desk", "aria-label": "字幕と筆談", ...act }, [
    h("h2", { key: "title" }, "字幕と筆談", unread ? h("b", { className: "talk-unread num", role: "status" }, `新しい${unread}件`) : null),
    h(SpeechDesk, { key: "speech", words, guest }),
    h(Log, { key: "log", state, unread, words, onEnlarge: setLarge }),
    h(Field, { key: "field", call: state.call }),
    guest ? null : h(Keep, { key: "keep", state, problem, onKeep }),
    large ? h(Enlarged, { key: "large", strokes: large, onClose: () => setLarge(null) }) : null,
  ]);
}

/** Everything that was said, and what the others are writing now. It follows its end until somebody scrolls up. */
function Log({ state, unread, words, onEnlarge }) {
  const list = useRef(null);
  const follows = useRef(true);
  const all = allOf(state);
  const writing = Object.entries(state.writing);
  const drawing = Object.entries(state.drawing);
  useLayoutEffect(() => {
    if (follows.current) list.current.scrollTop = list.current.scrollHeight;
  }, [all.length, state.writing, state.drawing, state.translated]);
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = list.current;
    follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };
  const fresh = new Set(all.filter((saying) => !isOwn(state, saying)).slice(-unread || all.length).map(({ id }) => id));
  const items = [
    all.length || writing.length || drawing.length ? null : h("li", { key: "none", className: "talk-none" }, "まだ何も書かれていません。"),
    ...all.map((saying) => h(Saying, { key: saying.tmp, saying, translated: state.translated[saying.id], mine: isOwn(state, saying), fresh: fresh.has(saying.id), words, onEnlarge })),
    ...writing.map(([from, { by, text, voice }]) =>
      h(
        "li",
        { key: `w ${from}`, className: `talk-writing ${by}`, "aria-hidden": true },
        h("small", null, `${WHO[by] ?? "担当"}が${voice ? "話して" : "書いて"}います`),
        h("p", null, text),
      ),
    ),
    ...drawing.map(([from, { by, strokes }]) =>
      h("li", { key: `d ${from}`, className: `talk-writing ${by}` }, h("small", null, `${WHO[by] ?? "担当"}が手で書いています`), h(InkPicture, { strokes, label: BY_HAND })),
    ),
  ];
  // A list cannot be a log too.
  return h(
    "div",
    { className: "talk-hear", role: "log", "aria-label": "やりとり" },
    h("ol", { ref: list, className: "talk-log", tabIndex: 0, "aria-label": "やりとり", onScroll: scrolled }, items),
  );
}

function Saying({ saying, translated, mine, fresh, words, onEnlarge }) {
  const { id, tmp, by, kind, ink, at, refused } = saying;
  const text = wordsOf(saying, "ja");
  const [noted, setNoted] = useState("");
  const whole = translated ? `${translated.text}（${BY_MACHINE}。もとのことば：${text}）` : text;
  const copy = () => setNoted(note(whole) ? "メモに写しました" : "メモが開いていません");
  const small = (key, label, act, name) => h("button", { key, type: "button", className: "btn", onClick: act, "aria-label": name }, label);
  return h("li", { className: `talk-saying ${mine ? "mine" : by} ${fresh ? "fresh" : ""} ${id ? "" : "pending"}`, "data-kind": kind }, [
    h("small", { key: "who" }, `${mine && !id ? "こちら" : whoOf(saying)} `, h("span", { className: "num" }, timeOf(at)), kind === "caption" ? " 声から" : null),
    translated ? h("p", { key: "translated", className: "talk-translated" }, translated.text, h("small", null, BY_MACHINE)) : null,
    kind === "ink"
      ? h(Thumb, { key: "ink", ink, onEnlarge })
      : h("p", { key: "text", className: translated ? "talk-original" : undefined }, text),
    refused ? h("p", { key: "why", className: "talk-refused", role: "alert" }, words[refused] ?? words.otherwise) : null,
    h("span", { key: "acts", className: "talk-acts" }, [
      kind === "ink" || refused ? null : small("note", "メモに写す", copy, `メモに写す ${text}`),
      mine && (id || refused) ? small("back", "取り消す", () => talk.unsay({ id, tmp }), `取り消す ${text}`) : null,
      refused ? small("again", "もう一度送る", () => talk.again(tmp)) : null,
      h("em", { key: "noted", role: "status" }, noted),
    ]),
  ]);
}

/** Enter sends, and Shift with Enter begins a new line; an input method keeps its own Enter. */
function Field({ call }) {
  const [value, setValue] = useState("");
  useEffect(() => setValue(""), [call]);
  const change = (event) => {
    const text = [...event.target.value].slice(0, LIMIT).join("");
    setValue(text);
    talk.write(text);
  };
  const send = () => {
    if (!value.trim()) return;
    talk.say({ text: value });
    setValue("");
  };
  const key = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  return h("div", { className: "talk-field" }, [
    h("textarea", { key: "field", rows: 2, "aria-label": "書いて伝える", placeholder: "書いて伝える", value, onChange: change, onKeyDown: key }),
    h("button", { key: "send", type: "button", className: "btn btn-line", "aria-disabled": !value.trim(), onClick: send }, "送る"),
  ]);
}

/** After the call nothing of it is left, unless the desk keeps it. */
function Keep({ state, problem, onKeep }) {
  const [days, setDays] = useState(30);
  if (!state.sayings.length) return null;
  const until = state.keptUntil;
  return h("div", { className: "talk-keep" }, [
    until
      ? h("p", { key: "until", role: "status" }, `${dayOf(until)}まで課に残します。`)
      : h("p", { key: "none" }, "通話が終わると消えます。"),
    until
      ? h("button", { key: "drop", type: "button", className: "btn", onClick: () => onKeep(0) }, "残さない")
      : h("select", { key: "days", "aria-label": "残す日数", value: days, onChange: (event) => setDays(Number(event.target.value)) }, KEEP_DAYS.map((one) => h("option", { key: one, value: one }, `${one}日`))),
    until ? null : h("button", { key: "keep", type: "button", className: "btn", onClick: () => onKeep(days) }, "残す"),
    problem ? h("p", { key: "why", className: "talk-refused", role: "alert" }, problem) : null,
  ]);
}

/** Handwriting in full size, until it is closed; the focus goes back to where it came from. */
function Enlarged({ strokes, onClose }) {
  const close = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    return () => before?.focus?.();
  }, []);
  const escape = (event) => event.key === "Escape" && (event.stopPropagation(), onClose());
  return h("div", { className: "veil", onKeyDown: escape }, [
    h("section", { key: "panel", className: "panel ink-large", role: "dialog", "aria-modal": true, "aria-label": BY_HAND }, [
      h(InkPicture, { key: "ink", strokes, label: BY_HAND }),
      h("button", { key: "close", ref: close, type: "button", className: "btn", onClick: onClose }, "閉じる"),
    ]),
  ]);
}

/** What the department keeps of a call that is over, beside its record. Every look is logged, so it is asked for. */
export function TalkKept({ call, until }) {
  const [sayings, setSayings] = useState(null);
  const [large, setLarge] = useState(null);
  const [failed, setFailed] = useState(false);
  const turn = async () => {
    if (sayings) {
      setSayings(null);
      return;
    }
    const answer = await fetch(`/talk/${call}`, { credentials: "same-origin" }).catch(() => null);
    setFailed(!answer?.ok);
    if (answer?.ok) setSayings((await answer.json()).sayings);
  };
  return h("section", { className: "talk-kept", "aria-label": "残した字幕と筆談" }, [
    h("h3", { key: "title" }, "残した字幕と筆談", h("small", null, until)),
    h("button", { key: "turn", type: "button", className: "btn", "aria-expanded": Boolean(sayings), onClick: turn }, sayings ? "閉じる" : "見る"),
    failed ? h("p", { key: "failed", role: "alert" }, "読めませんでした。もう一度押してください。") : null,
    sayings
      ? h("ol", { key: "log", className: "talk-log" }, sayings.map((saying) => h(Kept, { key: saying.id, saying, onEnlarge: setLarge })))
      : null,
    large ? h(Enlarged, { key: "large", strokes: large, onClose: () => setLarge(null) }) : null,
  ]);
}

function Kept({ saying, onEnlarge }) {
  const { by, kind, ink, at } = saying;
  return h("li", { className: by }, [
    h("small", { key: "who" }, `${whoOf(saying)} ${timeOf(at)}`),
    kind === "ink" ? h(Thumb, { key: "ink", ink, onEnlarge }) : h("p", { key: "text" }, wordsOf(saying, "ja")),
  ]);
}

function Thumb({ ink, onEnlarge }) {
  const picture = h(InkPicture, { strokes: ink, label: BY_HAND });
  return h("button", { type: "button", className: "ink-small", onClick: () => onEnlarge(ink), "aria-label": `${BY_HAND}を大きく見る` }, picture);
}
