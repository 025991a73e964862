// A microphone's sound as the speech server wants it: 16 kHz, whole numbers, a tenth of a second at a time. Pure.

export const RATE = 16000;
export const CHUNK = 1600; // samples of one piece
const ZEROS = 12; // crossings of the filter on each side: what is above half the new rate must not come back as a tone
const PASS = 0.92; // of half the new rate
const FINE = 64; // entries of the table for one sample of the old rate
const FULL_SCALE = 32767;

export class Resampler {
  #step;
  #half;
  #table;
  #tail = new Float32Array(0);
  #at; // of the next new sample, in samples of the tail
  #chunk = new Int16Array(CHUNK);
  #filled = 0;

  /** @param {number} from the rate of what comes, at least RATE */
  constructor(from) {
    this.#step = from / RATE;
    this.#half = Math.ceil(ZEROS * this.#step);
    this.#at = this.#half;
    this.#table = tableOf(this.#step, this.#half);
  }

  /** More of the sound. @param {Float32Array} samples @returns {Int16Array[]} the pieces that are full now */
  push(samples) {
    const all = new Float32Array(this.#tail.length + samples.length);
    all.set(this.#tail);
    all.set(samples, this.#tail.length);
    const full = [];
    for (; this.#at + this.#half < all.length; this.#at += this.#step) {
      this.#chunk[this.#filled++] = wholeOf(this.#sum(all));
      if (this.#filled < CHUNK) continue;
      full.push(this.#chunk);
      this.#chunk = new Int16Array(CHUNK);
      this.#filled = 0;
    }
    const gone = Math.max(0, Math.floor(this.#at) - this.#half);
    this.#tail = all.slice(gone);
    this.#at -= gone;
    return full;
  }

  #sum(all) {
    const first = Math.max(0, Math.ceil(this.#at - this.#half));
    const last = Math.min(all.length - 1, Math.floor(this.#at + this.#half));
    let sum = 0;
    for (let place = first; place <= last; place += 1) {
      sum += all[place] * this.#table[Math.round(Math.abs(place - this.#at) * FINE)];
    }
    return sum;
  }
}

const wholeOf = (value) => Math.round(Math.min(1, Math.max(-1, value)) * FULL_SCALE);

/** A windowed sinc by its distance from the middle, of sum 1. */
function tableOf(step, half) {
  const cut = PASS / step;
  const table = new Float32Array(half * FINE + 1);
  for (let entry = 0; entry < table.length; entry += 1) {
    const x = entry / FINE;
    const sinc = x ? Math.sin(Math.PI * cut * x) / (Math.PI * cut * x) : 1;
    table[entry] = cut * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
  }
  return table;
}
