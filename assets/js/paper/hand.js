// What hands do on the table: mouse, finger, wheel and keys become looking, pointing and drawing.

import { bounded, onPage, panned, toPage, turned, WHOLE, zoomed } from "./geometry.js";
import { freshId } from "./store.js";

const WHEEL = 0.0015;
const KEY_ZOOM = 1.25;
const KEY_PAN = 64;
const MOVED = 6; // pixels; less is a touch, not a line
const STEP = 3;
const TOUCHED_MS = 2500; // how long a touch stays to be seen
const DAB = { box: [130, 28], mask: [130, 28], arrow: [90, 90], marker: [0, 0] }; // what a touch without a movement draws, in pixels

const DRAWS = ["marker", "box", "arrow", "mask"];
const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

export class Hand {
  #fingers = new Map(); // pointer -> pixels
  #stroke = null;
  #touched = 0;

  /**
   * @param {HTMLElement} element
   * @param {() => {box: object, page: object | null, view: object, tool: string, finger: boolean, looks: boolean}} now
   * @param {{look: Function, point: Function, sketch: Function, draw: Function, write: Function, undo: Function,
   *   leave: Function}} act
   */
  constructor(element, now, act) {
    Object.assign(this, { element, now, act });
  }

  /** @returns {() => void} ends it */
  begin() {
    const hear = {
      pointerdown: this.#down,
      pointermove: this.#move,
      pointerup: this.#up,
      pointercancel: this.#cancel,
      pointerleave: this.#left,
      wheel: this.#wheel,
      keydown: this.#key,
    };
    for (const [name, act] of Object.entries(hear)) this.element.addEventListener(name, act, { passive: false });
    return () => {
      for (const [name, act] of Object.entries(hear)) this.element.removeEventListener(name, act);
      clearTimeout(this.#touched);
    };
  }

  #pixels(event) {
    const { left, top } = this.element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #place(pixels) {
    const { box, page, view } = this.now();
    return toPage(box, page, view, pixels);
  }

