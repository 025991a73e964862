// What is said in writing in one call, as this page knows it. It hears and sends the live socket's messages
// (docs/protocol.md); what we say ourselves is there at once and becomes the server's when it has it.

import { grown } from "./ink.js";

const PACE_MS = 60; // between two tellings of what is being written
const WRITING_MS = 30000; // who says nothing more of what is being written has stopped
const AGAIN_MS = 1100; // before what was refused as too fast is said once more

const nothing = () => ({
  call: "",
  me: "", // our seat in the call
  sayings: [], // as the server has them, the oldest first
  own: [], // what we said and the server has not confirmed: {tmp, kind, text, of, ink, texts, icon, at, refused}
  writing: {}, // participant -> {by, text, voice}; what somebody is saying aloud has a place of its own
  drawing: {}, // participant -> {by, id, strokes}
  translated: {}, // saying -> {language, text}, made by a machine
  keptUntil: null,
  seen: 0, // how many of the others' sayings were read here
  sheet: "", // of the resident: "", "hand" or "keys"
});

export class TalkStore {
  state = nothing();
  by = "desk";
  #listeners = new Set();
  #timers = new Map();
  #paced = new Map();

  /** @param {(message: object) => boolean} send */
  constructor(send) {
    this.send = send;
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** Nothing of a call is left afterwards. @param {"desk" | "branch"} by who sits here now, @param {string} me in which seat */
  reset(by, call = "", me = "") {
    this.by = by;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const { timer } of this.#paced.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#paced.clear();
    this.#set({ ...nothing(), call, me });
  }

  /** A message of the socket; those of others are passed over. */
  hear(message) {
    const hearing = {
      said: () => (message.whole ? this.#whole(message) : this.#news(message.sayings)),
      unsaid: () => this.#set({ sayings: this.state.sayings.filter(({ id }) => id !== message.saying) }),
      writing: () => this.#writing(message),
      ink: () => this.#drawing(message),
      translated: () => this.#translated(message),
      refused: () => message.of === "say" && this.#refused(message),
    };
    hearing[message.t]?.();
  }

  /**
   * Say something: {text}, {ink}, or {phrase} or {answer} as {id, icon, texts}. It is there at once.
   * @returns {string} our own name for it
   */
  say(words) {
    const [[kind, what]] = Object.entries(words);
    const board = kind === "phrase" || kind === "answer";
    const saying = {
      tmp: freshId(),
      id: "",
      by: this.by,
      at: new Date().toISOString(),
      author: "",
      kind,
      text: kind === "text" ? what : "",
      ink: kind === "ink" ? what : [],
      of: board ? what.id : "",
      texts: board ? what.texts : undefined,
      icon: board ? what.icon : undefined,
      refused: "",
    };
    this.#drop("writing");
    this.#set({ own: [...this.state.own, saying] });
    this.#tell(saying);
    return saying.tmp;
  }

  /** Say once more what was refused. */
  again(tmp) {
    const saying = this.state.own.find((one) => one.tmp === tmp);
    if (!saying) return;
    this.#mend(tmp, { refused: "" });
    this.#tell(saying);
  }

  /** Take back what we said; what was refused just goes. */
  unsay({ id, tmp }) {
    if (id) this.send({ t: "unsay", id });
    else this.#set({ own: this.state.own.filter((one) => one.tmp !== tmp) });
  }

  /** What stands in our field now; the other side sees it. */
  write(text) {
    this.#pace("writing", PACE_MS, { t: "writing", text });
  }

  /** A piece of what we are drawing: from point `at` of stroke `stroke` on, and nothing comes after it. */
  draw(id, stroke, at, points) {
    this.send({ t: "ink", id, stroke, at, points });
  }

  /** The others' sayings up to now are read. */
  read() {
    const seen = othersOf(this.state).length;
    if (seen !== this.state.seen) this.#set({ seen });
  }

  /** The resident's large sheet: by hand, by keys, or closed. */
  open(sheet) {
    this.#set({ sheet });
  }

  #whole({ sayings, kept_until: keptUntil }) {
    this.#set({ keptUntil });
    this.#confirm(sayings, sayings);
    for (const saying of this.state.own) if (!saying.refused) this.#tell(saying);
  }

  #news(news) {
    const ids = new Set(news.map(({ id }) => id));
    this.#confirm([...this.state.sayings.filter(({ id }) => !ids.has(id)), ...news], news);
  }

