// Which pictures a poor link still carries: the face gives way first, then the paper, the voice never (no DOM).

/** What the face may use, best first; bits and pictures per second. */
export const FACE = [
  { maxBitrate: 2_500_000, maxFramerate: 30 },
  { maxBitrate: 1_000_000, maxFramerate: 24 },
  { maxBitrate: 400_000, maxFramerate: 15 },
  { maxBitrate: 150_000, maxFramerate: 8 },
];
/** What the paper may use once the face has given all it can: fewer pictures, so that each stays readable. */
export const PAPER = [
  { maxBitrate: 4_000_000, maxFramerate: 15 },
  { maxBitrate: 1_500_000, maxFramerate: 5 },
  { maxBitrate: 600_000, maxFramerate: 5 },
];
export const AUDIO_BITS = 48_000;

const on = (limits) => ({ ...limits, active: true });
const off = (limits) => ({ ...limits, active: false });
const COARSEST = { face: FACE.at(-1), paper: PAPER.at(-1) };
/** Every rung, best first; on the last ones a picture is not sent at all. */
const RUNGS = [
  ...FACE.map((face) => ({ face: on(face), paper: on(PAPER[0]) })),
  ...PAPER.slice(1).map((paper) => ({ face: on(COARSEST.face), paper: on(paper) })),
  { face: off(COARSEST.face), paper: on(COARSEST.paper) },
  { face: off(COARSEST.face), paper: off(COARSEST.paper) },
];
const FACE_OFF = RUNGS.length - 2;
// Without paper there is nothing to give between the face's last rung and its end.
const WITHOUT_PAPER = [...FACE.keys(), FACE_OFF];

const POOR = { lossPct: 8, rttMs: 500 };
const FINE = { lossPct: 2, rttMs: 300 };
// Encoders rarely use all they may: below the first share of it a link is short, above the second there is room.
const SHORT_SHARE = 0.35;
const ROOM_SHARE = 0.5;
const DOWN_AFTER = 2; // poor readings in a row
const UP_AFTER = 10; // fine readings in a row; doubled when a step up did not hold
const UP_AFTER_MOST = 80;
const HELD_AFTER = 15; // readings after which a step up has held

/** Where every line begins: everything as good as the devices give it. */
export const begin = () => ({ level: 0, poor: 0, fine: 0, patience: UP_AFTER, sinceUp: HELD_AFTER });

/** @returns {{face: object, paper: object}} the limits at this level. */
export function limits(level) {
  return RUNGS[level];
}

/** The rungs that make a difference, in order. */
const rungs = (paperOn) => (paperOn ? [...RUNGS.keys()] : WITHOUT_PAPER);

/** Bits per second that everything sent at this level may use. */
export function most(level, paperOn) {
  const { face, paper } = limits(level);
  return AUDIO_BITS + (face.active ? face.maxBitrate : 0) + (paperOn && paper.active ? paper.maxBitrate : 0);
}

/**
 * One reading a second.
 * @param {ReturnType<typeof begin>} before
 * @param {{lossPct: number, rttMs: number, availableBits: number | null, limited: boolean}} reading of what is sent;
 *   `limited`: an encoder wants more than the link gives it, `availableBits` null: not known (yet)
 * @param {boolean} paperOn without paper there is nothing left to give after the face
 */
export function next(before, reading, paperOn) {
  const there = rungs(paperOn);
  const level = there.findLast((one) => one <= before.level);
  const now = { ...before, level, sinceUp: before.sinceUp + 1 };
  if (isPoor(level, reading, paperOn)) return poorer({ ...now, poor: now.poor + 1, fine: 0 }, there);
  if (!isFine(level, reading, paperOn)) return { ...now, poor: 0, fine: 0 };
  return finer({ ...now, poor: 0, fine: now.fine + 1 }, there);
}

function isPoor(level, { lossPct, rttMs, availableBits, limited }, paperOn) {
  const short = limited && availableBits !== null && availableBits < SHORT_SHARE * most(level, paperOn);
  return short || lossPct > POOR.lossPct || rttMs > POOR.rttMs;
}

function isFine(level, { lossPct, rttMs, availableBits, limited }, paperOn) {
  if (lossPct > FINE.lossPct || rttMs > FINE.rttMs) return false;
  // Nobody knows what a link would carry that is asked for less: then it is tried.
  return !limited || availableBits === null || availableBits >= ROOM_SHARE * most(above(rungs(paperOn), level), paperOn);
}

const above = (there, level) => there[Math.max(0, there.indexOf(level) - 1)];

function poorer(now, there) {
  if (now.poor < DOWN_AFTER || now.level === there.at(-1)) return now;
  const patience = now.sinceUp < HELD_AFTER ? Math.min(2 * now.patience, UP_AFTER_MOST) : now.patience;
  return { ...now, level: there[there.indexOf(now.level) + 1], poor: 0, patience };
}

function finer(now, there) {
  if (now.level === 0) return { ...now, patience: now.fine > UP_AFTER_MOST ? UP_AFTER : now.patience };
  if (now.fine < now.patience) return now;
  return { ...now, level: above(there, now.level), fine: 0, sinceUp: 0 };
}
