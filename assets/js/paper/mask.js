// Blackens what must not leave the branch, in the picture itself and before anything is sent.
// It fails closed: the printed mat and the outline of the card or sheet on it must agree, or there is no picture.

import { homography, meet, project } from "./plane.js";

/** The printed mat in mm, from the top left of its A4 frame. The same figures as domain/papers/mat.py. */
export const MAT = {
  marker: 24,
  markers: [
    [-44, 0],
    [317, 0],
    [317, 186],
    [-44, 186],
  ],
  frames: {
    card: { x: 105.7, y: 78, width: 85.6, height: 54 },
    a4: { x: 0, y: 0, width: 297, height: 210 },
  },
};

const LOOK_WIDTH = 1280; // px; the markers are found at this width
const SEARCH = 9; // mm on both sides of the frame, for a hand that does not place exactly
const STEP = 0.25; // mm between the samples of a profile
const PROFILES = 48; // per side
const EDGE = 3; // mm that must belong to the sheet behind its edge
const STRAIGHT = 0.7; // mm; further off is no part of the edge
const AGREE = 0.85; // of a side's profiles
const SIZE = 1.6; // mm that a side may differ from the known size
const TURN = 0.13; // about 7.5 degrees
const CLEAR = [1.5, 4]; // mm outside the outline where only the mat may be
const INFLATE = 2; // mm around what is blackened
const MAT_BLUE = 0.16; // how blue the mat must look to be told from a sheet

/** Why there is no picture; `code` has a sentence in the page's words. */
export class NotMasked extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

let loading = null;

/** The library that finds the mat's markers, from our own origin. */
function markerFinder() {
  loading ??= ["cv", "aruco"]
    .reduce((before, name) => before.then(() => script(`/vendor/aruco/${name}.js`)), Promise.resolve())
    .then(() => new window.AR.Detector())
    .catch((error) => {
      loading = null; // the next time the network may be there
      throw error;
    });
  return loading;
}

function script(src) {
  return new Promise((resolve, reject) => {
    const tag = Object.assign(document.createElement("script"), { src, onload: resolve });
    tag.onerror = () => reject(new NotMasked("mask.broken"));
    document.head.append(tag);
  });
}

/**
 * @param {CanvasImageSource & {width: number, height: number}} picture the camera's picture at full resolution
 * @param {{frame: "card" | "a4", rects: number[][]}} plan what lies on the mat, and what to blacken on it: [x, y,
 *   width, height] in mm from its top left. Both ways round are blackened: nobody can be sure how it lies.
 * @returns {Promise<{canvas: OffscreenCanvas, outline: number[][]}>} the picture without those places, and the corners
 *   of what lies there, in its pixels. Throws NotMasked.
 */
export async function masked(picture, plan) {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(picture, 0, 0);
  const { places, outline } = await findPlaces(canvas, plan);
  pen.fillStyle = "#000";
  for (const place of places) {
    pen.beginPath();
    for (const [x, y] of place) pen.lineTo(x, y);
    pen.fill();
  }
  return { canvas, outline };
}

/** The polygons to blacken and the outline they lie in, in pixels of the picture. Throws NotMasked. */
async function findPlaces(canvas, plan) {
  const frame = MAT.frames[plan.frame];
  const toPicture = await findMat(canvas);
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const blueAt = ([x, y]) => blueness(pixels, project(toPicture, x, y));
  const corners = findOutline(frame, blueAt);
  const toMat = homography(box(0, 0, frame.width, frame.height), corners);
  const onPicture = (x, y) => project(toPicture, ...project(toMat, x, y));
  const places = plan.rects
    .flatMap(([x, y, width, height]) => [
      [x, y, width, height],
      [frame.width - x - width, frame.height - y - height, width, height],
    ])
    .map(([x, y, width, height]) =>
      box(x - INFLATE, y - INFLATE, width + 2 * INFLATE, height + 2 * INFLATE).map((corner) => onPicture(...corner)),
    );
  return { places, outline: corners.map((corner) => project(toPicture, ...corner)) };
}

/** From mm on the mat to pixels of the picture, by the four printed markers. */
async function findMat(canvas) {
  const finder = await markerFinder();
  const scale = Math.min(1, LOOK_WIDTH / canvas.width);
  const small = new OffscreenCanvas(Math.round(canvas.width * scale), Math.round(canvas.height * scale));
  const pen = small.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0, small.width, small.height);
  const { width, height, data } = pen.getImageData(0, 0, small.width, small.height);
  const found = new Map(finder.detectImage(width, height, data).map((marker) => [marker.id, marker.corners]));
  const onMat = [];
  const inPicture = [];
  MAT.markers.forEach(([x, y], id) => {
    const corners = found.get(id);
    if (!corners) throw new NotMasked("mask.mat");
    onMat.push(...box(x, y, MAT.marker, MAT.marker));
    inPicture.push(...corners.map((corner) => [corner.x / scale, corner.y / scale]));
  });
  const toPicture = homography(onMat, inPicture);
  const perMm = Math.hypot(...difference(project(toPicture, 149, 105), project(toPicture, 148, 105)));
  const off = onMat.map(([x, y], at) => Math.hypot(...difference(project(toPicture, x, y), inPicture[at])) / perMm);
  // A mat that is bent or half covered: what is known of one place says nothing of another.
  if (Math.max(...off) > 2) throw new NotMasked("mask.mat");
  return toPicture;
}

