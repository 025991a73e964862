// Blurs the office behind the clerk, wholly in this browser. If it breaks, nothing is sent rather than the office.

const HOME = "/vendor/selfie_segmentation/";
const SCRIPT = `${HOME}selfie_segmentation.js`;
const BLUR = "blur(14px)";
const PICTURES = 30; // per second, at most

let running = null;

/** Thrown by `start` when `stop` or another `start` came before the first blurred picture. */
export class Stopped extends Error {}

function load() {
  if (window.SelfieSegmentation) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = resolve;
    script.onerror = () => reject(new Error("blur is not there"));
    document.head.append(script);
  });
}

/**
 * @param {MediaStreamTrack} track the camera @param {() => void} onBroken
 * @returns {Promise<MediaStreamTrack>} the same picture with everything but the person blurred. Throws Stopped.
 */
export async function start(track, onBroken) {
  stop();
  const mine = { video: document.createElement("video"), segmenter: null, track: null };
  running = mine;
  try {
    await prepare(mine, track);
  } catch (error) {
    if (running === mine) stop();
    else release(mine);
    throw error;
  }
  step(mine, onBroken);
  return mine.track;
}

async function prepare(mine, track) {
  const canvas = document.createElement("canvas");
  const go = async (work) => {
    const result = await work;
    if (running !== mine) throw new Stopped();
    return result;
  };
  await go(load());
  mine.video.muted = true;
  mine.video.srcObject = new MediaStream([track]);
  await go(mine.video.play());
  canvas.width = mine.video.videoWidth;
  canvas.height = mine.video.videoHeight;
  mine.segmenter = new window.SelfieSegmentation({ locateFile: (name) => HOME + name });
  mine.segmenter.setOptions({ modelSelection: 1 });
  mine.segmenter.onResults((result) => draw(canvas, result));
  await go(mine.segmenter.send({ image: mine.video }));
  mine.track = canvas.captureStream(PICTURES).getVideoTracks()[0];
}

/** Ends a blur that runs, and one that is only beginning. */
export function stop() {
  if (!running) return;
  const mine = running;
  running = null;
  release(mine);
}

function release(mine) {
  const { video, segmenter, track } = mine;
  mine.segmenter = null; // It cannot be closed twice.
  track?.stop();
  video.srcObject = null;
  segmenter?.close();
}

async function step(mine, onBroken) {
  while (running === mine) {
    try {
      await new Promise((resolve) => mine.video.requestVideoFrameCallback(resolve));
      if (running === mine) await mine.segmenter.send({ image: mine.video });
    } catch {
      if (running === mine) {
        stop();
        onBroken();
      }
      return;
    }
  }
}

function draw(canvas, { image, segmentationMask }) {
  const context = canvas.getContext("2d");
  context.save();
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(segmentationMask, 0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "source-in";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "destination-over";
  context.filter = BLUR;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  context.restore();
}
