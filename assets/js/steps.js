// The ladder as the people in a call live it: from the whole picture down to the telephone, and up again by itself.
// It decides which step is told to them; it moves no picture (that is ladder.js), and it must not flicker (no DOM).

/** From the best to the last: whole picture, coarser picture, voice alone, writing alone, the telephone. */
export const STEPS = ["hd", "sd", "voice", "text", "phone"];

// Each step below the first: how bad it must be, how long before it is told, how long better before it is taken back.
const LOST = 3;
const BOUNDS = [
  { level: 1, downMs: 3000, upMs: 5000 },
  { level: 2, downMs: 4000, upMs: 3000 },
  { level: LOST, downMs: 5000, upMs: 2000 },
  { level: LOST, downMs: 20_000, upMs: 3000 },
];
/** A server that is away this long is away for the person who waits. */
export const AWAY = { downMs: 20_000, upMs: 3000 };

const fresh = () => ({ worse: false, since: 0, fallen: false });

/** Where every call begins. */
export const begin = () => BOUNDS.map(fresh);

/** One latch alone, for what has only two sides. */
export const ready = fresh;

/**
 * How bad it is at this moment, 0 to 3.
 * @param {{lost: boolean, face: boolean, poor: boolean}} seen
 *   `lost`: nothing of the others arrives, or nothing of ours; `face`: their picture arrives, or is off by their will
 */
export function levelOf({ lost, face, poor }) {
  if (lost) return LOST;
  if (!face) return 2;
  return poor ? 1 : 0;
}

/** Falls after it was worse for long enough without a break, rises after it was better as long as that takes. */
export function latch(before, worse, at, { downMs, upMs }) {
  const since = worse === before.worse ? before.since : at;
  const held = at - since;
  const fallen = before.fallen ? worse || held < upMs : worse && held >= downMs;
  return { worse, since, fallen };
}

/** One look at level `level` (0 to 3) at `at` milliseconds; looks may come late or early. */
export function next(before, level, at) {
  return before.map((bound, index) => {
    const { level: own } = BOUNDS[index];
    // When nothing arrives, nobody knows how the picture would be: what was told of it stays.
    return level === LOST && own < LOST ? { ...bound, since: at } : latch(bound, level >= own, at, BOUNDS[index]);
  });
}

/** @returns {string} the step that is told now */
export function stepOf(bounds) {
  return STEPS[bounds.findLastIndex((bound) => bound.fallen) + 1];
}
