// What lies on the table of one call: papers, what of them is shown and how, marks, pointers. It hears and sends the
// live socket's messages (docs/protocol.md); own marks are there at once and become the server's when it has them.

import { thinned, WHOLE } from "./geometry.js";

export const LIVE = "live";
const PACE_MS = 33; // the socket takes 120 messages a second of everything together
const POINT_MS = 6000; // a pointer that says nothing more has gone
const STROKE_MS = 5000;
const UNHEARD_MS = 8000; // a mark that the server has not taken by then was refused
const ASKED_MS = 2000;
const SHOT_MS = 15000;
const COVERED_MS = 130000; // the branch has a little less
const DONE_MS = 2500;

const nothing = () => ({
  papers: [],
  liveMarks: [],
  shown: { paper: LIVE, page: 1 },
  view: WHOLE,
  points: {}, // participant -> [x, y]; our own finger's is ""
  strokes: {}, // participant -> what is being drawn
  own: [], // marks that the server has not confirmed
  shot: null, // {stage: "asked" | "taking" | "hiding" | "preview" | "taken" | "done" | "failed", code, of}
  covered: null, // at the branch: {code} while the card is looked for, {near, whole} before it is sent, {remove} after
  cameras: null,
  tool: "", // of the desk: "point", "marker", "box", "arrow", "text"
  finger: false, // of the resident
  received: false, // the desk looks at the picture as it came
  going: null, // what the desk is about to take away: {call, paper, name, sent}
  corners: null, // the desk is moving the sheet's corners: four [x, y] in pixels of that picture
});

const same = (one, other) => one.paper === other.paper && one.page === other.page;

export class PaperStore {
  state = nothing();
  by = "desk";
  #listeners = new Set();
  #timers = new Map();
  #paced = new Map();
  #views = new Map(); // what was looked at -> how
  #asked = null;
  #pointing = false;
  #unheard = false; // own marks may have been lost with the socket
  #undone = new Set(); // own marks taken back before the server had them
  #cleared = null;
  #heard = null; // the table as the server has it
  #awaiting = false; // we asked for a still; one that comes late is shown all the same

