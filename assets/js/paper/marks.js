// Marks and pointers as they are drawn over the page: in pixels of the screen, so that a line is as thick and a word
// as large at every zoom. Colour, thickness and the white edge are in style.css.

import { createElement as h } from "react";

const HEAD = 26; // of an arrow
const PAD = 12;
const LOW = 0x100; // letters below are narrow
const ROUND = 12;

const line = (points) => `M${points.map((point) => point.map((value) => value.toFixed(1)).join(" ")).join("L")}`;

function arrow([from, to]) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = (turn) => [to[0] - HEAD * Math.cos(angle + turn), to[1] - HEAD * Math.sin(angle + turn)];
  return `${line([from, to])}${line([wing(0.5), to, wing(-0.5)])}`;
}

/** The outline of a shape. `at` takes a place on the page to pixels. */
function outline(shape, points, at) {
  if (shape === "box" || shape === "mask") {
    const [[x1, y1], [x2, y2]] = points;
    return `${line([[x1, y1], [x2, y1], [x2, y2], [x1, y2]].map(at))}Z`;
  }
  const drawn = points.map(at);
  if (shape === "arrow") return arrow(drawn);
  return drawn.length > 1 ? line(drawn) : `${line(drawn)}h0.1`;
}

function Note({ place: [x, y], text, size }) {
  const letters = [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) < LOW ? 0.62 : 1.04), 0);
  const [width, height] = [letters * size + 2 * PAD, size * 1.4 + PAD];
  return [
    h("rect", { key: "card", className: "mark-card", x, y, width, height, rx: ROUND / 1.5 }),
    h("text", { key: "words", x: x + PAD, y: y + height / 2, fontSize: size, dominantBaseline: "central" }, text),
  ];
}

/** One mark. @param {{mark: object, at: Function, size: number, sketch?: boolean}} props `size`: of letters */
export function Mark({ mark, at, size, sketch }) {
  const { id, by, shape, points, text } = mark;
  const [[x, y]] = points;
  const data = sketch
    ? {}
    : {
        "data-testid": "paper-mark",
        "data-mark": id,
        "data-shape": shape,
        "data-by": by,
        "data-x": x,
        "data-y": y,
        "data-points": points.map((point) => point.join(",")).join(" "),
      };
  const d = shape === "text" ? null : outline(shape, points, at);
  return h(
    "g",
    { className: `paper-mark shape-${shape}`, ...data },
    d ? h("path", { className: "mark-edge", d }) : null,
    d ? h("path", { className: "mark-line", d }) : null,
    text ? Note({ place: at(points.at(-1)), text, size }) : null,
  );
}

/** Where somebody points: a hand's ring for a finger on the screen, an arrow for a mouse. */
export function Pointer({ place: [x, y], name, finger, size }) {
  const shape = finger
    ? h("g", null, [h("circle", { key: 1, className: "mark-edge", r: 30 }), h("circle", { key: 2, className: "mark-line", r: 30 })])
    : h("path", { className: "pointer-arrow", d: "M0 0v34l9-8 7 15 8-4-7-14h12z" });
  return h(
    "g",
    { className: "paper-pointer", "data-testid": "paper-pointer", transform: `translate(${x} ${y})` },
    shape,
    name ? Note({ place: finger ? [34, 10] : [26, 34], text: name, size: size * 0.85 }) : null,
  );
}

/** The found sheet on the picture as it came. */
export function Quad({ corners, at }) {
  const d = `${line(corners.map(at))}Z`;
  return h("g", null, [h("path", { key: 1, className: "mark-edge", d }), h("path", { key: 2, className: "quad-line", d })]);
}
