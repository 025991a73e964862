// A signature as lines of points in 0..1 of its box. Pure: adding points, and the smooth path through them.

export const STROKES = 100;
export const POINTS = 4000;
const NEAR = 0.0015; // of the box's width; a resting finger adds nothing

const round = (n) => Math.round(Math.min(1, Math.max(0, n)) * 10000) / 10000;
const total = (strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

/** A new line begins here. */
export function begin(strokes, x, y) {
  if (strokes.length >= STROKES || total(strokes) >= POINTS) return strokes;
  return [...strokes, [[round(x), round(y)]]];
}

/** The line goes on. */
export function move(strokes, points) {
  if (!strokes.length) return strokes;
  const line = [...strokes.at(-1)];
  let room = POINTS - total(strokes);
  for (const [x, y] of points) {
    const [lastX, lastY] = line.at(-1);
    if (room <= 0 || Math.hypot(x - lastX, y - lastY) < NEAR) continue;
    line.push([round(x), round(y)]);
    room -= 1;
  }
  return [...strokes.slice(0, -1), line];
}

/** Whether somebody has written rather than touched. */
export function written(strokes) {
  return total(strokes) >= 2;
}

/** SVG path through the middles, bent towards the points, in a box of this size. */
export function path(stroke, width, height) {
  const at = ([x, y]) => [x * width, y * height];
  const say = ([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`;
  const points = stroke.map(at);
  let d = `M${say(points[0])}`;
  if (points.length === 1) return `${d}l0.01 0`;
  for (let n = 1; n < points.length - 1; n += 1) {
    const middle = [(points[n][0] + points[n + 1][0]) / 2, (points[n][1] + points[n + 1][1]) / 2];
    d += `Q${say(points[n])} ${say(middle)}`;
  }
  return `${d}L${say(points.at(-1))}`;
}
