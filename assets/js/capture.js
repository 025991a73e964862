// What this terminal takes up for one call: cameras and microphone, the blurred face, and what is wrong with them.
// It opens a device only for the role it was given, and nothing of it outlives `close`.

import * as blur from "./blur.js";
import * as devices from "./devices.js";

const PAPER_LIVE = { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 15 } };
const BUSY_RETRY_MS = 4000;
const ROLES = { branch: ["camera", "mic", "paper"], desk: ["camera", "mic"] };

const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());

export class Capture {
  found = [];
  faults = {};
  speaker = "";
  /** The tracks to send now, each null when there is none. */
  sent = { audio: null, face: null, paper: null };
  #held = {}; // role -> {id, stream}
  #work = Promise.resolve();
  #refused = new Set();
  #looking = false;
  #triedAt = 0;
  #faceTurn = 0;
  #closed = false;

  /** @param {"branch" | "desk"} kind @param {() => void} onChange what is sent, found or wrong has changed */
  constructor(kind, choice, blurOn, onChange) {
    Object.assign(this, { kind, choice, blurOn, onChange });
  }

  /** The document camera's own stream, at the sensor's resolution. */
  get paper() {
    return this.#held.paper?.stream ?? null;
  }

  /** Ask for what is needed and open it. */
  async open() {
    if (!navigator.mediaDevices) {
      this.#fault("camera", "camera.insecure");
      return;
    }
    this.#refused = await devices.ask();
    await this.#fit();
  }

  /** Other devices from now on; those that stay are not touched. */
  async choose(choice) {
    this.choice = choice;
    await this.#fit();
  }

  setBlur(on) {
    this.blurOn = on;
    this.#applyFace();
  }

  /** A device that was missing may be there now, a busy one free, a refused one allowed. */
  async retry() {
    if (this.#closed || this.#looking || !navigator.mediaDevices) return;
    this.#looking = true;
    try {
      if (await this.#worthwhile()) await this.#fit();
    } finally {
      this.#looking = false;
    }
  }

  close() {
    this.#closed = true;
    blur.stop();
    for (const role of Object.keys(this.#held)) this.#release(role);
    this.sent = { audio: null, face: null, paper: null };
  }

  async #worthwhile() {
    const faults = Object.values(this.faults);
    if (faults.some((code) => code.endsWith(".gone"))) return true;
    if (faults.some((code) => code.endsWith(".busy")) && performance.now() - this.#triedAt > BUSY_RETRY_MS) return true;
    for (const role of ROLES[this.kind]) {
      if (this.faults[role] !== `${role}.refused` || !(await devices.allowed(role))) continue;
      this.#refused.delete(devices.mediaOf(role));
      return true;
    }
    const ids = (list) => list.map((device) => device.deviceId).sort().join();
    return ids(await devices.list()) !== ids(this.found);
  }

  /** One after the other: two that open at once would both believe a camera to be free. */
  #fit() {
    this.#work = this.#work.catch(() => {}).then(() => this.#fitNow());
    return this.#work;
  }

  async #fitNow() {
    if (this.#closed) return;
    this.#triedAt = performance.now();
    this.found = await devices.list();
    const held = Object.fromEntries(Object.entries(this.#held).map(([role, { id }]) => [role, id]));
    const wanted = devices.assign(this.found, this.choice, this.kind, held);
    this.speaker = wanted.speaker?.deviceId ?? "";
    const camera = this.#held.camera;
    await Promise.all(ROLES[this.kind].map((role) => this.#fill(role, wanted[role])));
    if (this.#closed) return;
    this.sent.audio = this.#track("mic");
    // A blur takes seconds to begin; nobody waits for it.
    if (this.#held.camera === camera && camera) this.onChange();
    else this.#applyFace();
  }

  async #fill(role, device) {
    const held = this.#held[role];
    if (held && held.id === device?.deviceId) return;
    if (!device) {
      const why = this.#refused.has(devices.mediaOf(role)) ? "refused" : "absent";
      if (this.faults[role] !== `${role}.gone`) this.#fault(role, `${role}.${why}`);
      return;
    }
    try {
      const stream = await devices.open(role, device);
      if (this.#closed) stop(stream);
      else this.#hold(role, device.deviceId, stream);
    } catch (error) {
      this.#fault(role, devices.fault(role, error));
    }
  }

  #hold(role, id, stream) {
    this.#release(role);
    this.#held[role] = { id, stream };
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.#gone(role, stream));
    if (role === "paper") this.sent.paper = livePaper(stream);
    this.#fault(role, null);
  }

  #release(role) {
    stop(this.#held[role]?.stream);
    delete this.#held[role];
    if (role !== "paper") return;
    this.sent.paper?.stop();
    this.sent.paper = null;
  }

  #gone(role, stream) {
    if (this.#held[role]?.stream !== stream) return;
    this.#release(role);
    if (role === "mic") this.sent.audio = null;
    this.#fault(role, `${role}.gone`);
    if (role === "camera") this.#applyFace();
  }

  #track(role) {
    return this.#held[role]?.stream.getTracks()[0] ?? null;
  }

  #fault(role, code) {
    const { [role]: _before, ...others } = this.faults;
    this.faults = code ? { ...others, [role]: code } : others;
    if (!this.#closed) this.onChange();
  }

  /**
   * The face as it is sent: plain, or with the office behind it blurred. Until the blurred picture runs, and when
   * blurring fails, nothing is sent.
   */
  async #applyFace() {
    const turn = ++this.#faceTurn;
    const source = this.#track("camera");
    blur.stop();
    if (!source || !this.blurOn) {
      this.#sendFace(source, null);
      return;
    }
    this.#sendFace(null, "blur.starting");
    try {
      const track = await blur.start(source, () => this.#sendFace(null, "blur.broken"));
      if (turn === this.#faceTurn && !this.#closed) this.#sendFace(track, null);
    } catch {
      if (turn === this.#faceTurn && !this.#closed) this.#sendFace(null, "blur.broken");
    }
  }

  #sendFace(track, fault) {
    if (track) track.contentHint = "motion";
    this.sent.face = track;
    this.#fault("blur", fault);
  }
}

/** A clone for the live picture; the camera's own track keeps the sensor's resolution. */
function livePaper(stream) {
  const clone = stream.getVideoTracks()[0].clone();
  clone.contentHint = "text";
  clone.applyConstraints(PAPER_LIVE).catch(() => {}); // Smaller than that already: as it is.
  return clone;
}