/** The four corners of what lies in the frame, in mm on the mat, clockwise from the top left. */
function findOutline(frame, blueAt) {
  const { x, y, width, height } = frame;
  const corners = box(x, y, width, height);
  const lines = corners.map((from, at) => findSide(from, corners[(at + 1) % 4], blueAt));
  const found = lines.map((line, at) => meet(lines[(at + 3) % 4], line));
  const sides = found.map((from, at) => difference(found[(at + 1) % 4], from));
  sides.forEach((side, at) => {
    const wanted = at % 2 ? height : width;
    if (Math.abs(Math.hypot(...side) - wanted) > SIZE) throw new NotMasked("mask.size");
  });
  if (Math.abs(Math.atan2(sides[0][1], sides[0][0])) > TURN) throw new NotMasked("mask.askew");
  found.forEach((from, at) => mustBeClear(from, found[(at + 1) % 4], blueAt));
  return found;
}

/** One side as a line through two points: where, seen from outside, the mat ends and stays ended. */
function findSide(from, to, blueAt) {
  const along = difference(to, from);
  const length = Math.hypot(...along);
  const [ux, uy] = along.map((part) => part / length);
  const edges = [];
  const mat = [];
  for (let at = 0; at < PROFILES; at++) {
    const part = 0.12 + (0.76 * at) / (PROFILES - 1);
    const foot = [from[0] + along[0] * part, from[1] + along[1] * part];
    // Clockwise corners: inside lies to the right of the way along, which is (-uy, ux) in a picture's axes.
    const values = [];
    for (let depth = -SEARCH; depth <= SEARCH + EDGE; depth += STEP) {
      values.push(blueAt([foot[0] - uy * depth, foot[1] + ux * depth]));
    }
    mat.push(values[0]);
    edges.push({ foot, values });
  }
  const level = median(mat) / 2;
  if (level * 2 < MAT_BLUE) throw new NotMasked("mask.light");
  const points = [];
  for (const { foot, values } of edges) {
    const need = EDGE / STEP;
    const start = values.findIndex((value, at) => value < level && values.slice(at, at + need).every((v) => v < level));
    if (start < 1 || start + need > values.length) continue;
    const depth = -SEARCH + (start - 0.5) * STEP;
    points.push([foot[0] - uy * depth, foot[1] + ux * depth]);
  }
  if (points.length < PROFILES / 2) throw new NotMasked("mask.absent");
  return straightLine(points, [ux, uy]);
}

/** The line most of the points lie on; too few of them means that something covers the edge. */
function straightLine(points, [ux, uy]) {
  let best = [];
  for (let a = 0; a < points.length; a += 2) {
    for (let b = a + points.length / 3; b < points.length; b += 3) {
      const [p, q] = [points[a], points[Math.floor(b)]];
      const direction = difference(q, p);
      const length = Math.hypot(...direction);
      const near = points.filter(([x, y]) => {
        const off = ((x - p[0]) * direction[1] - (y - p[1]) * direction[0]) / length;
        return Math.abs(off) < STRAIGHT;
      });
      if (near.length > best.length) best = near;
    }
  }
  if (best.length < AGREE * PROFILES) throw new NotMasked("mask.covered");
  // Least squares of the offset over the way along the side.
  const ways = best.map(([x, y]) => [x * ux + y * uy, -x * uy + y * ux]);
  const [meanT, meanS] = [mean(ways.map(([t]) => t)), mean(ways.map(([, s]) => s))];
  const slope =
    ways.reduce((sum, [t, s]) => sum + (t - meanT) * (s - meanS), 0) /
    ways.reduce((sum, [t]) => sum + (t - meanT) ** 2, 0);
  const point = (t) => {
    const s = meanS + slope * (t - meanT);
    return [t * ux - s * uy, t * uy + s * ux];
  };
  return [point(meanT - 20), point(meanT + 20)];
}

/** Around the outline only the mat may be seen: no finger, no second card that sticks out. */
function mustBeClear(from, to, blueAt) {
  const along = difference(to, from);
  const length = Math.hypot(...along);
  const [ux, uy] = along.map((part) => part / length);
  const seen = [];
  for (let part = -0.02; part <= 1.02; part += 0.01) {
    for (let depth = CLEAR[0]; depth <= CLEAR[1]; depth += 0.5) {
      seen.push(blueAt([from[0] + along[0] * part + uy * depth, from[1] + along[1] * part - ux * depth]));
    }
  }
  const level = median(seen) / 2;
  if (level * 2 < MAT_BLUE) throw new NotMasked("mask.covered");
  if (seen.filter((value) => value < level).length > 0.02 * seen.length) throw new NotMasked("mask.covered");
}

/** How blue a place looks whatever the light: 0 for white, grey and black. Outside the picture: not at all. */
function blueness({ data, width, height }, [x, y]) {
  const [column, row] = [Math.round(x), Math.round(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  const at = (row * width + column) * 4;
  const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
  return (blue - red) / (red + green + blue + 24);
}

const box = (x, y, width, height) => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];
const difference = ([a, b], [c, d]) => [a - c, b - d];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
