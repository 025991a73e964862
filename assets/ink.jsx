// Handwriting on the screen: what was drawn, and the pad on which it is drawn. js/talk/ink.js does the sums.

import { createElement as h, useEffect, useRef, useState } from "react";

import { freshId } from "./js/talk/store.js";
import { HEIGHT, lines, Pad, pressureOf, WIDTH } from "./js/talk/ink.js";
import { labelled, plain, Said } from "./said.jsx";

const DRAW_MS = 40; // between two pieces that are told

/** What somebody wrote by hand. `label`: its accessible name. */
export function InkPicture({ strokes, label, className = "" }) {
  return h(
    "svg",
    { className: `ink ${className}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    strokes.map((stroke, at) =>
      stroke.length ? lines(stroke).map(({ d, width }, part) => h("path", { key: `${at}-${part}`, d, strokeWidth: width })) : null,
    ),
  );
}

/**
 * A large area to write on with finger, pen or mouse. `words` by TALK_WORDS; `onDraw(id, stroke, at, points)` is told
 * every piece, `onSend(strokes)` the whole.
 */
export function InkPad({ words, onDraw, onSend }) {
  const [pad] = useState(() => new Pad());
  const [strokes, setStrokes] = useState([]);
  const id = useRef(freshId());
  const board = useRef(null);
  const told = useRef({ stroke: 0, at: 0, timer: 0 });
  const draw = useRef(onDraw);
  draw.current = onDraw;

  /** What is new of the stroke under the hand; a finished one is told anew, since it became shorter. */
  const tell = (finished) => {
    const stroke = Math.max(0, pad.strokes.length - 1);
    const points = pad.strokes[stroke] ?? [];
    const now = told.current;
    clearTimeout(now.timer);
    const at = finished || now.stroke !== stroke ? 0 : now.at;
    told.current = { stroke, at: points.length / 3, timer: 0 };
    if (finished || points.length > 3 * at) draw.current?.(id.current, stroke, at, points.slice(3 * at));
  };
  const untold = () => {
    const stroke = Math.max(0, pad.strokes.length - 1);
    return (pad.strokes[stroke]?.length ?? 0) > 3 * (told.current.stroke === stroke ? told.current.at : 0);
  };
  /** The first piece at once, the next ones at their pace. */
  const soon = () => {
    if (told.current.timer) return;
    tell(false);
    told.current.timer = setTimeout(() => {
      told.current.timer = 0;
      if (untold()) soon();
    }, DRAW_MS);
  };

  useEffect(() => {
    const area = board.current;
    let pointer = null; // one hand writes; a resting palm does not
    const place = (event) => {
      const box = area.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT, pressureOf(event)];
    };
    const show = () => setStrokes(pad.strokes);
    const down = (event) => {
      if (pointer !== null || event.button > 0 || !pad.begin(...place(event))) return;
      event.preventDefault();
      pointer = event.pointerId;
      area.setPointerCapture?.(pointer);
      soon();
      show();
    };
    const move = (event) => {
      if (event.pointerId !== pointer) return;
      const all = event.getCoalescedEvents?.() ?? [];
      for (const one of all.length ? all : [event]) pad.move(...place(one));
      soon();
      show();
    };
    const up = (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      pad.end();
      tell(true);
      show();
    };
    const events = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
    for (const [name, listen] of Object.entries(events)) area.addEventListener(name, listen);
    return () => {
      for (const [name, listen] of Object.entries(events)) area.removeEventListener(name, listen);
      clearTimeout(told.current.timer);
    };
  }, []);

  const gone = (stroke) => {
    clearTimeout(told.current.timer);
    told.current = { stroke, at: 0, timer: 0 };
    draw.current?.(id.current, stroke, 0, []);
    setStrokes(pad.strokes);
  };
  const undo = () => {
    pad.undo();
    gone(pad.strokes.length);
  };
  const clear = () => {
    pad.clear();
    gone(0);
  };
  const send = () => {
    const drawn = pad.strokes;
    onSend(drawn);
    pad.clear();
    id.current = freshId();
    told.current = { stroke: 0, at: 0, timer: 0 };
    setStrokes([]);
  };
  const empty = strokes.length === 0;
  const button = (key, label, act, className = "") =>
    h("button", { key, type: "button", className: `btn ${className}`, "aria-disabled": empty, onClick: () => empty || act(), ...labelled(label) });
  return h("div", { className: "ink-pad" }, [
    h("div", { key: "board", ref: board, className: "ink-board" }, [
      empty ? h("p", { key: "hint", className: "ink-hint", "aria-hidden": true }, h(Said, { text: words.hint })) : null,
      h(InkPicture, { key: "ink", strokes, label: plain(words.pad) }),
      pad.full ? h("p", { key: "full", className: "ink-full", role: "status" }, h(Said, { text: words.full })) : null,
    ]),
    h("div", { key: "acts", className: "ink-acts" }, [
      button("undo", words.undo, undo),
      button("clear", words.clear, clear),
      button("send", words.send, send, "btn-solid"),
    ]),
  ]);
}
