// The document camera as the desk may set it from afar: which of the branch's cameras, and how near.

/** @param {MediaDeviceInfo[]} devices @param {MediaStreamTrack | null} track the one in use */
export function described(devices, track) {
  const labels = devices.filter(({ kind, label }) => kind === "videoinput" && label).map(({ label }) => label);
  return { t: "cameras", devices: [...new Set(labels)], device: track?.label ?? "", zoom: zoomOf(track) };
}

/** Nearer or farther with the camera's own lens, where it has one. */
export async function zoom(track, wanted) {
  const range = zoomOf(track);
  if (!range) return;
  const value = Math.min(range.max, Math.max(range.min, wanted));
  await track.applyConstraints({ advanced: [{ zoom: value }] }).catch(() => {}); // Taken away meanwhile.
}

function zoomOf(track) {
  const range = track?.getCapabilities?.().zoom;
  if (!range || !(range.max > range.min)) return null;
  return { min: range.min, max: range.max, now: track.getSettings().zoom ?? range.min };
}
