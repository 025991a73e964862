// React parts of the table on which both sides look at one paper. They show; js/paper/ does.

import { createElement as h, memo, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { CallVideo } from "./call.jsx";
import { dayOf } from "./js/days.js";
import { fill } from "./js/fill.js";
import { corners as someCorners, matrix, sizeOf, toPage, toScreen, toward, WHOLE } from "./js/paper/geometry.js";
import { Hand } from "./js/paper/hand.js";
import { Mark, Pointer, Quad } from "./js/paper/marks.js";
import { answer, discarding, papers, removed } from "./js/paper/papers.js";
import { change, post } from "./js/paper/still.js";
import { freshId, LIVE, marksOf, pageOf, paperOf } from "./js/paper/store.js";
import { session } from "./js/session.js";
import { labelled, plain, Said } from "./said.jsx";

const withRuby = (text) => h(Said, { text });
const usePapers = () => useSyncExternalStore(papers.subscribe, papers.snapshot, papers.snapshot);
const useCall = () => useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);

const LETTERS = { desk: 18, branch: 30 };
const SHARP = [800, 1600, 2400]; // widths of a document's page that are asked for
const THUMB = 400;
const SAID_MS = 8000;
const LATE_MS = 700; // then it is said that a page's picture is on its way
const AGAIN_MS = [1000, 8000]; // between two tries to get a page's picture: at first, at most
const KEEP_DAYS = [7, 30, 90, 180, 365];
const DOCUMENTS = "application/pdf,image/png,image/jpeg,image/webp";
const TEXT_LIMIT = 60;
const OF_FORMS = { sample: "記入例", blank: "白紙" }; // papers that are forms of the city, nobody's own
const NUDGE = 4;

const UNMASK_REASONS = [
  ["wrong_place", "かくす所をまちがえた"],
  ["needed", "手続きに要る"],
  ["asked_by_resident", "ご本人の希望"],
];
const TOOLS = [
  ["point", "指す"],
  ["marker", "線"],
  ["box", "囲む"],
  ["arrow", "矢印"],
  ["text", "ことば"],
];
// The hand on the table of this page; buttons in the bars do what its keys do.
let hand = null;
const PHRASES = ["ここに お名前を", "ここに 日付を", "ここを 見てください", "ここは 書かなくて大丈夫です"];
const CORNERS = ["左上", "右上", "右下", "左下"];

const DRAWINGS = {
  camera: "M3 7.5h4L9 4.5h6l2 3h4V19H3zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  mark: "M4 4h16v12H4zM9 21l3-3 3 3",
  in: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm5 11.5L21 21M10.5 8v5M8 10.5h5",
  out: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm5 11.5L21 21M8 10.5h5",
  turn: "M19 12a7 7 0 1 1-2.5-5.4M19 3v5h-5",
  finger:
    "M8 12V5.5a1.5 1.5 0 0 1 3 0V11M11 10V4a1.5 1.5 0 0 1 3 0v7M14 11V5.5a1.5 1.5 0 0 1 3 0V15" +
    "c0 4-2 6.5-5.5 6.5-3 0-4.5-1.5-6-4.5L4 13.5c-.5-1.5 1.5-2.5 2.5-1l1.5 2",
};

function Drawing({ name }) {
  return h("svg", { className: "ico", viewBox: "0 0 24 24", "aria-hidden": true }, h("path", { d: DRAWINGS[name] }));
}

function Button({ className, drawing, label, children, ...props }) {
  const name = children ? {} : { "aria-label": label, title: label };
  return h(
    "button",
    { type: "button", className: `btn ${className ?? ""}`, ...name, ...props },
    drawing ? h(Drawing, { name: drawing }) : null,
    children ? h("span", null, children) : null,
  );
}

