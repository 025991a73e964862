// How loud somebody speaks, from what a microphone hears: in words, calm, without flicker. Pure.

const FLOOR_DB = -90;
const STILL_DB = -58; // a room in which nobody speaks
const LOW_DB = -40;
const LOUD_DB = -12;
const SLACK_DB = 3; // a word is left only when it is clearly wrong
const FALL_DB_PER_S = 12; // pauses between words are no silence

export const LEVELS = ["still", "low", "good", "loud"];
const BOUNDS = [STILL_DB, LOW_DB, LOUD_DB];

export const begin = () => ({ db: FLOOR_DB, level: "still" });

/** @param {ArrayLike<number>} samples -1 to 1 @returns {number} the level in dB below full scale */
export function decibels(samples) {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.max(FLOOR_DB, 10 * Math.log10(sum / Math.max(1, samples.length) || 1e-12));
}

/** What the meter shows after `seconds` more in which `db` was heard. Rises at once, falls slowly. */
export function next(before, db, seconds) {
  const held = Math.max(db, before.db - FALL_DB_PER_S * seconds);
  const at = LEVELS.indexOf(before.level);
  let now = at;
  while (now < BOUNDS.length && held > BOUNDS[now] + SLACK_DB) now += 1;
  while (now > 0 && held < BOUNDS[now - 1] - SLACK_DB) now -= 1;
  return { db: held, level: LEVELS[now] };
}

/** How many of `bars` are lit. */
export const lit = (db, bars) => Math.round(Math.min(1, Math.max(0, (db + 66) / 60)) * bars);