  /** @param {(message: object) => void} send */
  constructor(send) {
    this.send = send;
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** Nothing of a call is left afterwards. @param {"desk" | "branch"} by who sits here now */
  reset(by) {
    this.by = by;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const { timer } of this.#paced.values()) clearTimeout(timer);
    for (const kept of [this.#timers, this.#paced, this.#views, this.#undone]) kept.clear();
    this.#asked = null;
    this.#pointing = false;
    this.#cleared = null;
    this.#heard = null;
    this.#awaiting = false;
    this.#set(nothing());
  }

  /** A message of the socket; those of others are passed over. */
  hear(message) {
    const hearing = {
      hello: () => this.#hello(message),
      papers: () => this.#papers(message),
      shown: () => this.#news({ shown: { paper: message.paper, page: message.page } }),
      mark: () => this.#marked(message),
      unmarked: () => this.#unmarked(message),
      view: () => this.#set({ view: viewOf(message) }),
      point: () => this.#pointed(message),
      stroke: () => this.#stroked(message),
      shot: () => this.#shot(message.stage, message.code),
      cameras: () => this.#set({ cameras: message }),
      refused: () => this.#refused(message),
    };
    hearing[message.t]?.();
  }

  /** Show a page to both sides. */
  show(paper, page = 1) {
    const wanted = { paper, page };
    if (same(wanted, this.state.shown)) return;
    this.#asked = wanted;
    this.#after("asked", ASKED_MS, () => (this.#asked = null));
    this.#turnTo(wanted);
    this.send({ t: "show", ...wanted });
    this.look(this.#views.get(keyOf(wanted)) ?? WHOLE);
  }

  /** Zoomed, moved or turned here. */
  look(view) {
    this.#views.set(keyOf(this.state.shown), view);
    this.#set({ view });
    this.#pace("view", { t: "view", x: view.x, y: view.y, scale: view.scale, turn: view.turn });
  }

  /** Where we point; null when we do not any more. */
  point(place) {
    if (place) this.#pace("point", { t: "point", x: place[0], y: place[1] });
    else if (this.#pointing) this.#now("point", { t: "point", off: true });
    this.#pointing = Boolean(place);
    if (this.by !== "branch") return;
    const { "": _before, ...points } = this.state.points;
    this.#set({ points: place ? { ...points, "": place } : points });
  }

  /** What is being drawn, as far as it is. */
  sketch(id, shape, points) {
    this.#pace("stroke", { t: "stroke", id, shape, points: thinned(points) });
  }

  /** A mark that stays. `id` is that of its sketch, which the others see whole before the server has written it. */
  draw(id, shape, points, text = "") {
    if (text) this.#drop("stroke");
    else this.#now("stroke", { t: "stroke", id, shape, points: thinned(points) });
    this.#put(id, shape, points, text);
  }

  /** Take back the last thing done on this page: all marks wiped away, else the last own mark. */
  undo() {
    const { shown } = this.state;
    if (this.#cleared && same(this.#cleared, shown)) {
      const { marks } = this.#cleared;
      for (const { shape, points, text } of marks) this.#put(freshId(), shape, points, text);
      return;
    }
    const last = marksOf(this.state).filter((mark) => mark.by === this.by).at(-1);
    if (last) this.unmark(last.id);
  }

  unmark(id) {
    const own = this.state.own.find((mark) => mark.id === id);
    if (own) {
      this.#undone.add(own.tmp);
      this.#set({ own: this.state.own.filter((mark) => mark !== own) });
    } else {
      this.#without((mark) => mark.id !== id);
      this.send({ t: "unmark", mark: id });
    }
  }

  /** Wipe this page; everybody but the desk only what is their own. */
  clear() {
    const { shown } = this.state;
    const wiped = (mark) => this.by === "desk" || mark.by === this.by;
    const marks = marksOf(this.state).filter(wiped);
    if (!marks.length) return;
    for (const mark of this.state.own) if (same(mark, shown)) this.#undone.add(mark.tmp);
    this.#set({ own: this.state.own.filter((mark) => !same(mark, shown)) });
    const ids = new Set(marks.map((mark) => mark.id));
    this.#without((mark) => !ids.has(mark.id));
    this.send({ t: "clear" });
    this.#cleared = { ...shown, marks };
  }

  /**
   * Ask the branch, or ourselves, for a still. @param {{cover?: string, paper?: string}} how on which the places of
   * `cover` are black; as the next page of `paper`
   */
  shoot(how = {}) {
    if (how.cover) this.show(LIVE);
    this.#awaiting = true;
    this.#shot("asked");
    this.send({ t: "shoot", ...how });
  }

  /** The desk does not want the covered picture any more. */
  unshoot() {
    this.send({ t: "unshoot" });
  }

  /** At the branch: how far the covered picture is; null when there is none any more. */
  covering(covered) {
    this.#set({ covered });
  }

  /** How far our own still is. */
  shooting(stage, code) {
    this.#shot(stage, code);
  }

  /** Choose the branch's document camera, or its zoom. */
  camera(change) {
    this.send({ t: "camera", ...change });
  }

  /** A paper is about to go, or not any more. */
  going(going) {
    this.#set({ going });
  }

  take(tool) {
    if (this.state.tool === "point" && tool !== "point") this.point(null);
    this.#set({ tool });
  }

  pointByFinger(finger) {
    this.#set({ finger });
    if (finger) return;
    this.point(null);
    this.clear();
  }

  /** The picture as it came, for this side only; with `corners` they may be moved. */
  seeReceived(received, corners = null) {
    this.#set({ received, corners });
  }

  moveCorner(at, place) {
    this.#set({ corners: this.state.corners.map((corner, index) => (index === at ? place : corner)) });
  }

  /** A colleague who was asked in sees and draws, but does not turn the pages. */
  sitAs(by) {
    this.by = by;
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** The socket is open, perhaps again: how the page is seen is known by whoever has been here longer. */
  #hello({ view, cameras }) {
    this.#unheard = true;
    if (cameras) this.#set({ cameras });
    if (view) this.#set({ view: viewOf(view) });
    else if (this.by === "desk" && this.state.view !== WHOLE) this.look(this.state.view);
  }

  /** What the server will not have is as it was before, and why is said. */
  #refused({ of, code, id }) {
    if (!["shoot", "show", "mark", "unmark", "clear"].includes(of)) return;
    if (of === "mark") this.#set({ own: this.state.own.filter((mark) => mark.tmp !== id) });
    if (of === "show") this.#asked = null;
    if (of === "clear") this.#cleared = null;
    if (of !== "shoot") this.#news({});
    this.#shot("failed", code, of);
  }

  #marked({ paper, mark }) {
    if (!this.#heard) return;
    const added = (marks) => [...marks.filter((one) => one.id !== mark.id), mark];
    if (paper === LIVE) this.#news({ live: added(this.#heard.live) });
    else this.#news({ papers: this.#heard.papers.map((one) => (one.id === paper ? { ...one, marks: added(one.marks) } : one)) });
  }

  #unmarked({ marks }) {
    if (!this.#heard) return;
    const stays = ({ id }) => !marks.includes(id);
    const papers = this.#heard.papers.map((paper) => ({ ...paper, marks: paper.marks.filter(stays) }));
    this.#news({ papers, live: this.#heard.live.filter(stays) });
  }

  #papers({ papers, shown, live }) {
    this.#heard = { papers, shown, live };
    const unheard = this.#unheard;
    this.#unheard = false;
    this.#lay();
    if (unheard) for (const mark of this.state.own) this.#tellMark(mark);
  }

  /** Something of the table has changed at the server; nothing is news before the whole table was heard. */
  #news(change) {
    if (!this.#heard) return;
    this.#heard = { ...this.#heard, ...change };
    this.#lay();
  }

  /** What the server has, with our own on top that it does not have yet. */
  #lay() {
    const { papers, shown, live } = this.#heard;
    const before = this.state;
    const marks = [...papers.flatMap((paper) => paper.marks), ...live];
    for (const mark of marks) if (this.#undone.delete(mark.tmp)) this.send({ t: "unmark", mark: mark.id });
    const known = new Set(marks.map((mark) => mark.tmp));
    const own = before.own.filter((mark) => !known.has(mark.tmp) && performance.now() - mark.born < UNHEARD_MS);
    const strokes = Object.fromEntries(Object.entries(before.strokes).filter(([, stroke]) => !known.has(stroke.id)));
    this.#set({ papers, liveMarks: live, own, strokes });
    const fresh = freshIn(papers, before.papers);
    const ours = fresh?.kind === "still" && (this.#awaiting || ["asked", "taken"].includes(before.shot?.stage));
    if (ours) {
      this.#awaiting = false;
      this.#shot("done");
    }
    const wanted = { paper: shown?.paper || LIVE, page: shown?.page || 1 };
    if (this.#asked && same(this.#asked, wanted)) this.#asked = null;
    if (!this.#asked && !same(wanted, this.state.shown)) {
      this.#turnTo(wanted);
      if (ours && this.by === "desk") this.look(WHOLE);
    }
    if (ours && this.by === "desk") this.show(fresh.id, fresh.pages.length);
  }

  #turnTo(shown) {
    this.#set({ shown, received: false, corners: null, points: {}, strokes: {} });
  }

  #pointed({ from, x, y, off }) {
    const { [from]: _gone, ...points } = this.state.points;
    this.#set({ points: off ? points : { ...points, [from]: [x, y] } });
    if (!off) this.#after(`point ${from}`, POINT_MS, () => this.#pointed({ from, off: true }));
  }

  #stroked({ from, id, shape, points }) {
    this.#set({ strokes: { ...this.state.strokes, [from]: { id, shape, points, text: "" } } });
    this.#after(`stroke ${from}`, STROKE_MS, () => {
      const { [from]: _gone, ...strokes } = this.state.strokes;
      this.#set({ strokes });
    });
  }

