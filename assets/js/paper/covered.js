// A still with something blackened at the branch: while the card lies there nobody else sees the camera, the resident
// sees the black picture first, and what they do not send is never sent.

import { masked, NotMasked } from "./mask.js";
import { Fault, take } from "./still.js";

const AGAIN_MS = 1200;
const PATIENCE_MS = 120000; // for the whole of it; then it is given up, and the camera stays dark
const QUALITY = 0.95;
const RIM = 0.06; // of the longer side

/** One asking of the desk; `send` and `stop` are the resident's two buttons. */
export class CoveredStill {
  #ended = false;
  #answer = Promise.withResolvers();
  #late = 0;

  /** @param {(covered: {code?: string, near?: string, whole?: string}) => void} show how far it is, to the resident */
  constructor(show) {
    this.show = show;
  }

  send = () => this.#answer.resolve(true);

  stop = () => {
    this.#ended = true;
    this.#answer.resolve(false);
  };

  /**
   * @param {() => MediaStreamTrack | null} source @param {{frame: string, places: number[][]}} cover
   * @param {() => void} onPreview @returns {Promise<Blob>} Throws Fault `cover.stopped`, `cover.late`, `mask.broken`.
   */
  async take(source, cover, onPreview) {
    let late = false;
    this.#late = setTimeout(() => {
      late = true;
      this.stop();
    }, PATIENCE_MS);
    let addresses = [];
    try {
      const seen = await this.#look(source, cover);
      if (seen) {
        addresses = [seen.near, seen.whole].map((blob) => URL.createObjectURL(blob));
        this.show({ near: addresses[0], whole: addresses[1] });
        onPreview();
        if (await this.#answer.promise) return seen.whole;
      }
      throw new Fault(late ? "cover.late" : "cover.stopped");
    } finally {
      clearTimeout(this.#late);
      addresses.forEach((address) => URL.revokeObjectURL(address));
    }
  }

  /** Until the mat and what lies on it agree; null when nobody wants it any more. */
  async #look(source, cover) {
    this.show({ code: "mask.absent" });
    while (!this.#ended) {
      const track = source();
      try {
        // A page that has just come has no camera yet; one that was pulled may come back.
        if (track?.readyState === "live") return await blackened(track, cover);
      } catch (error) {
        if (!(error instanceof NotMasked) || error.code === "mask.broken") throw fault(error);
        this.show({ code: error.code });
      }
      await Promise.race([this.#answer.promise, new Promise((done) => setTimeout(done, AGAIN_MS))]);
    }
    return null;
  }
}

async function blackened(track, { frame, places }) {
  const blob = await take(track, 1);
  const picture = await createImageBitmap(blob);
  try {
    const { canvas, outline } = await masked(picture, { frame, rects: places });
    const [whole, near] = await Promise.all([canvas, cutOut(canvas, outline)].map(asJpeg));
    return { whole, near };
  } finally {
    picture.close();
  }
}

const asJpeg = (canvas) => canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });

/** What lies there, near enough to be read, with a little of what is around it. */
function cutOut(canvas, outline) {
  const [xs, ys] = [0, 1].map((axis) => outline.map((corner) => corner[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const rim = RIM * Math.max(width, height);
  const cut = new OffscreenCanvas(width + 2 * rim, height + 2 * rim);
  cut.getContext("2d").drawImage(canvas, rim - left, rim - top);
  return cut;
}

const fault = (error) => (error instanceof NotMasked ? new Fault(error.code) : error);
