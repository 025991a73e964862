// Where a place on the page lies on the screen, and the other way round, while the page is zoomed, moved and turned.
// A place is [x, y] in 0..1 of the page as it lies; a view is {x, y, scale, turn}: the place in the middle, how many
// times larger than the whole page would be (1 = it just fits), and the turn in degrees clockwise. No DOM, no state.

export const WHOLE = Object.freeze({ x: 0.5, y: 0.5, scale: 1, turn: 0 });
export const CLOSEST = 8;
export const POINTS = 200; // the most that one mark may have
const STILL = 1e-4; // nearer than this nobody sees a difference
const GLIDE_MS = 60;

const COS = { 0: 1, 90: 0, 180: -1, 270: 0 };
const SIN = { 0: 0, 90: 1, 180: 0, 270: -1 };

const across = (view) => view.turn % 180 !== 0;
const between = (low, value, high) => Math.min(high, Math.max(low, value));

/** Screen pixels per page pixel. */
export function sizeOf(box, page, view) {
  const [width, height] = across(view) ? [page.height, page.width] : [page.width, page.height];
  return Math.min(box.width / width, box.height / height) * view.scale;
}

/** The six numbers of a CSS matrix() that puts a page of its own size into the box. */
export function matrix(box, page, view) {
  const size = sizeOf(box, page, view);
  const [cos, sin] = [COS[view.turn] * size, SIN[view.turn] * size];
  const [x, y] = [view.x * page.width, view.y * page.height];
  return [cos, sin, -sin, cos, box.width / 2 - cos * x + sin * y, box.height / 2 - sin * x - cos * y];
}

/** @returns {[number, number]} pixels from the box's top left */
export function toScreen(box, page, view, [x, y]) {
  const [a, b, c, d, e, f] = matrix(box, page, view);
  const [px, py] = [x * page.width, y * page.height];
  return [a * px + c * py + e, b * px + d * py + f];
}

/** The place under a pixel of the box; may lie outside the page. */
export function toPage(box, page, view, [left, top]) {
  const size = sizeOf(box, page, view);
  const [dx, dy] = [(left - box.width / 2) / size, (top - box.height / 2) / size];
  const [cos, sin] = [COS[view.turn], SIN[view.turn]];
  return [view.x + (cos * dx + sin * dy) / page.width, view.y + (cos * dy - sin * dx) / page.height];
}

/** The nearest place on the page. */
export const onPage = ([x, y]) => [between(0, x, 1), between(0, y, 1)];

/** The same view with nothing but page in the box, as far as the page reaches. */
export function bounded(box, page, view) {
  const scale = between(1, view.scale, CLOSEST);
  const size = sizeOf(box, page, { ...view, scale });
  const [width, height] = across(view) ? [box.height, box.width] : [box.width, box.height];
  const centre = (at, half) => (half >= 0.5 ? 0.5 : between(half, at, 1 - half));
  return {
    ...view,
    scale,
    x: centre(view.x, width / size / page.width / 2),
    y: centre(view.y, height / size / page.height / 2),
  };
}

/** Nearer or farther; what lies under the pixel `at` stays there as far as the bounds allow. */
export function zoomed(box, page, view, factor, at = [box.width / 2, box.height / 2]) {
  const place = toPage(box, page, view, at);
  const scale = between(1, view.scale * factor, CLOSEST);
  const moved = toPage(box, page, { ...view, scale }, at);
  return bounded(box, page, { ...view, scale, x: view.x + place[0] - moved[0], y: view.y + place[1] - moved[1] });
}

/** The page follows a hand that moved by so many pixels. */
export function panned(box, page, view, dx, dy) {
  const middle = [box.width / 2 - dx, box.height / 2 - dy];
  const [x, y] = toPage(box, page, view, middle);
  return bounded(box, page, { ...view, x, y });
}

/** A quarter clockwise; the place in the middle stays. */
export function turned(box, page, view) {
  return bounded(box, page, { ...view, turn: (view.turn + 90) % 360 });
}

/** One step of a view that follows another one smoothly; `wanted` itself when it has arrived or was turned. */
export function toward(now, wanted, passedMs) {
  const part = 1 - Math.exp(-passedMs / GLIDE_MS);
  const step = (name) => now[name] + (wanted[name] - now[name]) * part;
  const next = { ...wanted, x: step("x"), y: step("y"), scale: step("scale") };
  const far = Math.max(...["x", "y", "scale"].map((name) => Math.abs(wanted[name] - next[name])));
  return now.turn !== wanted.turn || far < STILL ? wanted : next;
}

/** Evenly fewer points, the first and the last among them. */
export function thinned(points, most = POINTS) {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, at) => points[Math.round((at * (points.length - 1)) / (most - 1))]);
}

/** Four corners that a hand can take hold of when the finder found none. */
export function corners(width, height) {
  const [x, y] = [width * 0.05, height * 0.05];
  return [[x, y], [width - x, y], [width - x, height - y], [x, height - y]];
}