  #shot(stage, code = "", of = "shoot") {
    this.#set({ shot: { stage, code, of } });
    const ended = ["done", "failed"].includes(stage);
    const patience = { done: DONE_MS, hiding: COVERED_MS, preview: COVERED_MS }[stage] ?? SHOT_MS;
    this.#after("shot", patience, () => {
      if (ended) this.#set({ shot: null });
      else this.#shot("failed", "silent");
    });
  }

  #without(stays) {
    this.#set({
      papers: this.state.papers.map((paper) => ({ ...paper, marks: paper.marks.filter(stays) })),
      liveMarks: this.state.liveMarks.filter(stays),
    });
  }

  /** There at once, and on its way to the server. */
  #put(id, shape, points, text) {
    const mark = { id, tmp: id, ...this.state.shown, by: this.by, shape, points: thinned(points), text };
    this.#set({ own: [...this.state.own, { ...mark, born: performance.now() }] });
    this.#cleared = null;
    this.#tellMark(mark);
  }

  #tellMark({ tmp, paper, page, shape, points, text }) {
    this.send({ t: "mark", id: tmp, paper, page, shape, points, text });
  }

  #after(name, ms, act) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(act, ms));
  }

  /** At most one message of a kind in PACE_MS; the newest is never lost. */
  #pace(kind, message) {
    const waiting = this.#paced.get(kind);
    if (waiting) {
      waiting.message = message;
      return;
    }
    this.send(message);
    const entry = { message: null, timer: 0 };
    entry.timer = setTimeout(() => {
      this.#paced.delete(kind);
      if (entry.message) this.#pace(kind, entry.message);
    }, PACE_MS);
    this.#paced.set(kind, entry);
  }

  #drop(kind) {
    const waiting = this.#paced.get(kind);
    if (waiting) waiting.message = null;
  }

  #now(kind, message) {
    this.#drop(kind);
    this.send(message);
  }
}

/** The paper that was not there before, or has grown by a page. */
function freshIn(papers, before) {
  const pagesOf = new Map(before.map(({ id, pages }) => [id, pages.length]));
  return papers.find(({ id, pages }) => pages.length > (pagesOf.get(id) ?? 0));
}

const keyOf = ({ paper, page }) => `${paper} ${page}`;
const viewOf = ({ x, y, scale, turn }) => ({ x, y, scale, turn });

/** An id for what is drawn, until the server gives its own. */
export const freshId = () => Math.random().toString(36).slice(2, 12).padEnd(10, "0");

/** The paper on show, undefined for the live picture. */
export const paperOf = ({ papers, shown }) => papers.find((paper) => paper.id === shown.paper);

/** The page on show, undefined for the live picture. */
export const pageOf = (state) => paperOf(state)?.pages.find((page) => page.number === state.shown.page);

/** The marks on show, the oldest first; own ones that are on their way among them. */
export function marksOf(state) {
  const { shown } = state;
  const kept = shown.paper === LIVE ? state.liveMarks : (paperOf(state)?.marks ?? []);
  const here = kept.filter((mark) => shown.paper === LIVE || mark.page === shown.page);
  return [...here, ...state.own.filter((mark) => same(mark, shown))];
}
