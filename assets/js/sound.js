// The few sounds of a counter, made on the spot. Every one of them has a sentence beside it on the screen.

const LOUD = 0.22;
const RING_EVERY_MS = 3000;
const WAKE_MS = 300;
const RING_LOUDER_AFTER_MS = 20000;

let context = null;

function play(tones, loudness = LOUD) {
  try {
    context ??= new AudioContext();
    context.resume();
  } catch {
    return; // No loudspeaker: the sentence is there.
  }
  let at = context.currentTime + 0.02;
  for (const [frequency, seconds] of tones) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
    gain.gain.linearRampToValueAtTime(0, at + seconds);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds;
  }
}

export const connected = () => play([[523, 0.16], [784, 0.26]]);
export const lost = () => play([[523, 0.16], [392, 0.16], [294, 0.32]]);
export const back = () => play([[440, 0.2], [523, 0.16], [784, 0.26]]);
export const bell = () => play([[880, 0.25], [698, 0.4]]);
export const alarm = () => play([[659, 0.2], [523, 0.2], [659, 0.2], [523, 0.2], [659, 0.35]], LOUD * 1.5);
export const message = () => play([[1175, 0.09]], LOUD / 2);

/**
 * Listen to a microphone's track without recording or playing it: `onSamples` every `everyMs` with what was heard
 * just now, until the returned function is called.
 */
export function listen(track, everyMs, onSamples) {
  try {
    context ??= new AudioContext();
    context.resume();
  } catch {
    return () => {};
  }
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const ear = context.createAnalyser();
  ear.fftSize = 2048;
  source.connect(ear);
  const samples = new Float32Array(ear.fftSize);
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(samples);
    onSamples(samples);
  }, everyMs);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Whether a sound would be heard now: a browser keeps quiet until somebody has touched the page. */
export async function audible() {
  try {
    context ??= new AudioContext();
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, WAKE_MS))]);
    return context.state === "running";
  } catch {
    return false;
  }
}

/** Rings until the returned function is called. */
export function ring() {
  const since = performance.now();
  const once = () => {
    const loudness = performance.now() - since > RING_LOUDER_AFTER_MS ? LOUD * 1.8 : LOUD;
    play([[784, 0.18], [988, 0.18], [784, 0.18], [988, 0.3]], loudness);
  };
  once();
  const timer = setInterval(once, RING_EVERY_MS);
  return () => clearInterval(timer);
}
