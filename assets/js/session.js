// The media of the one call a page can be in: what is published, watched, and how well it goes.
// Lives outside React, so that a screen that changes never touches a running picture.

import { Capture } from "./capture.js";
import * as devices from "./devices.js";
import { FIRST_STEP, nextTone, STEPS, TONES } from "./hearing.js";
import * as ladder from "./ladder.js";
import { Link } from "./link.js";
import { Live } from "./live.js";
import * as pictures from "./pictures.js";
import * as publication from "./publication.js";
import { judge, linkOf, Meter, seenOf } from "./quality.js";
import * as sound from "./sound.js";
import * as steps from "./steps.js";

const METER_MS = 1000;
const RETRY_DEVICES_MS = 2000;
const PREPARE_MS = 3000; // a permission that nobody answers must not keep the call from being heard
const STARVED_AFTER = 3; // readings without one packet
const BROKEN = ["lost", "own"];

const nothing = () => ({
  call: "",
  me: "",
  kind: "branch",
  phase: "",
  peers: [],
  held: false,
  face: null,
  paper: null, // as it is sent, which is what everybody sees
  paperOn: true,
  faults: {},
  remote: {},
  ownLink: "new",
  quality: null,
  verdict: "good",
  step: steps.STEPS[0],
  refused: "",
  speaker: "",
  handset: false, // in use, for this call only
  handsetThere: false,
});

/** How the voice sounds. A resident's wish is gone with the call; a clerk's ears stay the same. */
const heard = () => ({ volume: FIRST_STEP, tone: TONES[0] });

