// Cameras, microphone and loudspeaker of this terminal: which ones, opening them, and what is wrong with them.

const PAPER_LABEL = /書画|書類|document|\bdoc|overhead|visuali[sz]er|scan/i;
const FACE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
// The sensor's own resolution: stills are taken from this track.
const PAPER = { width: { ideal: 8192 }, height: { ideal: 6144 }, frameRate: { ideal: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** @returns {Promise<MediaDeviceInfo[]>} with labels, asking for permission once if they are hidden. */
export async function list() {
  let found = await navigator.mediaDevices.enumerateDevices();
  if (found.some((device) => device.kind === "videoinput" && !device.label)) {
    try {
      const asked = await navigator.mediaDevices.getUserMedia({ video: true });
      for (const track of asked.getTracks()) track.stop();
      found = await navigator.mediaDevices.enumerateDevices();
    } catch {
      // Refused: the opening itself will say so.
    }
  }
  return found;
}

/**
 * Which camera looks at the face and which at the paper: the remembered ones, else by their names.
 * @param {MediaDeviceInfo[]} devices
 * @param {{face?: string, paper?: string, mic?: string, speaker?: string}} choice labels
 */
export function assign(devices, choice) {
  const of = (kind) => devices.filter((device) => device.kind === kind);
  const named = (list_, label) => (label ? list_.find((device) => device.label === label) : undefined);
  const cameras = of("videoinput");
  const paper =
    named(cameras, choice.paper) ??
    cameras.find((camera) => PAPER_LABEL.test(camera.label) && camera.label !== choice.face) ??
    cameras.filter((camera) => camera.label !== choice.face)[choice.face ? 0 : 1];
  const face = named(cameras, choice.face) ?? cameras.find((camera) => camera !== paper);
  return {
    face,
    paper: paper === face ? undefined : paper,
    mic: named(of("audioinput"), choice.mic) ?? of("audioinput")[0],
    speaker: named(of("audiooutput"), choice.speaker),
  };
}

const exactly = (device) => (device?.deviceId ? { deviceId: { exact: device.deviceId } } : {});

/** What went wrong, as a code that the page has words for. */
export function fault(what, error) {
  const why = { NotAllowedError: "refused", NotFoundError: "absent", OverconstrainedError: "absent" }[error.name];
  return `${what}.${why ?? "busy"}`;
}

async function open(what, constraints, onFault) {
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    onFault(fault(what, error));
    return null;
  }
}

export const openFace = (device, onFault) => open("camera", { video: { ...FACE, ...exactly(device) } }, onFault);
export const openMicrophone = (device, onFault) => open("mic", { audio: { ...AUDIO, ...exactly(device) } }, onFault);

export async function openPaper(device, onFault) {
  if (!device) {
    onFault("paper.absent");
    return null;
  }
  return open("paper", { video: { ...PAPER, ...exactly(device) } }, onFault);
}

/** The choice remembered on the server for this terminal; empty when it cannot be read. */
export async function readChoice() {
  try {
    const answer = await fetch("/media/choice", { credentials: "same-origin", cache: "no-store" });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

/** @returns {Promise<boolean>} whether the server has it. */
export async function rememberChoice(choice) {
  try {
    const body = JSON.stringify(choice);
    const headers = { "Content-Type": "application/json" };
    return (await fetch("/media/choice", { method: "POST", headers, body, credentials: "same-origin" })).ok;
  } catch {
    return false;
  }
}
