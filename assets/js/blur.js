// Blurs the office behind the clerk, wholly in this browser. If it breaks, nothing is sent rather than the office.

const HOME = "/vendor/selfie_segmentation/";
const SCRIPT = `${HOME}selfie_segmentation.js`;
const BLUR = "blur(14px)";

let running = null;

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
 * @returns {Promise<MediaStreamTrack>} the same picture with everything but the person blurred
 */
export async function start(track, onBroken) {
  stop();
  await load();
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const segmenter = new window.SelfieSegmentation({ locateFile: (name) => HOME + name });
  segmenter.setOptions({ modelSelection: 1 });
  segmenter.onResults((result) => draw(canvas, result));
  const mine = { video, segmenter, timer: 0, track: null };
  await segmenter.send({ image: video });
  mine.track = canvas.captureStream(30).getVideoTracks()[0];
  running = mine;
  step(mine, onBroken);
  return mine.track;
}

export function stop() {
  if (!running) return;
  const { video, segmenter, track } = running;
  running = null;
  track?.stop();
  video.srcObject = null;
  segmenter.close();
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
