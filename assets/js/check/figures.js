// From pixels and samples to the few numbers of a self-test. Only these leave the terminal, never what was seen or heard.

const BLOCK = 10; // pixels; a coarse part of the small picture

/** Grey of every pixel, 0 to 255. @param {Uint8ClampedArray} pixels RGBA */
export function greys(pixels) {
  const grey = new Float32Array(pixels.length / 4);
  for (let at = 0; at < grey.length; at++) {
    const p = at * 4;
    grey[at] = pixels[p] * 0.299 + pixels[p + 1] * 0.587 + pixels[p + 2] * 0.114;
  }
  return grey;
}

export const mean = (values) => (values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : 0);

/** How much coarse parts of one picture differ from each other: the standard deviation of their means. */
export function spread(grey, width) {
  const height = grey.length / width;
  const blocks = [];
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      let sum = 0;
      for (let y = top; y < top + BLOCK; y++) for (let x = left; x < left + BLOCK; x++) sum += grey[y * width + x];
      blocks.push(sum / (BLOCK * BLOCK));
    }
  }
  const middle = mean(blocks);
  return Math.sqrt(mean(blocks.map((one) => (one - middle) ** 2)));
}

/** Mean difference of two pictures of one size. */
export function difference(before, after) {
  let sum = 0;
  for (let at = 0; at < before.length; at++) sum += Math.abs(before[at] - after[at]);
  return before.length ? sum / before.length : 0;
}

/**
 * What a camera's pictures say, the grey of each in order.
 * @returns {{brightness: number, spread: number, change: number}}
 */
export function ofPictures(pictures, width) {
  const changes = pictures.slice(1).map((one, at) => difference(pictures[at], one));
  return {
    brightness: round(mean(pictures.map(mean))),
    spread: round(mean(pictures.map((one) => spread(one, width)))),
    change: round(Math.max(0, ...changes)),
  };
}

/** Level of samples (-1 to 1) in dB below full scale; -200 for nothing at all. */
export function decibels(squares, count) {
  const power = count ? squares / count : 0;
  return power > 1e-20 ? round(10 * Math.log10(power)) : -200;
}

/** @param {(number | null)[]} trips ms of each, null for one that got lost */
export function ofTrips(trips) {
  const back = trips.filter((one) => one !== null).sort((a, b) => a - b);
  return {
    asked: trips.length,
    lost: trips.length - back.length,
    median: round(back.length ? back[Math.floor(back.length / 2)] : 0),
    worst: round(back.at(-1) ?? 0),
  };
}

const round = (value) => Math.round(value * 100) / 100;
