// <video> elements that decode before they are seen, so that the answer shows a picture at once.

const waiting = new Map(); // MediaStream -> the element that plays it out of sight

function make() {
  const video = document.createElement("video");
  Object.assign(video, { autoplay: true, muted: true, playsInline: true });
  return video;
}

function end(video) {
  video.remove();
  video.srcObject = null;
}

/** Begin to play a stream that will be shown soon. */
export function prepare(stream) {
  if (waiting.has(stream)) return;
  const video = make();
  video.srcObject = stream;
  waiting.set(stream, video);
}

/** Nobody will show this stream. */
export function forget(stream) {
  const video = waiting.get(stream);
  waiting.delete(stream);
  if (video) end(video);
}

export function forgetAll() {
  for (const stream of [...waiting.keys()]) forget(stream);
}

/**
 * Show a stream inside `parent`.
 * @returns {{video: HTMLVideoElement, end: () => void}} `end` takes the picture away; it never comes back stale.
 */
export function show(stream, parent) {
  const video = waiting.get(stream) ?? make();
  waiting.delete(stream);
  if (video.srcObject !== stream) video.srcObject = stream;
  parent.append(video);
  video.play().catch(() => {}); // Taken away before it began.
  return { video, end: () => end(video) };
}
