// A microphone's track as pieces of PCM. The track itself goes on to the call untouched: a clone is listened to.

const WORKLET = "/js/speech/worklet.js"; // of our own origin: the content policy knows no other

/**
 * `onPiece` every tenth of a second, not while the track is muted, until the returned function is called.
 * @param {MediaStreamTrack} track @param {(piece: Int16Array) => void} onPiece
 */
export function listen(track, onPiece) {
  const clone = track.clone();
  const context = new AudioContext();
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    clone.stop();
    context.close().catch(() => {});
  };
  const begin = async () => {
    await Promise.all([context.resume(), context.audioWorklet.addModule(WORKLET)]);
    if (stopped) return;
    const source = context.createMediaStreamSource(new MediaStream([clone]));
    const node = new AudioWorkletNode(context, "microphone", { channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = ({ data }) => !stopped && track.enabled && !track.muted && onPiece(data);
    // Its output is silence; a browser runs what leads to the loudspeaker.
    source.connect(node).connect(context.destination);
  };
  return { stop, ready: begin() };
}
