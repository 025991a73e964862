// Handwriting: lines of points on a pad of 1000 by 500, from the hand to what is sent and drawn. Pure.
// A stroke is flat: x, y, pressure (0 to 9), x, y, pressure, …

export const WIDTH = 1000;
export const HEIGHT = 500;
export const STROKES = 200;
export const POINTS = 1400; // as the server takes
const PRESSURE = 9;
const FINGER = 5; // a finger says nothing of its pressure
const NEAR = 2; // units that a point must be away from the one before
const STEADY = 0.55; // how far the ink follows the hand at each point: a trembling hand is smoothed
const EXACT = 0.9; // units by which a simplified line may leave the drawn one
const [THIN, THICK] = [5, 12]; // units of width

/** A strokes list after a piece was drawn: from point `at` of stroke `index` on, and nothing comes after it. */
export function grown(strokes, index, at, points) {
  const kept = strokes.slice(0, index);
  while (kept.length < index) kept.push([]);
  const stroke = [...(strokes[index] ?? []).slice(0, 3 * at), ...points];
  return stroke.length ? [...kept, stroke] : kept.filter((one, place) => one.length || place < index - 1);
}

/** What the pad holds while somebody writes. */
export class Pad {
  strokes = [];
  #hand = null; // where the smoothed pen is

  get points() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length / 3, 0);
  }

  /** No more fits: what stands here is to be sent first. */
  get full() {
    return this.strokes.length >= STROKES || this.points >= POINTS - 60;
  }

  /** The pen touches. @returns {boolean} whether there is room */
  begin(x, y, pressure) {
    if (this.full) return false;
    this.#hand = [x, y];
    this.strokes = [...this.strokes, [...rounded(x, y, pressure)]];
    return true;
  }

  /** The pen goes on. @returns {number[]} what is new of the stroke, flat */
  move(x, y, pressure) {
    if (!this.#hand || this.points >= POINTS) return [];
    const [fromX, fromY] = this.#hand;
    const to = [fromX + (x - fromX) * STEADY, fromY + (y - fromY) * STEADY];
    const stroke = this.strokes.at(-1);
    const [lastX, lastY] = stroke.slice(-3);
    this.#hand = to;
    if (Math.hypot(to[0] - lastX, to[1] - lastY) < NEAR) return [];
    const point = rounded(...to, pressure);
    this.strokes = [...this.strokes.slice(0, -1), [...stroke, ...point]];
    return point;
  }

  /** The pen leaves; the stroke becomes as short as it may without looking different. */
  end() {
    if (!this.#hand) return;
    this.#hand = null;
    this.strokes = [...this.strokes.slice(0, -1), simplified(this.strokes.at(-1))];
  }

  undo() {
    this.#hand = null;
    this.strokes = this.strokes.slice(0, -1);
  }

  clear() {
    this.#hand = null;
    this.strokes = [];
  }
}

/** The pressure of a pointer: a pen's own, a finger's the middle. @param {PointerEvent} event */
export const pressureOf = ({ pointerType, pressure }) =>
  pointerType === "pen" && pressure > 0 ? Math.round(pressure * PRESSURE) : FINGER;

const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
const rounded = (x, y, pressure) => [within(x, WIDTH), within(y, HEIGHT), within(pressure, PRESSURE)];
const triples = (stroke) => Array.from({ length: stroke.length / 3 }, (_, at) => stroke.slice(3 * at, 3 * at + 3));

/** Without the points that lie on the way between their neighbours (Ramer, Douglas, Peucker). */
export function simplified(stroke) {
  const points = triples(stroke);
  if (points.length < 3) return stroke;
  const keep = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [first, last] = spans.pop();
    let [far, most] = [0, EXACT];
    for (let at = first + 1; at < last; at += 1) {
      const away = distance(points[at], points[first], points[last]);
      if (away > most) [far, most] = [at, away];
    }
    if (!far) continue;
    keep.add(far);
    spans.push([first, far], [far, last]);
  }
  return points.filter((_, at) => keep.has(at)).flat();
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** The pieces of a stroke as SVG: a smooth line, in parts where the pressure changes its width. */
export function lines(stroke) {
  const points = triples(stroke);
  if (points.length === 1) {
    const [x, y, pressure] = points[0];
    return [{ d: `M${x} ${y}h.01`, width: widthOf(pressure) }];
  }
  const middle = (one, other) => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  const parts = [];
  let from = points[0];
  for (let at = 1; at < points.length; at += 1) {
    const last = at === points.length - 1;
    const to = last ? points[at] : middle(points[at], points[at + 1]);
    const width = widthOf(last ? points[at][2] : (points[at - 1][2] + points[at][2]) / 2);
    const curve = `Q${points[at][0]} ${points[at][1]} ${to[0]} ${to[1]}`;
    if (parts.at(-1)?.width === width) parts.at(-1).d += curve;
    else parts.push({ d: `M${from[0]} ${from[1]}${curve}`, width });
    from = to;
  }
  return parts;
}

const widthOf = (pressure) => Math.round(THIN + ((THICK - THIN) * pressure) / PRESSURE);
