// The other side's voice for who hears badly: louder than a loudspeaker plays by itself, and with that part of it
// raised which is hard to hear. As long as nobody asks for it, the browser plays the voice as it comes.

export const STEPS = 7;
export const FIRST_STEP = 5;
/** As it comes; consonants raised, which age takes first; the deep part raised, for who hears only that. */
export const TONES = ["plain", "clear", "deep"];

const BOOST = [2, 4]; // of the steps above the first, as amplitude: 6 and 12 dB
const VOWELS_HZ = 500;
const CONSONANTS_HZ = 1500;
const RAISED_DB = 12;
const LOWERED_DB = -9; // what masks the raised part
const LIMIT_DB = -6; // above it a boosted voice is held back instead of torn

/** How loudly the browser plays step 1 to 7 by itself: 0 to 1. */
export const loudness = (step) => Math.min(1, step / FIRST_STEP);

/** What the voice is multiplied by beyond that: 1, 2 or 4. */
export const boost = (step) => BOOST[step - FIRST_STEP - 1] ?? 1;

/** Whether the voice must be worked on at all. */
export const shaped = (step, tone) => boost(step) > 1 || tone !== TONES[0];

export const nextTone = (tone) => TONES[(TONES.indexOf(tone) + 1) % TONES.length];

function shelf(context, type, frequency) {
  const filter = context.createBiquadFilter();
  filter.type = type;
  filter.frequency.value = frequency;
  return filter;
}

/**
 * The way of a voice through a context: enters at `first`, leaves at `last`; `set(step, tone)` at any time.
 * The steps below the first do not come here: `set` takes their loudness too.
 */
export function chain(context) {
  const low = shelf(context, "lowshelf", VOWELS_HZ);
  const high = shelf(context, "highshelf", CONSONANTS_HZ);
  const louder = context.createGain();
  const limit = context.createDynamicsCompressor();
  limit.threshold.value = LIMIT_DB;
  limit.knee.value = 0;
  limit.ratio.value = 20;
  limit.attack.value = 0.003;
  low.connect(high).connect(louder).connect(limit);
  const gains = { plain: [0, 0], clear: [LOWERED_DB, RAISED_DB], deep: [RAISED_DB, LOWERED_DB] };
  const set = (step, tone) => {
    [low.gain.value, high.gain.value] = gains[tone];
    louder.gain.value = loudness(step) * boost(step);
  };
  return { first: low, last: limit, set };
}

let context = null;

/**
 * Play a stream's voice shaped, on the loudspeaker `speaker` ("": the usual one).
 * @returns {{set: (step: number, tone: string) => void, end: () => void} | null} null where the browser cannot
 */
export function play(stream, speaker) {
  try {
    context ??= new AudioContext();
    context.resume();
    context.setSinkId?.(speaker).catch(() => {}); // a loudspeaker that was pulled: the usual one plays
  } catch {
    return null;
  }
  const source = context.createMediaStreamSource(stream);
  const way = chain(context);
  source.connect(way.first);
  way.last.connect(context.destination);
  return {
    set: way.set,
    end: () => {
      source.disconnect();
      way.last.disconnect();
    },
  };
}