  #confirm(sayings, news) {
    const known = new Set(sayings.map(({ tmp }) => tmp));
    const speakers = news.map(({ from }) => from);
    const places = news.map(({ from, kind }) => placeOf(from, kind === "caption"));
    this.#set({
      sayings,
      own: this.state.own.filter(({ tmp }) => !known.has(tmp)),
      writing: without(this.state.writing, places),
      drawing: without(this.state.drawing, speakers),
    });
  }

  #writing({ from, by, text, voice = false }) {
    const place = placeOf(from, voice);
    const rest = without(this.state.writing, [place]);
    this.#set({ writing: text ? { ...rest, [place]: voice ? { by, text, voice } : { by, text } } : rest });
    this.#after(`writing ${place}`, WRITING_MS, () => this.#set({ writing: without(this.state.writing, [place]) }));
  }

  #translated({ sayings }) {
    const more = sayings.map(({ id, language, text }) => [id, { language, text }]);
    this.#set({ translated: { ...this.state.translated, ...Object.fromEntries(more) } });
  }

  #drawing({ from, by, id, stroke, at, points }) {
    const before = this.state.drawing[from];
    const strokes = grown(before?.id === id ? before.strokes : [], stroke, at, points);
    const rest = without(this.state.drawing, [from]);
    this.#set({ drawing: strokes.length ? { ...rest, [from]: { by, id, strokes } } : rest });
    this.#after(`drawing ${from}`, WRITING_MS, () => this.#set({ drawing: without(this.state.drawing, [from]) }));
  }

  #refused({ id, code }) {
    if (code === "conversation.talk.too_fast") this.#after(`again ${id}`, AGAIN_MS, () => this.again(id));
    else this.#mend(id, { refused: code });
  }

  #mend(tmp, change) {
    this.#set({ own: this.state.own.map((one) => (one.tmp === tmp ? { ...one, ...change } : one)) });
  }

  #tell({ tmp, kind, text, of, ink }) {
    this.send({ t: "say", id: tmp, [kind]: { text, ink, phrase: of, answer: of }[kind] });
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #after(name, ms, act) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(act, ms));
  }

  /** At most one message of a kind in so many milliseconds; the newest is never lost. */
  #pace(kind, ms, message) {
    const waiting = this.#paced.get(kind);
    if (waiting) {
      waiting.message = message;
      return;
    }
    this.send(message);
    const entry = { message: null, timer: 0 };
    entry.timer = setTimeout(() => {
      this.#paced.delete(kind);
      if (entry.message) this.#pace(kind, ms, entry.message);
    }, ms);
    this.#paced.set(kind, entry);
  }

  #drop(kind) {
    const waiting = this.#paced.get(kind);
    if (waiting) waiting.message = null;
  }
}

const placeOf = (from, voice) => (voice ? `${from} aloud` : from);
const without = (kept, keys) => Object.fromEntries(Object.entries(kept).filter(([key]) => !keys.includes(key)));

/** An own name for what is said, until the server gives its id. */
export const freshId = () => Math.random().toString(36).slice(2, 12).padEnd(10, "0");

/** Everything that was said, the oldest first; what is on its way stands at the end. */
export const allOf = ({ sayings, own }) => [...sayings, ...own];

/** Whether we said it: our seat tells, as two desks may sit in one call. */
export const isOwn = ({ me }, { id, from }) => !id || from === me;

/** What the others said. */
export const othersOf = (state) => state.sayings.filter((saying) => !isOwn(state, saying));

/** How many of the others' sayings were not read here. */
export const unreadOf = (state) => Math.max(0, othersOf(state).length - state.seen);

/** The newest saying that is not ours: a resident's caption. */
export const captionOf = (state) => othersOf(state).at(-1);

/** What a saying says in this language; of ink nothing. */
export const wordsOf = ({ text, texts }, language) => (texts ? (texts[language] ?? texts.ja) : (text ?? ""));