/** Pixels of an element, kept up to date. */
function useBox(element) {
  const [box, setBox] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const measure = () => setBox({ width: element.current.clientWidth, height: element.current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return box;
}

/** A view that glides after the wanted one while the same page is shown. */
function useGlide(wanted, key, smooth) {
  const [now, setNow] = useState(wanted);
  const at = useRef({ view: wanted, key });
  useEffect(() => {
    const glides = smooth && at.current.key === key && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    let frame = 0;
    let before = performance.now();
    const step = (time) => {
      const view = glides ? toward(at.current.view, wanted, Math.max(1, time - before)) : wanted;
      before = time;
      at.current = { view, key };
      setNow(view);
      if (view !== wanted) frame = requestAnimationFrame(step);
    };
    step(before);
    return () => cancelAnimationFrame(frame);
  }, [wanted, key, smooth]);
  return smooth ? now : wanted;
}

/** Where a page's picture is; another address when it is another picture, or is needed sharper. */
function addressOf(call, paper, { number, version }, received, width) {
  const query = new URLSearchParams({ v: version });
  if (received) query.set("as", "received");
  else if (paper.kind !== "still") query.set("width", width);
  return `/papers/${call}/${paper.id}/${number}?${query}`;
}

/** A page's picture. Of the same page the one before stays until a sharper one is there; of another it never stays. */
function PagePicture({ page, address, label, words }) {
  const place = useRef(null);
  const seen = useRef(null); // the page whose picture stands there
  const [late, setLate] = useState(false);
  useLayoutEffect(() => {
    let timer = 0;
    const stale = seen.current !== page;
    if (stale) place.current.replaceChildren();
    const patience = setTimeout(() => setLate(stale), LATE_MS);
    const load = (wait) => {
      const image = new Image();
      image.dataset.testid = "paper-still";
      image.alt = label ?? "";
      image.draggable = false;
      image.src = address;
      image.decode().then(
        () => timer !== null && show(image),
        () => {
          if (timer === null) return;
          setLate(stale);
          timer = setTimeout(() => load(Math.min(2 * wait, AGAIN_MS[1])), wait);
        },
      );
    };
    const show = (image) => {
      clearTimeout(patience);
      seen.current = page;
      place.current.replaceChildren(image);
      setLate(false);
    };
    load(AGAIN_MS[0]);
    return () => {
      clearTimeout(timer);
      clearTimeout(patience);
      timer = null;
    };
  }, [page, address, label]);
  return [
    h("div", { key: "place", ref: place, className: "paper-page", style: late ? { display: "none" } : undefined }),
    late ? h("p", { key: "late", className: "no-picture" }, withRuby(words.waiting)) : null,
  ];
}

/** The size of the live picture, once it has one. */
function useFilm(element, live) {
  const [film, setFilm] = useState(null);
  useEffect(() => {
    const content = element.current;
    if (!live || !content) return undefined;
    const read = () => {
      const { videoWidth: width, videoHeight: height } = content.querySelector("video") ?? {};
      if (width && height) setFilm((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    const events = ["loadedmetadata", "resize"];
    for (const event of events) content.addEventListener(event, read, true);
    read();
    return () => {
      for (const event of events) content.removeEventListener(event, read, true);
    };
  }, [live]);
  return film;
}

function sentence(words, shot) {
  if (!shot) return "";
  if (shot.stage !== "failed") return words[shot.stage] ?? "";
  return words[shot.code] ?? (shot.of === "mark" ? words["mark.refused"] : words.otherwise);
}

/**
 * The large area. `words`: the desk's, or a resident's by the names of PAPER_WORDS. `held`: what is said instead of
 * the live picture. `guest`: a colleague who was asked in.
 */
export function PaperTable({ words, held, guest, label }) {
  const state = usePapers();
  const { kind, call, me } = useCall();
  const element = useRef(null);
  const content = useRef(null);
  const box = useBox(element);
  const live = state.shown.paper === LIVE;
  const film = useFilm(content, live && !held);
  const [sketch, setSketch] = useState(null);
  const [writing, setWriting] = useState(null);
  const [near, setNear] = useState(WHOLE); // of the picture as it came, which only this side sees
  const [paper, shown] = [paperOf(state), pageOf(state)];
  const received = Boolean(state.received && shown);
  const page = live ? film : received ? { width: shown.received_width, height: shown.received_height } : shown;
  const looks = kind === "desk" && !guest;
  const key = `${state.shown.paper} ${state.shown.page} ${received}`;
  const view = useGlide(received ? near : state.view, key, !looks);
  useEffect(() => papers.sitAs(kind === "branch" ? "branch" : guest ? "guest" : "desk"), [kind, guest, call]);
  useEffect(() => {
    setNear(WHOLE);
    setSketch(null);
    setWriting(null);
  }, [key, state.tool]);
  const tool = received ? "" : state.tool;
  const now = useRef(null);
  now.current = { box, page: box.width ? page : null, view, tool, finger: state.finger, looks };
  const setView = received ? setNear : (wanted) => papers.look(wanted);
  const act = useRef(null);
  act.current = {
    look: setView,
    point: (place) => papers.point(place),
    sketch: (stroke) => {
      setSketch(stroke && { ...stroke });
      if (stroke && stroke.shape !== "mask") papers.sketch(stroke.id, stroke.shape, stroke.points);
    },
    draw: ({ id, shape, points }) => {
      setSketch(null);
      if (shape !== "mask") papers.draw(id, shape, points);
      else if (paper) blacken(`${call}/${paper.id}/${shown.number}`, points);
    },
    write: (place, at) => setWriting({ place, at }),
  };
  useEffect(() => {
    const acts = Object.fromEntries(Object.keys(act.current).map((name) => [name, (...given) => act.current[name](...given)]));
    hand = new Hand(element.current, () => now.current, acts);
    return hand.begin();
  }, []);
  const seen = page && box.width > 0;
  const at = seen ? (place) => toScreen(box, page, view, place) : null;
  const style = seen ? { width: page.width, height: page.height, transform: `matrix(${matrix(box, page, view)})` } : undefined;
  const needed = seen ? sizeOf(box, page, state.view) * page.width : 0;
  const width = SHARP.find((one) => one >= needed) ?? SHARP.at(-1);
  let picture = h("p", { className: "no-picture" }, withRuby(live ? held : words.waiting));
  if (live && !held) picture = h(CallVideo, { what: "paper-live", participant: kind === "branch" ? me : undefined, label });
  else if (shown) picture = h(PagePicture, {
      page: `${paper.id} ${shown.number} ${shown.version} ${received}`,
      address: addressOf(call, paper, shown, received, width),
      label: kind === "desk" ? titleOf(state) : plain(words[`tag.${paper.kind}`]),
      words,
    });
  const classes = ["paper-table", OF_FORMS[paper?.kind] && "is-form", tool && `tool-${tool}`, state.finger && "tool-finger", looks && "looks"];
  return h(
    "div",
    {
      ref: element,
      className: classes.filter(Boolean).join(" "),
      tabIndex: kind === "desk" ? 0 : undefined,
      role: "group",
      "aria-label": label,
      "data-shown": state.shown.paper,
      "data-page": state.shown.page,
      "data-scale": view.scale.toFixed(3),
      "data-turn": view.turn,
    },
    h("div", { ref: content, key: live ? "live" : "page", className: "paper-content", style }, picture),
    at && !received ? h(Ink, { box, at, state, sketch }) : null,
    at && received ? h(Sheet, { box, at, page, corners: state.corners ?? shown.corners }) : null,
    at && received && state.corners ? h(Handles, { corners: state.corners, box, page, view }) : null,
    writing ? h(Writing, { ...writing, box, onDone: () => setWriting(null) }) : null,
    state.shot?.stage === "taking" ? h("div", { className: "paper-flash" }) : null,
    kind === "branch" && state.covered ? h(Covered, { covered: state.covered, words }) : null,
    h("p", { className: "paper-said", role: "status", "data-stage": state.shot?.stage ?? "" }, withRuby(sentence(words, state.shot))),
    kind === "branch" ? h("p", { className: "vh", role: "status", lang: "ja" }, wordsOn(state)) : null,
  );
}

/** What the resident decides on: a picture with black places, or how to lay the card, or that it is gone. */
function Covered({ covered: { code, near, whole, remove }, words }) {
  const first = useRef(null);
  const step = whole ? "check" : remove ? "remove" : "look";
  useEffect(() => first.current?.focus(), [step]);
  const touch = (label, className, act, focus) =>
    h("button", { key: label, type: "button", ref: focus ? first : undefined, className: `btn ${className}`, onClick: act, ...labelled(label) });
  const title = { check: words["hide.check"], remove: words["hide.remove"], look: words["hide.title"] }[step];
  const note = { check: "", remove: words["hide.dark"], look: words[code] ?? words["mask.absent"] }[step];
  const shown = (address, name) =>
    h("figure", { key: address }, [
      h("div", { key: "picture" }, h("img", { src: address, alt: "" })),
      h("figcaption", { key: "name" }, withRuby(name)),
    ]);
  const buttons = {
    check: () => [touch(words["hide.send"], "btn-solid", () => answer(true), true), touch(words["hide.stop"], "", () => answer(false))],
    remove: () => [touch(words["hide.gone"], "btn-solid", removed, true)],
    look: () => [touch(words["hide.stop"], "", () => answer(false), true)],
  }[step]();
  return h("section", { className: `paper-covered is-${step}`, role: "alertdialog", "aria-label": plain(title) }, [
    h("h2", { key: "title" }, withRuby(title)),
    whole
      ? h("div", { key: "pictures", className: "paper-covered-pictures" }, [
          shown(near, words["hide.black"]),
          shown(whole, words["hide.whole"]),
        ])
      : null,
    h("p", { key: "note", role: "status" }, withRuby(note)),
    h("div", { key: "buttons", className: "row" }, buttons),
  ]);
}

/** Black from now on, for everybody; why it was not stands beside the paper. */
async function blacken(path, [[ax, ay], [bx, by]]) {
  const rect = [Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by)];
  papers.take("");
  try {
    await change(`${path}/mask`, "POST", { rect });
  } catch (error) {
    papers.shooting("failed", error.code);
  }
}

/** The words of the marks on show, for those who hear the screen. */
const wordsOn = (state) =>
  marksOf(state)
    .map((mark) => mark.text)
    .filter(Boolean)
    .join("　");

/** What is drawn and pointed at, over the page. `sketch`: of our own hand at this moment. */
function Ink({ box, at, state, sketch }) {
  const { kind, peers } = useCall();
  const size = LETTERS[kind];
  const peerOf = (id) => peers.find((peer) => peer.id === id);
  // Between two, everybody knows whose hand it is. A finger without a name is our own.
  const handOf = (id) => (peers.length > 1 ? (peerOf(id)?.name ?? "") : "");
  const isFinger = (id) => id === "" || peerOf(id)?.kind === "branch";
  const draw = (mark, key, drawn) => h(Mark, { key, mark, at, size, sketch: drawn });
  return h(
    "svg",
    { className: "paper-ink", width: box.width, height: box.height, "aria-hidden": true },
    marksOf(state).map((mark) => draw(mark, mark.tmp || mark.id)),
    Object.entries(state.strokes).map(([from, stroke]) => draw(stroke, from, true)),
    sketch ? draw(sketch, "own", true) : null,
    Object.entries(state.points).map(([from, place]) =>
      h(Pointer, { key: from, place: at(place), name: handOf(from), finger: isFinger(from), size }),
    ),
  );
}

/** Where the sheet was found on the picture as it came. */
function Sheet({ box, at, page, corners }) {
  if (!corners) return null;
  const place = ([x, y]) => at([x / page.width, y / page.height]);
  return h(
    "svg",
    { className: "paper-ink", width: box.width, height: box.height, "aria-hidden": true },
    h(Quad, { corners, at: place }),
  );
}

/** Four corners to take hold of; arrow keys move the one that has the focus. */
function Handles({ corners, box, page, view }) {
  const held = useRef(null);
  const element = useRef(null);
  const inside = ([x, y]) => [Math.min(page.width, Math.max(0, x)), Math.min(page.height, Math.max(0, y))];
  const move = (event) => {
    if (held.current === null) return;
    const { left, top } = element.current.getBoundingClientRect();
    const [x, y] = toPage(box, page, view, [event.clientX - left, event.clientY - top]);
    papers.moveCorner(held.current, inside([x * page.width, y * page.height]));
  };
  const keys = { ArrowLeft: [-NUDGE, 0], ArrowRight: [NUDGE, 0], ArrowUp: [0, -NUDGE], ArrowDown: [0, NUDGE] };
  return h(
    "div",
    { ref: element, className: "paper-corners" },
    corners.map((corner, index) => {
      const [left, top] = toScreen(box, page, view, [corner[0] / page.width, corner[1] / page.height]);
      return h("button", {
        key: index,
        type: "button",
        className: "paper-corner",
        "aria-label": `紙の${CORNERS[index]}のかど`,
        style: { left, top },
        onPointerDown: (event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = index;
        },
        onPointerMove: move,
        onPointerUp: () => {
          held.current = null;
        },
        onKeyDown: (event) => {
          const by = keys[event.key];
          if (!by) return;
          event.preventDefault();
          papers.moveCorner(index, inside([corner[0] + by[0], corner[1] + by[1]]));
        },
      });
    }),
  );
}

/** A short word beside a place; the usual ones at one touch. */
function Writing({ place, at: [left, top], box, onDone }) {
  const [text, setText] = useState("");
  const put = (phrase) => {
    if (phrase.trim()) papers.draw(freshId(), "text", [place], phrase.trim());
    onDone();
  };
  return h(
    "form",
    {
      className: "paper-writing",
      style: { left: Math.max(0, Math.min(left, box.width - 360)), top: Math.max(0, Math.min(top, box.height - 260)) },
      onSubmit: (event) => {
        event.preventDefault();
        put(text);
      },
      onKeyDown: (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      },
    },
    h("div", { className: "row" }, [
      h("input", {
        key: "text",
        "aria-label": "用紙に書くことば",
        placeholder: "用紙に書くことば",
        maxLength: TEXT_LIMIT,
        autoFocus: true,
        value: text,
        onChange: (event) => setText(event.target.value),
      }),
      h("button", { key: "put", type: "submit", className: "btn btn-line" }, "置く"),
    ]),
    PHRASES.map((phrase) => h(Button, { key: phrase, onClick: () => put(phrase) }, phrase)),
    h(Button, { onClick: onDone }, "やめる"),
  );
}

function nameOf(state, paper) {
  if (paper.title) return [OF_FORMS[paper.kind], paper.title].filter(Boolean).join("　");
  const alike = state.papers.filter((one) => one.kind === paper.kind);
  return `${paper.kind === "still" ? "静止画" : "資料"} ${alike.indexOf(paper) + 1}`;
}

/** What is on show, as the desk calls it. */
function titleOf(state) {
  const paper = paperOf(state);
  if (!paper) return "お手もとの用紙";
  const pages = paper.pages.length > 1 ? `　${state.shown.page} / ${paper.pages.length}ページ` : "";
  return nameOf(state, paper) + pages;
}

/** The keys of the whole screen while a tool is taken: leave it, take back. */
function useToolKeys(tool) {
  useEffect(() => {
    if (!tool) return undefined;
    const press = (event) => {
      if (event.target.closest?.("input, textarea, select, [role=dialog]")) return;
      if (event.key === "Escape") papers.take("");
      else if (event.key === "z" && (event.ctrlKey || event.metaKey)) papers.undo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [tool]);
}

/** The bar over the desk's paper: what it is, or the tools, and how near. */
export function PaperTools({ guest, forms, matter, words }) {
  const state = usePapers();
  useToolKeys(state.tool);
  const marked = marksOf(state).length > 0;
  return h(
    "div",
    { className: "paper-bar" },
    state.tool && !state.received ? h(Palette, { tool: state.tool, marked }) : h(Title, { state }),
    h("span", { className: "push" }),
    guest ? null : h(Looking, { state }),
    guest || state.tool || !forms.length ? null : h(Forms, { forms, matter, words }),
    guest || state.tool ? null : h(Upload, { words }),
  );
}

function Title({ state }) {
  const paper = paperOf(state);
  const unsure = paper?.kind === "still" && pageOf(state)?.certain === false;
  return [
    h("h2", { key: "title" }, titleOf(state)),
    paper ? null : h("small", { key: "live" }, "支所の書類カメラ　ライブ"),
    unsure ? h("small", { key: "unsure", className: "paper-unsure" }, "紙のふちを確かめてください") : null,
  ];
}

function Palette({ tool, marked }) {
  return h("div", { className: "paper-palette", role: "toolbar", "aria-label": "印の道具" }, [
    ...TOOLS.map(([name, label]) =>
      h(Button, { key: name, "aria-pressed": tool === name, onClick: () => papers.take(name) }, label),
    ),
    h("i", { key: "gap", className: "gap" }),
    h(Button, { key: "undo", title: "Ctrl+Z", onClick: () => papers.undo() }, "取り消す"),
    h(Button, { key: "clear", disabled: !marked, onClick: () => papers.clear() }, "すべて消す"),
  ]);
}

/** Nearer, farther, a quarter round. */
function Looking({ state }) {
  const press = (key) => hand?.press(key);
  return h("div", { className: "paper-look", role: "group", "aria-label": "用紙の見え方" }, [
    h(Button, { key: "out", drawing: "out", label: "縮める", disabled: state.view.scale <= 1 && !state.received, onClick: () => press("-") }),
    h(Button, { key: "in", drawing: "in", label: "広げる", onClick: () => press("+") }),
    h(Button, { key: "turn", drawing: "turn", label: "回す", onClick: () => press("r") }),
  ]);
}

function useSaid() {
  const [text, setText] = useState("");
  useEffect(() => {
    if (!text) return undefined;
    const timer = setTimeout(() => setText(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

const wordsOf = (words, error) => words[error.code] ?? words.otherwise;

/** A document of the desk's own, for both sides to look at. */
function Upload({ words }) {
  const { call } = useCall();
  const file = useRef(null);
  const [busy, setBusy] = useState(false);
  const [said, say] = useSaid();
  const send = async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    if (!files.length) return;
    setBusy(true);
    say("資料を読みこんでいます…");
    try {
      const { paper } = await post(call, "document", files);
      papers.show(paper, 1);
      say("");
    } catch (error) {
      say(wordsOf(words, error));
    } finally {
      setBusy(false);
    }
  };
  return h("div", { className: "paper-upload" }, [
    h("input", { key: "file", ref: file, type: "file", hidden: true, accept: DOCUMENTS, "aria-label": "資料のファイル", onChange: send }),
    h(Button, { key: "open", disabled: busy, onClick: () => file.current.click() }, "資料を出す"),
    h("p", { key: "said", role: "status", className: "paper-upload-said" }, said),
  ]);
}

const flat = (text) => text.normalize("NFKC").toLowerCase();
const finds = (title, sought) => flat(sought).split(/\s+/).every((word) => flat(title).includes(word));

/** A form of the city beside the resident's paper, as 記入例 or blank; those of the call's procedure stand first. */
function Forms({ forms, matter, words }) {
  const { call } = useCall();
  const opener = useRef(null);
  const panel = useRef(null);
  const [open, setOpen] = useState(false);
  const [sought, seek] = useState("");
  const [busy, setBusy] = useState(false);
  const [said, say] = useSaid();
  const near = forms.filter((form) => form.near);
  const others = forms.filter((form) => !form.near && finds(form.title, sought));
  useEffect(() => {
    if (open) panel.current.querySelector("button, input").focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    seek("");
    opener.current.focus();
  };
  const lay = async (kind, form) => {
    if (busy) return;
    setBusy(true);
    say(words["forms.busy"]);
    try {
      const { paper } = await post(call, kind, [], { form });
      papers.show(paper, 1);
      say("");
      close();
    } catch (error) {
      say(wordsOf(words, error));
    } finally {
      setBusy(false);
    }
  };
  const row = ({ id, title }) =>
    h(
      "li",
      { key: id },
      h("span", null, title),
      ["sample", "blank"].map((kind) => {
        const name = words[`forms.${kind}`];
        return h(Button, { key: kind, className: "btn-line", "aria-label": `${title}の${name}を出す`, "aria-disabled": busy, onClick: () => lay(kind, id) }, name);
      }),
    );
  const list = (label, rows) => h("ul", { key: label, "aria-label": label }, rows.map(row));
  const without = matter ? fill(words["forms.none"], { matter }) : words["forms.no_matter"];
  const search = {
    type: "search",
    "aria-label": words["forms.search"],
    placeholder: words["forms.search"],
    maxLength: TEXT_LIMIT,
    value: sought,
    onChange: (event) => seek(event.target.value),
  };
  return h("div", { className: "paper-menu", onKeyDown: (event) => open && event.key === "Escape" && close() }, [
    h(
      "button",
      { key: "open", ref: opener, type: "button", className: "btn", "aria-expanded": open, onClick: () => (open ? close() : setOpen(true)) },
      h("span", null, words["forms.open"]),
    ),
    open
      ? h("div", { key: "list", ref: panel, className: "paper-forms", role: "group", "aria-label": words["forms.open"] }, [
          near.length ? h("h3", { key: "near" }, words["forms.near"]) : h("p", { key: "none" }, without),
          near.length ? list(words["forms.near"], near) : null,
          h("input", { key: "search", ...search }),
          list(words["forms.search"], others),
          sought && !others.length ? h("p", { key: "nothing", role: "status" }, fill(words["forms.not_found"], { sought })) : null,
        ])
      : null,
    h("p", { key: "said", role: "status", className: "paper-upload-said" }, said),
  ]);
}

function Thumb({ pressed, label, disabled, onClick, children }) {
  return h(
    "li",
    null,
    h(
      "button",
      { type: "button", className: "paper-thumb", "aria-pressed": pressed, "aria-label": label, disabled, onClick },
      h("span", { className: "paper-thumb-picture" }, children),
      h("span", null, label),
    ),
  );
}

/** A table holds hundreds of pages, and each mark and each finger is news: only what differs is drawn again. */
const PageThumb = memo(function PageThumb({ paper, page, label, pressed, disabled, address }) {
  const image = h("img", { src: address, alt: "", loading: "lazy" });
  return h(Thumb, { pressed, label, disabled, onClick: () => papers.show(paper, page) }, image);
});

/** The strip beside the desk's paper: what can be shown, and what can be done with what is shown. */
export function PaperStrip({ guest, prints, words, onPrint }) {
  const state = usePapers();
  const { call } = useCall();
  const going = guest ? null : h(Going, { state });
  if (!state.papers.length) return going;
  const live = state.shown.paper === LIVE;
  const pages = state.papers.flatMap((paper) => {
    const name = nameOf(state, paper);
    return paper.pages.map((page) =>
      h(PageThumb, {
        key: `${paper.id} ${page.number}`,
        paper: paper.id,
        page: page.number,
        label: paper.pages.length > 1 ? `${name} ${page.number}ページ` : name,
        pressed: state.shown.paper === paper.id && state.shown.page === page.number,
        disabled: guest,
        address: addressOf(call, paper, page, false, THUMB),
      }),
    );
  });
  const film = live ? h(Drawing, { name: "camera" }) : h(CallVideo, { what: "paper-live", label: "ライブ" });
  return h(
    "aside",
    { className: "paper-side", "aria-label": "書類の一覧" },
    h(
      "ul",
      { className: "paper-thumbs" },
      h(Thumb, { key: LIVE, pressed: live, label: "ライブ", disabled: guest, onClick: () => papers.show(LIVE) }, film),
      pages,
    ),
    going,
    guest || live || !paperOf(state) || state.going?.paper === state.shown.paper
      ? null
      : h(OF_FORMS[paperOf(state).kind] ? FormActions : Actions, { key: state.shown.paper, state, call, words, prints, onPrint }),
  );
}

/** A paper that is about to go, also while something else is looked at. */
function Going({ state: { going } }) {
  if (!going) return null;
  return h("div", { className: "paper-actions", role: "status" }, [
    h("p", { key: "sure" }, "この書類を消します。"),
    h("p", { key: "name" }, going.name),
    h(Button, { key: "back", className: "btn-line", autoFocus: true, disabled: going.sent, onClick: () => discarding.takeBack() }, "もどす"),
    h(Button, { key: "now", disabled: going.sent, onClick: () => discarding.now() }, "すぐ消す"),
  ]);
}

/** A form says nothing about anybody: it is printed or put away, and comes again by one touch. */
function FormActions({ state, call, words, prints, onPrint }) {
  const [said, say] = useSaid();
  const putAway = () => change(`${call}/${state.shown.paper}`, "DELETE").catch((error) => say(wordsOf(words, error)));
  return h("div", { className: "paper-actions" }, [
    prints ? h(Button, { key: "print", className: "btn-line", onClick: onPrint }, words["forms.print"]) : null,
    h(Button, { key: "away", onClick: putAway }, words["forms.put_away"]),
    h("p", { key: "said", role: "status" }, said),
  ]);
}

/** What the owner of the call may do with the paper that is shown. */
function Actions({ state, call, words }) {
  const [said, say] = useSaid();
  const [days, setDays] = useState(30);
  const paper = paperOf(state);
  const page = pageOf(state);
  const path = `${call}/${paper.id}`;
  const attempt = async (work) => {
    try {
      await work();
      say("");
    } catch (error) {
      say(wordsOf(words, error));
    }
  };
  if (state.corners) {
    const straighten = () =>
      attempt(async () => {
        const turn = (page.turned + state.view.turn) % 360;
        await change(`${path}/${page.number}/straighten`, "POST", { corners: state.corners, turn });
        papers.look(WHOLE);
        papers.seeReceived(false);
      });
    return h("div", { className: "paper-actions" }, [
      h("p", { key: "how" }, "四つのかどを、紙のかどに合わせてください。"),
      h(Button, { key: "do", className: "btn-line", onClick: straighten }, "整える"),
      h(Button, { key: "back", onClick: () => papers.seeReceived(false) }, "やめる"),
      h("p", { key: "said", role: "status" }, said),
    ]);
  }
  const edit = () => papers.seeReceived(true, page.corners ?? someCorners(page.received_width, page.received_height));
  const keep = () => attempt(() => change(`${path}/keep`, "POST", { days }));
  const pending = PENDING.includes(state.shot?.stage);
  return h(
    "div",
    { className: "paper-actions" },
    paper.kind === "still"
      ? [
          h(Button, { key: "next", drawing: "camera", "aria-busy": pending, onClick: () => pending || papers.shoot({ paper: paper.id }) }, "続きのページを撮る"),
          h(Button, { key: "as", disabled: page.masks.length > 0, "aria-pressed": state.received, onClick: () => papers.seeReceived(!state.received) }, "届いたままを見る"),
          h(Button, { key: "edit", disabled: page.masks.length > 0, onClick: edit }, "四隅を直す"),
        ]
      : null,
    h(
      Button,
      { key: "mask", "aria-pressed": state.tool === "mask", onClick: () => papers.take(state.tool === "mask" ? "" : "mask") },
      "かくす",
    ),
    page.masks.length ? h(Masks, { key: "masks", path: `${path}/${page.number}`, masks: page.masks, attempt }) : null,
    paper.kept_until
      ? h("p", { className: "paper-kept" }, `${dayOf(paper.kept_until)}まで残します`)
      : h("div", { className: "paper-keep" }, [
          h(
            "select",
            { key: "days", "aria-label": "残す日数", value: days, onChange: (event) => setDays(Number(event.target.value)) },
            KEEP_DAYS.map((one) => h("option", { key: one, value: one }, `${one}日`)),
          ),
          h(Button, { key: "keep", onClick: keep }, "残す"),
        ]),
    h(Button, { onClick: () => discarding.begin(paper.id, nameOf(state, paper)) }, "消す"),
    h("p", { role: "status" }, said),
  );
}

/** Lift what a desk has hidden: for a reason, and only who may. */
function Masks({ path, masks, attempt }) {
  const [which, setWhich] = useState("");
  const [reason, setReason] = useState("");
  const lift = async () => {
    await attempt(() => change(`${path}/unmask`, "POST", { mask: which, reason }));
    setWhich("");
    setReason("");
  };
  return h("fieldset", { className: "paper-masks" }, [
    h("legend", { key: "name" }, `かくした所　${masks.length}`),
    h(
      "select",
      { key: "which", "aria-label": "もどす所", value: which, onChange: (event) => setWhich(event.target.value) },
      h("option", { value: "" }, "もどす所をえらぶ"),
      masks.map(({ id }, at) => h("option", { key: id, value: id }, `${at + 1}番目`)),
    ),
    which
      ? h(
          "select",
          { key: "why", "aria-label": "もどす理由", value: reason, onChange: (event) => setReason(event.target.value) },
          h("option", { value: "" }, "理由をえらぶ"),
          UNMASK_REASONS.map(([id, reason]) => h("option", { key: id, value: id }, reason)),
        )
      : null,
    which && reason ? h(Button, { key: "do", className: "btn-line", onClick: lift }, "もどす") : null,
  ]);
}

const PENDING = ["asked", "taking", "hiding", "preview", "taken"];
const COVERING = ["hiding", "preview"];

/** 番号をかくして写す: what lies there is chosen first, since each has its number at another place. */
function CoverButton({ covers, held, stage }) {
  const [open, setOpen] = useState(false);
  if (COVERING.includes(stage)) return h(Button, { onClick: () => papers.unshoot() }, "かくすのをやめる");
  const choose = (id) => {
    setOpen(false);
    papers.shoot({ cover: id });
  };
  const escape = (event) => event.key === "Escape" && setOpen(false);
  return h("div", { className: "paper-menu", onKeyDown: escape }, [
    h(
      Button,
      { key: "open", disabled: held || PENDING.includes(stage), "aria-expanded": open, onClick: () => setOpen(!open) },
      "番号をかくして写す",
    ),
    open
      ? h("ul", { key: "list", className: "paper-choices", "aria-label": "何を写しますか" }, [
          ...covers.map(({ id, name }) => h("li", { key: id }, h(Button, { onClick: () => choose(id) }, name))),
        ])
      : null,
  ]);
}

/** The desk's buttons for paper. `covers`: what can be blackened at the branch, as {id, name}. */
export function PaperButtons({ guest, held, covers }) {
  const state = usePapers();
  const pending = PENDING.includes(state.shot?.stage);
  const shoot = () => {
    if (!pending) papers.shoot();
  };
  return h("div", { className: "paper-buttons" }, [
    guest ? null : h(Button, { key: "shoot", className: "btn-line", drawing: "camera", disabled: held, "aria-busy": pending, onClick: shoot }, "書類を撮影"),
    guest ? null : h(CoverButton, { key: "cover", covers, held, stage: state.shot?.stage }),
    h(
      Button,
      {
        key: "mark",
        className: state.tool ? "" : "btn-solid",
        drawing: "mark",
        "aria-pressed": Boolean(state.tool),
        onClick: () => papers.take(state.tool ? "" : "box"),
      },
      "印をつける",
    ),
  ]);
}

const SHOWN = [
  ["mynumber", "マイナンバーカード"],
  ["licence", "運転免許証"],
  ["passport", "パスポート"],
  ["residence", "在留カード"],
  ["other", "そのほか"],
];
const COMPARED = [
  ["match", "ご本人と一致"],
  ["no_match", "一致しない"],
  ["not_done", "確かめられない"],
];
const wordIn = (list, id) => list.find(([one]) => one === id)?.[1] ?? id;
const timeOf = (moment) =>
  new Intl.DateTimeFormat("ja", { timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit" }).format(new Date(moment));

/** 本人確認: what was shown and how it compared. No picture is kept of it. */
export function PaperIdentity({ words }) {
  const { call } = useCall();
  const [shown, setShown] = useState("");
  const [checks, setChecks] = useState([]);
  const [said, say] = useSaid();
  const read = async () => setChecks((await change(`${call}/identity`, "GET")).checks);
  useEffect(() => {
    if (call) read().catch(() => {}); // Nothing recorded that could be read.
  }, [call]);
  const record = async (result) => {
    try {
      await change(`${call}/identity`, "POST", { document: shown, result });
      setShown("");
      say("記録しました。");
      await read();
    } catch (error) {
      say(wordsOf(words, error));
    }
  };
  return h("div", { className: "picker paper-identity" }, [
    h("label", { key: "what", className: "pick" }, [
      h("span", { key: "name" }, "見せていただいたもの"),
      h(
        "select",
        { key: "choice", value: shown, onChange: (event) => setShown(event.target.value) },
        h("option", { value: "" }, "えらんでください"),
        SHOWN.map(([id, name]) => h("option", { key: id, value: id }, name)),
      ),
    ]),
    shown
      ? h("div", { key: "results", className: "row" }, COMPARED.map(([id, name]) => h(Button, { key: id, className: "btn-line", onClick: () => record(id) }, name)))
      : null,
    h("p", { key: "said", role: "status" }, said),
    checks.length
      ? h(
          "ul",
          { key: "done", className: "paper-checks" },
          checks.map(({ at, document, result }) => h("li", { key: at }, `${timeOf(at)}　${wordIn(SHOWN, document)}　${wordIn(COMPARED, result)}`)),
        )
      : h("p", { key: "none" }, "絵は残しません。結果だけを記録します。"),
  ]);
}

/** The branch's document camera, set from the desk. */
export function PaperCamera() {
  const { cameras } = usePapers();
  if (!cameras?.devices.length) return h("p", null, "支所の書類カメラの知らせを待っています。");
  const { devices, device, zoom } = cameras;
  return h("div", { className: "picker" }, [
    h("label", { key: "which", className: "pick" }, [
      h("span", { key: "name" }, "支所の書類カメラ"),
      h(
        "select",
        { key: "choice", value: device, onChange: (event) => papers.camera({ device: event.target.value }) },
        device ? null : h("option", { value: "" }, "ありません"),
        devices.map((one) => h("option", { key: one, value: one }, one)),
      ),
    ]),
    zoom
      ? h("label", { key: "zoom", className: "pick" }, [
          h("span", { key: "name" }, "カメラの大きさ"),
          h("input", {
            key: "range",
            type: "range",
            min: zoom.min,
            max: zoom.max,
            step: (zoom.max - zoom.min) / 100,
            defaultValue: zoom.now,
            onChange: (event) => papers.camera({ zoom: Number(event.target.value) }),
          }),
        ])
      : null,
  ]);
}

/** The resident's two buttons: show with a finger, take a still. */
export function PaperTouch({ words }) {
  const state = usePapers();
  const call = useCall();
  const pending = PENDING.includes(state.shot?.stage);
  const able = call.paper && call.paperOn;
  return [
    h(
      Button,
      { key: "finger", drawing: "finger", "aria-pressed": state.finger, onClick: () => papers.pointByFinger(!state.finger), "aria-label": plain(words.finger) },
      withRuby(words.finger),
    ),
    able ? h(Button, { key: "shoot", drawing: "camera", "aria-busy": pending, onClick: () => pending || papers.shoot(), "aria-label": plain(words.shoot) }, withRuby(words.shoot)) : null,
  ];
}

/** What lies under the resident's own camera while something else is shown; it never covers the paper. */
export function PaperInset({ words }) {
  const state = usePapers();
  const { me } = useCall();
  if (state.shown.paper === LIVE) return null;
  const film = h(CallVideo, { what: "paper-live", participant: me, label: plain(words.inset) });
  return h("div", { className: "paper-inset" }, film, h("span", null, withRuby(words.inset)));
}

/** What the resident's paper area shows now. */
export function PaperTag({ words }) {
  const state = usePapers();
  const kind = paperOf(state)?.kind ?? "live";
  const usual = state.finger ? words["finger.note"] : words[`tag.${kind}.note`];
  const note = state.covered ? words["hide.dark"] : usual;
  return h("p", { className: "paper-tag" }, h(Drawing, { name: "camera" }), h("b", null, withRuby(words[`tag.${kind}`])), h("span", null, withRuby(note)));
}
