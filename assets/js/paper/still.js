// A still of the paper: several pictures of the document camera's own track at the sensor's resolution, averaged, as
// JPEG, and its way to the server. The live picture is a clone of the track and runs on undisturbed.

const PICTURE_MS = 4000; // a camera that gives nothing for so long gives nothing
const SEND_MS = 30000;
const GAIN = 1.3; // takePhoto is slow; it must give clearly more than the track
const DEVELOPER = "/js/paper/developer.js";

let ready = null; // the next developer, started before it is needed

/** A camera is there, a picture may be wanted: what takes long to start is started. */
export function prepare() {
  ready ??= new Worker(DEVELOPER, { type: "module" });
}

/** Why there is no still, as a code that the page has words for. */
export class Fault extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * @param {MediaStreamTrack} track the camera's own @param {number} count pictures of the same scene, to be averaged
 * @returns {Promise<Blob>} Throws Fault.
 */
export async function take(track, count) {
  if (track?.readyState !== "live") throw new Fault("paper.absent");
  await sharpest(track);
  const photo = await photograph(track);
  if (photo) return photo;
  prepare();
  const developer = ready;
  ready = null;
  try {
    let at = 0;
    const pictures = "MediaStreamTrackProcessor" in globalThis ? stream(track) : grabs(track);
    for await (const picture of pictures) {
      at += 1;
      developer.postMessage({ picture }, [picture]);
      if (at === count) break;
    }
    return await within(PICTURE_MS, developed(developer));
  } finally {
    developer.terminate();
    prepare();
  }
}

/**
 * @param {string} call @param {"still" | "document" | "sample" | "blank"} kind @param {Blob[]} files
 * @param {{request?: string, paper?: string, form?: string}} to answers a request; becomes a page of a paper; which form
 * @returns {Promise<{paper: string, page: number}>} Throws Fault.
 */
export async function post(call, kind, files, to = {}) {
  const form = new FormData();
  form.set("kind", kind);
  for (const [name, value] of Object.entries(to)) if (value) form.set(name, value);
  for (const [at, file] of files.entries()) form.append("file", file, file.name ?? `${at + 1}.jpg`);
  const signal = AbortSignal.timeout(SEND_MS);
  return ask(`/papers/${call}`, { method: "POST", body: form, signal });
}

/** Anything else that is done with a paper. Throws Fault. */
export function change(path, method, document) {
  const headers = document ? { "Content-Type": "application/json" } : {};
  return ask(`/papers/${path}`, { method, headers, body: document && JSON.stringify(document) });
}

async function ask(path, how) {
  let answer;
  try {
    answer = await fetch(path, { ...how, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new Fault("unreachable");
  }
  const document = await answer.json().catch(() => ({})); // Not every answer has a body.
  if (!answer.ok) throw new Fault(document.code ?? `http.${answer.status}`);
  return document;
}

/** A track that was opened smaller than the sensor is widened; most are at their best already. */
async function sharpest(track) {
  const { width, height } = track.getCapabilities?.() ?? {};
  const now = track.getSettings();
  if (!width?.max || !height?.max || (now.width >= width.max && now.height >= height.max)) return;
  const exact = { width: { exact: width.max }, height: { exact: height.max } };
  await track.applyConstraints(exact).catch(() => {}); // The largest of both need not exist together.
}

/** A photo where the camera takes larger ones than its track has; else null. */
async function photograph(track) {
  if (!("ImageCapture" in globalThis)) return null;
  try {
    const capture = new ImageCapture(track);
    const { imageWidth, imageHeight } = await within(PICTURE_MS, capture.getPhotoCapabilities());
    const { width, height } = track.getSettings();
    if (!(imageWidth?.max * imageHeight?.max > GAIN * width * height)) return null;
    const size = { imageWidth: imageWidth.max, imageHeight: imageHeight.max };
    return await within(PICTURE_MS, capture.takePhoto(size));
  } catch {
    return null; // It promised more than it can; the track's own pictures are there.
  }
}

async function* stream(track) {
  const own = track.clone();
  const reader = new MediaStreamTrackProcessor({ track: own }).readable.getReader();
  try {
    for (;;) {
      const { value, done } = await within(PICTURE_MS, reader.read());
      if (done) throw new Fault("paper.gone");
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {}); // Ended already.
    own.stop();
  }
}

async function* grabs(track) {
  const capture = new ImageCapture(track);
  for (;;) yield await within(PICTURE_MS, capture.grabFrame());
}

function developed(developer) {
  const { promise, resolve, reject } = Promise.withResolvers();
  developer.addEventListener("message", ({ data: { blob } }) => {
    if (blob) resolve(blob);
    else reject(new Fault("paper.undeveloped"));
  });
  developer.addEventListener("error", () => reject(new Fault("paper.undeveloped")));
  developer.postMessage({ last: true });
  return promise;
}

async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Fault("paper.silent")), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault("paper.silent");
  } finally {
    clearTimeout(timer);
  }
}