  #down = (event) => {
    const { page, tool, finger } = this.now();
    if (!page || event.button !== 0 || event.target.closest("button, form, input")) return;
    const at = this.#pixels(event);
    this.element.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, at);
    if (this.#fingers.size > 1) {
      this.#abandon();
      return;
    }
    clearTimeout(this.#touched);
    const shape = finger ? "line" : DRAWS.includes(tool) ? tool : "";
    const place = onPage(this.#place(at));
    if (shape) this.#stroke = { id: freshId(), shape, points: [place], from: at, last: at };
    if (finger || tool === "point") this.act.point(place);
  };

  #move = (event) => {
    const { page, tool, finger, looks } = this.now();
    if (!page) return;
    const at = this.#pixels(event);
    const before = this.#fingers.get(event.pointerId);
    if (before) this.#fingers.set(event.pointerId, at);
    if (tool === "point") this.#hover(at);
    if (!before) return;
    if (this.#fingers.size > 1) this.#pinch(event.pointerId, before, at);
    else if (this.#stroke) this.#extend(at, finger);
    else if (!tool && looks) this.#look((box, view) => panned(box, page, view, at[0] - before[0], at[1] - before[1]));
  };

  #hover(at) {
    const place = this.#place(at);
    const on = place.every((value) => value >= 0 && value <= 1);
    this.act.point(on ? place : null);
  }

  #extend(at, finger) {
    const stroke = this.#stroke;
    const place = onPage(this.#place(at));
    if (finger) this.act.point(place);
    if (distance(stroke.last, at) < STEP) return;
    stroke.last = at;
    const free = stroke.shape === "marker" || stroke.shape === "line";
    stroke.points = free ? [...stroke.points, place] : [stroke.points[0], place];
    this.act.sketch(stroke);
  }

  #pinch(moved, before, at) {
    const { page, looks } = this.now();
    if (!looks) return;
    const other = [...this.#fingers].find(([id]) => id !== moved)[1];
    const [was, is] = [middle(before, other), middle(at, other)];
    const factor = distance(at, other) / Math.max(1, distance(before, other));
    this.#look((box, view) => zoomed(box, page, panned(box, page, view, is[0] - was[0], is[1] - was[1]), factor, is));
  }

  #up = (event) => {
    const at = this.#fingers.get(event.pointerId);
    this.#fingers.delete(event.pointerId);
    if (!at) return;
    const { tool, finger } = this.now();
    const stroke = this.#stroke;
    this.#stroke = null;
    if (tool === "text") this.act.write(onPage(this.#place(at)), at);
    if (!stroke) return;
    const still = distance(stroke.from, at) < MOVED && stroke.points.length < 3;
    if (finger) this.#lift(still);
    if (finger && still) this.act.sketch(null);
    else this.act.draw(still ? { ...stroke, points: this.#dab(stroke) } : stroke);
  };

  /** A touch stays to be seen for a while, a line is there anyway. */
  #lift(still) {
    if (still) this.#touched = setTimeout(() => this.act.point(null), TOUCHED_MS);
    else this.act.point(null);
  }

  #dab({ shape, from: [x, y] }) {
    const [dx, dy] = DAB[shape];
    const ends = shape === "box" || shape === "mask" ? [[x - dx, y - dy], [x + dx, y + dy]] : [[x + dx, y + dy], [x, y]];
    return ends.map((end) => onPage(this.#place(end)));
  }

  #cancel = (event) => {
    this.#fingers.delete(event.pointerId);
    this.#abandon();
  };

  #abandon() {
    if (this.#stroke) this.act.sketch(null);
    this.#stroke = null;
    if (this.now().finger) this.act.point(null);
  }

  #left = () => {
    if (this.now().tool === "point") this.act.point(null);
  };

  #wheel = (event) => {
    const { page, looks } = this.now();
    if (!page || !looks) return;
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * WHEEL);
    this.#look((box, view) => zoomed(box, page, view, factor, this.#pixels(event)));
  };

  #key = (event) => {
    if (event.target !== this.element || event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.press(event.key)) event.preventDefault();
  };

  /** What a key does, or a button that stands for it. @returns {boolean} whether it does anything */
  press(key) {
    const { page, tool, looks } = this.now();
    if (!page) return false;
    const moves = {
      ArrowLeft: (box, view) => panned(box, page, view, KEY_PAN, 0),
      ArrowRight: (box, view) => panned(box, page, view, -KEY_PAN, 0),
      ArrowUp: (box, view) => panned(box, page, view, 0, KEY_PAN),
      ArrowDown: (box, view) => panned(box, page, view, 0, -KEY_PAN),
      "+": (box, view) => zoomed(box, page, view, KEY_ZOOM),
      ";": (box, view) => zoomed(box, page, view, KEY_ZOOM), // the + key of a Japanese keyboard without Shift
      "-": (box, view) => zoomed(box, page, view, 1 / KEY_ZOOM),
      r: (box, view) => turned(box, page, view),
      R: (box, view) => turned(box, page, view),
      0: (box, view) => bounded(box, page, { ...WHOLE, turn: view.turn }),
    };
    if (moves[key] && looks) this.#look(moves[key]);
    else if (key === "Enter" && tool) this.#middle(tool);
    else return false;
    return true;
  }

  /** For a hand that has only keys: the tool is used in the middle, to which the page is moved. */
  #middle(tool) {
    const { box } = this.now();
    const at = [box.width / 2, box.height / 2];
    const place = onPage(this.#place(at));
    if (tool === "text") this.act.write(place, at);
    else if (tool === "point") this.act.point(place);
    else this.act.draw({ id: freshId(), shape: tool, points: this.#dab({ shape: tool, from: at }) });
  }

  #look(move) {
    const { box, view } = this.now();
    this.act.look(move(box, view));
  }
}
