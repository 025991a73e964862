// Cameras, microphone and loudspeaker of this terminal: which ones, opening them, and what is wrong with them.

const PAPER_LABEL = /書画|書類|document|\bdoc|overhead|visuali[sz]er|scan/i;
const FACE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
// The sensor's own resolution: stills are taken from this track.
const PAPER = { width: { ideal: 8192 }, height: { ideal: 6144 }, frameRate: { ideal: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** What each role asks for, and the browser's name of its permission. */
const ROLES = {
  camera: { media: "video", want: FACE, permission: "camera" },
  paper: { media: "video", want: PAPER, permission: "camera" },
  mic: { media: "audio", want: AUDIO, permission: "microphone" },
};

/**
 * Ask for the permissions that hide the devices' names.
 * @returns {Promise<Set<string>>} the kinds ("video", "audio") that were refused
 */
export async function ask() {
  const found = await navigator.mediaDevices.enumerateDevices();
  const refused = new Set();
  for (const media of ["video", "audio"]) {
    if (!found.some((device) => device.kind === `${media}input` && !device.label)) continue;
    try {
      const asked = await navigator.mediaDevices.getUserMedia({ [media]: true });
      for (const track of asked.getTracks()) track.stop();
    } catch (error) {
      if (error.name === "NotAllowedError") refused.add(media);
    }
  }
  return refused;
}

/** @returns {Promise<MediaDeviceInfo[]>} what is there now; devices that may not be known are left out. */
export async function list() {
  return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.deviceId);
}

/**
 * Which camera looks at the face and which at the paper: the remembered ones, else those in use, else by their names.
 * A camera that is or was meant for the paper is never given to the face because the face has lost its own.
 * @param {MediaDeviceInfo[]} devices
 * @param {{face?: string, paper?: string, mic?: string, speaker?: string}} choice labels
 * @param {"branch" | "desk"} kind a desk has no camera for paper
 * @param {{camera?: string, paper?: string, mic?: string}} held device ids in use
 */
export function assign(devices, choice, kind, held = {}) {
  const of = (wanted) => devices.filter((device) => device.kind === wanted);
  const named = (some, label) => (label ? some.find((device) => device.label === label) : undefined);
  const using = (some, id) => (id ? some.find((device) => device.deviceId === id) : undefined);
  const mics = of("audioinput");
  return {
    ...cameras(of("videoinput"), choice, kind, held, named, using),
    mic: named(mics, choice.mic) ?? using(mics, held.mic) ?? mics[0],
    speaker: named(of("audiooutput"), choice.speaker),
  };
}

function cameras(all, choice, kind, held, named, using) {
  let camera = named(all, choice.face);
  if (kind === "desk") return { camera: camera ?? using(all, held.camera) ?? all[0] };
  // Of two cameras of one model the first is the face: whoever takes the name second takes it from the end.
  const chosen = named(all.filter((one) => one !== camera).reverse(), choice.paper);
  if (using(all, held.camera) !== chosen) camera ??= using(all, held.camera);
  const others = all.filter((one) => one !== camera);
  const guess = camera || choice.face ? others[0] : others[1];
  const paper = chosen ?? using(others, held.paper) ?? others.find((one) => PAPER_LABEL.test(one.label)) ?? guess;
  return { camera: camera ?? others.find((one) => one !== paper), paper };
}

const HANDSET_LABEL = /受話器|ヘッドセット|ヘッドホン|ヘッドフォン|イヤホン|handset|headset|headphone|earphone|earbud/i;
const ALIASES = ["default", "communications"]; // Chromium's second names of a device

/**
 * The handset or headset that is there: the chosen one, else the first that is called so.
 * @param {MediaDeviceInfo[]} devices @param {{handset?: string}} choice a loudspeaker's label
 * @returns {{mic?: string, speaker?: string} | null} labels of its two halves; a half that is not there is left out
 */
export function handset(devices, choice) {
  const real = devices.filter((device) => device.label && !ALIASES.includes(device.deviceId));
  const [outs, ins] = ["audiooutput", "audioinput"].map((kind) => real.filter((device) => device.kind === kind));
  const called = (device) => HANDSET_LABEL.test(device.label);
  const out = outs.find((device) => device.label === choice.handset) ?? outs.find(called);
  const beside = (device) => out && device.groupId && device.groupId === out.groupId;
  const mic = ins.find(beside) ?? ins.find((device) => device.label === out?.label) ?? ins.find(called);
  if (!out && !mic) return null;
  return { ...(mic ? { mic: mic.label } : {}), ...(out ? { speaker: out.label } : {}) };
}

/** What went wrong, as a code that the page has words for. */
export function fault(role, error) {
  const why = { NotAllowedError: "refused", NotFoundError: "absent", OverconstrainedError: "absent" }[error.name];
  return `${role}.${why ?? "busy"}`;
}

/** The kind of permission a role needs, as `ask` reports it. */
export const mediaOf = (role) => ROLES[role].media;

/** Opens exactly this device. Throws what the browser throws. */
export function open(role, device) {
  const { media, want } = ROLES[role];
  return navigator.mediaDevices.getUserMedia({ [media]: { ...want, deviceId: { exact: device.deviceId } } });
}

/** Whether a role that was refused may be opened now without asking anybody. */
export async function allowed(role) {
  try {
    return (await navigator.permissions.query({ name: ROLES[role].permission })).state === "granted";
  } catch {
    return false; // This browser does not tell.
  }
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