class Session {
  state = { ...nothing(), ...heard(), blurOn: false, choice: {}, playBlocked: false };
  #listeners = new Set();
  #ears = new Set();
  #links = new Map();
  #capture = null;
  #live = null;
  #timers = [];
  #meters = new Map();
  #outgoing = null;
  #rung = ladder.begin();
  #bounds = steps.begin();
  #epoch = 0;
  #covered = false;
  #now = { signing: false, shooting: false, aside: false };
  #usualMic = ""; // its label, from the first touch on the handset

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** Be told every message of the call's own socket. @returns {() => void} to hear no more */
  hear(ear) {
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  /** Say something on the call's socket. @returns {boolean} whether it was open */
  tell(message) {
    return this.#live?.send(message) ?? false;
  }

  /** The cameras and microphones of this terminal, as they were last seen. */
  devices() {
    return this.#capture?.found ?? [];
  }

  #set(change) {
    const [before, after] = [this.state, { ...this.state, ...change }];
    this.state = after;
    if (before.phase === "in_call" && after.phase === "in_call") soundOf(linkOf(before), linkOf(after));
    for (const listener of this.#listeners) listener();
  }

  /** Enter a call; entering the same one again changes nothing. */
  async enter(call, me, kind) {
    if (this.state.call === call) return;
    this.leave();
    const epoch = ++this.#epoch;
    this.#usualMic = "";
    this.#set({ ...nothing(), call, me, kind });
    // Until somebody has said that nothing secret lies there, the camera is not shown.
    this.#covered = kind === "branch";
    this.#live = new Live(call, (message) => this.#hear(message), () => this.#tell());
    const choice = await devices.readChoice();
    if (epoch !== this.#epoch) return;
    this.#set({ choice, blurOn: kind === "desk" && Boolean(choice.blur) });
    const capture = new Capture(kind, choice, this.state.blurOn, () => this.#captured(capture));
    this.#capture = capture;
    this.#watchAll();
    await Promise.race([capture.open(), new Promise((done) => setTimeout(done, PREPARE_MS))]);
    if (epoch !== this.#epoch) return;
    this.#publish();
    this.#timers.push(
      setInterval(() => this.#measure(), METER_MS),
      setInterval(() => this.#stand(), METER_MS),
      setInterval(this.#retry, RETRY_DEVICES_MS),
    );
    navigator.mediaDevices?.addEventListener("devicechange", this.#retry);
  }

  /** Who is there, whether the call only rings or is on, and whether this desk has the resident on hold. */
  update(peers, phase, held) {
    if (phase === "in_call" && this.state.phase !== "in_call") sound.connected();
    this.#set({ peers, phase, held });
    if (this.#capture) this.#watchAll();
  }

  /** Nothing of the call is left afterwards: no camera, no connection, no picture. */
  leave() {
    this.#epoch++;
    if (!this.state.call) return;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#retry);
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    this.#live?.close();
    this.#live = null;
    this.#capture?.close();
    this.#capture = null;
    this.#covered = false;
    pictures.forgetAll();
    this.#meters.clear();
    this.#outgoing = null;
    this.#rung = ladder.begin();
    this.#bounds = steps.begin();
    this.#set({ ...nothing(), ...(this.state.kind === "branch" ? heard() : {}), playBlocked: false });
  }

  setVolume(step) {
    this.#set({ volume: Math.min(STEPS, Math.max(1, step)) });
  }

  changeTone() {
    this.#set({ tone: nextTone(this.state.tone) });
  }

  /** Show the paper to the other side, or stop. Nothing is renegotiated. */
  async setPaper(on) {
    this.#set({ paperOn: on });
    await this.#send();
  }

  /** Send no paper while something secret lies under the camera, whatever the resident's own switch says. */
  async coverPaper(covered) {
    this.#covered = covered;
    await this.#send();
  }

  /** The document camera's own track, at the sensor's resolution, for stills. */
  paperSource() {
    return this.#capture?.paper?.getVideoTracks()[0] ?? null;
  }

  /** 手話: movement of the face comes before its sharpness, on every connection from now on. */
  async setSigning(signing) {
    if (signing !== this.#now.signing) await this.#change({ signing }, publication.sign);
  }

  /** A still of the paper is on its way, something else is on show: its live picture gives up its place. */
  async setPaperPace(pace) {
    const differs = Object.entries(pace).some(([name, on]) => on !== this.#now[name]);
    if (differs) await this.#change(pace, publication.limit);
  }

  async #change(what, how) {
    Object.assign(this.#now, what);
    for (const pc of this.#links.get("publish")?.connections ?? []) {
      await how(pc, this.#rung.level, this.#now).catch(() => {}); // Closed meanwhile.
    }
  }

  /** The track of the voice that is sent, for a meter beside it. */
  voice() {
    return this.#capture?.sent.audio ?? null;
  }

  /** Hear and speak by the handset, or as before. */
  async setHandset(on) {
    if (on && !this.state.handset) this.#usualMic = this.voice()?.label ?? "";
    this.#set({ handset: on });
    await this.#capture?.choose(this.#inUse());
  }

  /** The remembered devices, those of the handset before them while it is in use. */
  #inUse() {
    const { choice, handset } = this.state;
    if (handset) return { ...choice, ...devices.handset(this.devices(), choice) };
    // Without a remembered choice the one in use would stay, and that is the handset's.
    return { ...choice, mic: choice.mic || this.#usualMic };
  }

  setBlur(on) {
    this.#set({ blurOn: on });
    this.#capture?.setBlur(on);
    devices.rememberChoice({ ...this.state.choice, blur: on });
  }

  /** The remembered choice, for whoever shows it outside a call. */
  async readChoice() {
    const choice = await devices.readChoice();
    this.#set(this.state.call ? { choice } : { choice, blurOn: Boolean(choice.blur) });
  }

  /** Other devices from now on, remembered for this terminal. */
  async choose(choice) {
    const merged = { ...this.state.choice, ...choice };
    this.#set({ choice: merged });
    const kept = await devices.rememberChoice({ ...merged, blur: this.state.blurOn });
    await this.#capture?.choose(this.#inUse());
    return kept;
  }

  playRefused(blocked) {
    if (blocked !== this.state.playBlocked) this.#set({ playBlocked: blocked });
  }

  /** True once a packet of somebody's voice was played. */
  hasHeard() {
    return this.state.peers.some((peer) => {
      const receiver = this.#links.get(peer.id)?.current?.pc.getReceivers()[0];
      return Boolean(receiver?.getSynchronizationSources().length);
    });
  }

  #retry = () => this.#capture?.retry();

  #captured(capture) {
    if (capture !== this.#capture) return;
    const { faults, speaker } = capture;
    const [face, paper] = ["face", "paper"].map((what) => streamOf(capture.sent[what], this.state[what]));
    const handsetThere = capture.kind === "branch" && devices.handset(capture.found, this.state.choice) !== null;
    // Somebody has pulled its plug: the call goes on by what is left.
    const lost = this.state.handset && !handsetThere;
    this.#set({ face, paper, faults, speaker, handsetThere, handset: this.state.handset && handsetThere });
    if (lost) capture.choose(this.#inUse());
    this.#send();
  }

  /** The tracks to send, by m-line. */
  #tracks() {
    const { audio, face, paper } = this.#capture.sent;
    return [audio, face, this.state.paperOn && !this.#covered ? paper : null];
  }

  async #send() {
    if (!this.#capture) return;
    const tracks = this.#tracks();
    this.#tell();
    for (const pc of this.#links.get("publish")?.connections ?? []) {
      await publication.carry(pc, tracks).catch(() => {}); // Closed meanwhile.
    }
  }

  #publish() {
    const { call } = this.state;
    this.#links.set(
      "publish",
      new Link({
        call,
        path: `whip/${call}`,
        build: () => publication.build(this.#tracks(), this.#rung.level, this.#now),
        onLine: (pc) => {
          this.#outgoing = new publication.Outgoing(pc);
          this.#send();
        },
        onUp: () => this.#set({ ownLink: "up" }),
        onDown: () => {
          this.#set({ ownLink: "down" });
          // A cable that was out may carry one direction again long before the other; only a new line proves both.
          this.#links.get("publish")?.doubt();
        },
        onRefused: (refused) => this.#set({ refused: refused.code }),
      }),
    );
  }

  #watchAll() {
    const wanted = new Set(this.state.peers.map((peer) => peer.id));
    for (const [key, link] of this.#links) if (key !== "publish" && !wanted.has(key)) this.#unwatch(key, link);
    for (const id of wanted) if (!this.#links.has(id)) this.#watch(id);
  }

  #unwatch(id, link) {
    link.close();
    this.#links.delete(id);
    this.#meters.delete(id);
    this.#unprepare(this.state.remote[id]);
    const { [id]: _gone, ...remote } = this.state.remote;
    this.#set({ remote });
  }

  #watch(id) {
    const { call } = this.state;
    this.#links.set(
      id,
      new Link({
        call,
        path: `whep/${call}/${id}`,
        build: () => {
          const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
          for (const kind of publication.M_LINES) pc.addTransceiver(kind, { direction: "recvonly" });
          return pc;
        },
        onLine: (pc) => this.#arrive(id, pc),
        onUp: () => this.#remote(id, { link: "up" }),
        onDown: () => this.#remote(id, { link: "down" }),
        onRefused: (refused) => this.#set({ refused: refused.code }),
      }),
    );
  }

  #arrive(id, pc) {
    const [audio, face, paper] = pc.getTransceivers().map((line) => new MediaStream([line.receiver.track]));
    this.#unprepare(this.state.remote[id]);
    // Decoded out of sight while it rings; once in the call, what is shown takes them as they come.
    if (this.state.phase !== "in_call") {
      pictures.prepare(face);
      if (this.state.kind === "desk") pictures.prepare(paper);
    }
    this.#meters.set(id, new Meter());
    this.#remote(id, { audio, face, paper });
  }

  #unprepare(remote) {
    for (const stream of [remote?.face, remote?.paper]) pictures.forget(stream);
  }

  #remote(id, change) {
    if (!this.state.peers.some((peer) => peer.id === id)) return;
    const before = this.state.remote[id] ?? { link: "new", upstream: "up", starved: false, hungry: 0, media: null };
    this.#set({ remote: { ...this.state.remote, [id]: { ...before, ...change } } });
  }

  #tell() {
    if (!this.#capture) return;
    const [mic, camera, paper] = this.#tracks().map((track) => track?.readyState === "live");
    this.#live?.send({ t: "media", paper: Boolean(paper), camera: Boolean(camera), mic: Boolean(mic) });
  }

  #hear(message) {
    for (const ear of this.#ears) ear(message);
    const { me } = this.state;
    if (message.t === "hello") {
      const down = new Set(message.down);
      for (const { id } of this.state.peers) {
        this.#remote(id, { upstream: down.has(id) ? "down" : "up", media: message.media[id] ?? null });
      }
      const mine = this.#links.get("publish");
      // A line that is only being built is not doubted: the server cannot have heard it yet.
      if (mine?.state === "up" && down.has(me)) mine.doubt();
    } else if (message.t === "media") {
      const { paper, camera, mic } = message;
      this.#remote(message.from, { media: { paper, camera, mic } });
    } else if (message.t === "link" && message.leg === "publish") {
      const mine = message.participant === me ? this.#links.get("publish") : null;
      if (!mine) this.#remote(message.participant, { upstream: message.up ? "up" : "down" });
      else if (message.up) mine.trust();
      else mine.doubt();
    }
  }

  async #measure() {
    if (this.state.phase !== "in_call") return;
    const sending = this.#links.get("publish")?.current?.pc ?? null;
    const peers = this.state.peers.map((peer, index) => this.#measureOne(peer.id, sending, index === 0));
    await Promise.all([...peers, this.#adapt()]);
  }

  async #measureOne(id, sending, counts) {
    const watching = this.#links.get(id)?.current?.pc;
    const meter = this.#meters.get(id);
    if (!watching || !meter) return;
    const quality = await meter.read(watching, sending);
    const remote = this.state.remote[id];
    if (!remote || meter !== this.#meters.get(id)) return;
    const { camera, mic, paper } = remote.media ?? { camera: true };
    const faceless = Boolean(camera) && !quality.pictures;
    const hungry = !quality.arrived && (camera || mic || paper) ? remote.hungry + 1 : 0;
    this.#remote(id, { faceless, hungry, starved: hungry >= STARVED_AFTER });
    if (counts) this.#set({ quality, verdict: judge(quality, Boolean(camera)) });
  }

  /** Which step of the ladder is told to the people; before the answer and on hold none. */
  #stand() {
    const on = this.state.phase === "in_call";
    const level = steps.levelOf(seenOf(this.state));
    this.#bounds = on ? steps.next(this.#bounds, level, performance.now()) : steps.begin();
    const step = steps.stepOf(this.#bounds);
    if (step !== this.state.step) this.#set({ step });
  }

  /** Give way on a poor link, face first; come back slowly. */
  async #adapt() {
    const outgoing = this.#outgoing;
    const reading = await outgoing?.read();
    if (!reading || outgoing !== this.#outgoing) return;
    const [, , paper] = this.#tracks();
    const { level } = this.#rung;
    this.#rung = ladder.next(this.#rung, reading, Boolean(paper));
    if (this.#rung.level === level) return;
    for (const pc of this.#links.get("publish").connections) {
      await publication.limit(pc, this.#rung.level, this.#now).catch(() => {}); // Closed meanwhile.
    }
  }
}

/** The stream to show of a track; the one before if it shows this track already. */
function streamOf(track, before) {
  const shown = before?.getVideoTracks()[0] ?? null;
  return track === shown ? before : track && new MediaStream([track]);
}

function soundOf(before, after) {
  if (!BROKEN.includes(before) && BROKEN.includes(after)) sound.lost();
  if (BROKEN.includes(before) && !BROKEN.includes(after) && after !== "refused") sound.back();
}

export const session = new Session();
// The pages are also drawn once at build time, where there is no window.
globalThis.window?.addEventListener("pagehide", () => session.leave());
