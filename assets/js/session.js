// The media of the one call a page can be in: what is opened here, published, watched, and how well it goes.
// Lives outside React, so that a screen that changes never touches a running picture.

import * as blur from "./blur.js";
import * as devices from "./devices.js";
import { Link } from "./link.js";
import { Live } from "./live.js";
import { judge, Meter } from "./quality.js";
import * as sound from "./sound.js";

const AUDIO_BITS = 48_000;
const FACE_BITS = 2_500_000;
const PAPER_BITS = 4_000_000;
const PAPER_LIVE = { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 15 } };
const METER_MS = 1000;
const REOPEN_MS = 2000;
export const STEPS = 7;
const FIRST_STEP = 5;
const M_LINES = ["audio", "video", "video"];

const nothing = () => ({
  call: "",
  me: "",
  kind: "branch",
  phase: "",
  peers: [],
  face: null,
  paper: null,
  paperOn: true,
  faults: {},
  remote: {},
  ownLink: "new",
  quality: null,
  verdict: "good",
  refused: "",
  volume: FIRST_STEP,
  blurOn: false,
  choice: {},
  found: [],
  playBlocked: false,
});

class Session {
  state = nothing();
  #listeners = new Set();
  #links = new Map();
  #tracks = { audio: null, face: null, paper: null };
  #streams = [];
  #live = null;
  #timers = [];
  #meter = new Meter();
  #epoch = 0;

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Enter a call; entering the same one again changes nothing. */
  async enter(call, me, kind) {
    if (this.state.call === call) return;
    this.leave();
    const epoch = ++this.#epoch;
    this.#set({ ...nothing(), call, me, kind, volume: this.state.volume });
    this.#live = new Live(call, (message) => this.#hear(message), () => this.#tell());
    const choice = await devices.readChoice();
    if (epoch !== this.#epoch) return;
    this.#set({ choice, blurOn: kind === "desk" && Boolean(choice.blur) });
    await this.#openAll(epoch);
    if (epoch !== this.#epoch) return;
    this.#publish();
    this.#watchAll();
    this.#timers.push(setInterval(() => this.#measure(), METER_MS), setInterval(() => this.#reopen(), REOPEN_MS));
    navigator.mediaDevices?.addEventListener("devicechange", this.#reopen);
  }

  /** Who is there, and whether the call only rings or is on. */
  update(peers, phase) {
    if (phase === "in_call" && this.state.phase !== "in_call") sound.connected();
    this.#set({ peers, phase });
    if (this.#links.has("publish")) this.#watchAll();
  }

  /** Nothing of the call is left afterwards: no camera, no connection, no picture. */
  leave() {
    this.#epoch++;
    if (!this.state.call) return;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#reopen);
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
    this.#live?.close();
    this.#live = null;
    blur.stop();
    for (const stream of this.#streams) for (const track of stream.getTracks()) track.stop();
    this.#streams = [];
    for (const track of Object.values(this.#tracks)) track?.stop();
    this.#tracks = { audio: null, face: null, paper: null };
    this.#meter = new Meter();
    this.#set({ ...nothing(), volume: this.state.volume });
  }

  setVolume(step) {
    this.#set({ volume: Math.min(STEPS, Math.max(1, step)) });
  }

  /** Show the paper to the other side, or stop. Nothing is renegotiated. */
  async setPaper(on) {
    this.#set({ paperOn: on });
    await this.#send(2, on ? this.#tracks.paper : null);
    this.#tell();
  }

  /** The document camera's own track, at the sensor's resolution, for stills. */
  paperSource() {
    return this.state.paper?.getVideoTracks()[0] ?? null;
  }

  async setBlur(on) {
    this.#set({ blurOn: on });
    await this.#applyFace();
    devices.rememberChoice({ ...this.state.choice, blur: on });
  }

  /** The remembered choice, for whoever shows it outside a call. */
  async readChoice() {
    this.#set({ choice: await devices.readChoice() });
  }

  /** Other devices from now on, remembered for this terminal. */
  async choose(choice) {
    const merged = { ...this.state.choice, ...choice };
    this.#set({ choice: merged });
    const kept = await devices.rememberChoice({ ...merged, blur: this.state.blurOn });
    if (this.state.call) {
      await this.#openAll(this.#epoch);
      await this.#sendAll();
    }
    return kept;
  }

  playRefused(blocked) {
    if (blocked !== this.state.playBlocked) this.#set({ playBlocked: blocked });
  }

  async #openAll(epoch) {
    if (!navigator.mediaDevices) {
      this.#set({ faults: { camera: "camera.insecure" } });
      return;
    }
    const found = await devices.list();
    const assigned = devices.assign(found, this.state.choice);
    this.#set({ found, faults: {} });
    const fault = (code) => this.#set({ faults: { ...this.state.faults, [code.split(".")[0]]: code } });
    const wanted = [devices.openFace(assigned.face, fault), devices.openMicrophone(assigned.mic, fault)];
    if (this.state.kind === "branch") wanted.push(devices.openPaper(assigned.paper, fault));
    const [face, mic, paper] = await Promise.all(wanted);
    const opened = [face, mic, paper].filter(Boolean);
    if (epoch !== this.#epoch) {
      for (const stream of opened) for (const track of stream.getTracks()) track.stop();
      return;
    }
    const old = [...this.#streams, ...Object.values(this.#tracks).filter(Boolean).map((t) => new MediaStream([t]))];
    this.#streams = opened;
    this.#set({ face: face ?? null, paper: paper ?? null, speaker: assigned.speaker?.deviceId ?? "" });
    this.#tracks = { audio: mic?.getAudioTracks()[0] ?? null, face: null, paper: livePaper(paper) };
    for (const stream of old) for (const track of stream.getTracks()) track.stop();
    for (const [what, stream] of Object.entries({ camera: face, mic, paper })) {
      for (const track of stream?.getTracks() ?? []) {
        track.addEventListener("ended", () => this.#gone(what, stream));
      }
    }
    await this.#applyFace();
  }

  /** The face as it is sent: plain, or with the office behind it blurred. Blurring that fails sends nothing. */
  async #applyFace() {
    const source = this.state.face?.getVideoTracks()[0] ?? null;
    let sent = source;
    if (source && this.state.blurOn) {
      try {
        sent = await blur.start(source, () => this.#blurBroke());
      } catch {
        sent = null;
        this.#set({ faults: { ...this.state.faults, blur: "blur.broken" } });
      }
    } else {
      blur.stop();
    }
    if (sent) sent.contentHint = "motion";
    this.#tracks.face = sent;
    await this.#send(1, sent);
    this.#tell();
  }

  #blurBroke() {
    this.#tracks.face = null;
    this.#send(1, null);
    this.#set({ faults: { ...this.state.faults, blur: "blur.broken" } });
    this.#tell();
  }

  #gone(what, stream) {
    if (!this.#streams.includes(stream)) return;
    this.#streams = this.#streams.filter((other) => other !== stream);
    this.#set({ faults: { ...this.state.faults, [what]: `${what}.gone` } });
    if (what === "camera") this.#set({ face: null });
    if (what === "paper") {
      this.#set({ paper: null });
      this.#tracks.paper?.stop();
      this.#tracks.paper = null;
      this.#send(2, null);
    }
    this.#tell();
  }

  /** A device that was missing may be there now. */
  #reopen = async () => {
    const missing = Object.values(this.state.faults).some((code) => /\.(gone|absent|busy)$/.test(code));
    if (!missing || this.reopening) return;
    this.reopening = true;
    try {
      const found = await navigator.mediaDevices.enumerateDevices();
      const count = (list) => list.map((device) => device.deviceId).sort().join();
      const news = count(found) !== count(this.state.found);
      const gone = Object.values(this.state.faults).some((code) => code.endsWith(".gone"));
      if (news || gone) {
        await this.#openAll(this.#epoch);
        await this.#sendAll();
      }
    } finally {
      this.reopening = false;
    }
  };

  #publish() {
    const { call } = this.state;
    this.#links.set(
      "publish",
      new Link({
        call,
        path: `whip/${call}`,
        build: () => this.#publishing(),
        onLine: () => this.#tell(),
        onUp: () => this.#own("up"),
        onDown: () => this.#own("down"),
        onRefused: (refused) => this.#set({ refused: refused.code }),
      }),
    );
  }

  #publishing() {
    const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
    const { audio, face, paper } = this.#tracks;
    const encodings = [
      { maxBitrate: AUDIO_BITS, priority: "high", networkPriority: "high" },
      { maxBitrate: FACE_BITS, priority: "low", networkPriority: "medium" },
      { maxBitrate: PAPER_BITS, priority: "medium", networkPriority: "medium" },
    ];
    const tracks = [audio, face, this.state.paperOn ? paper : null];
    M_LINES.forEach((kind, index) => {
      const line = pc.addTransceiver(tracks[index] ?? kind, { direction: "sendonly", sendEncodings: [encodings[index]] });
      if (kind === "video") preferVp8(line);
    });
    return pc;
  }

  #watchAll() {
    const wanted = new Set(this.state.peers.map((peer) => peer.id));
    for (const [key, link] of this.#links) {
      if (key !== "publish" && !wanted.has(key)) {
        link.close();
        this.#links.delete(key);
        const { [key]: _gone, ...remote } = this.state.remote;
        this.#set({ remote });
      }
    }
    for (const id of wanted) if (!this.#links.has(id)) this.#watch(id);
  }

  #watch(id) {
    const { call } = this.state;
    this.#remote(id, { link: "new" });
    this.#links.set(
      id,
      new Link({
        call,
        path: `whep/${call}/${id}`,
        build: () => {
          const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
          for (const kind of M_LINES) pc.addTransceiver(kind, { direction: "recvonly" });
          return pc;
        },
        onLine: (pc) => {
          const [audio, face, paper] = pc.getTransceivers().map((line) => new MediaStream([line.receiver.track]));
          this.#remote(id, { audio, face, paper });
        },
        onUp: () => this.#remote(id, { link: "up" }),
        onDown: () => this.#remote(id, { link: "down" }),
        onRefused: (refused) => this.#set({ refused: refused.code }),
      }),
    );
  }

  #remote(id, change) {
    const before = this.state.remote[id] ?? { link: "new", media: null };
    const after = { ...before, ...change };
    if (change.link && this.state.phase === "in_call") {
      if (before.link === "up" && after.link === "down") sound.lost();
      if (before.link === "down" && after.link === "up") sound.back();
    }
    this.#set({ remote: { ...this.state.remote, [id]: after } });
  }

  #own(link) {
    this.#set({ ownLink: link });
  }

  #tell() {
    const on = (track) => Boolean(track && track.readyState === "live");
    const { paperOn } = this.state;
    const { audio, face, paper } = this.#tracks;
    this.#live?.send({ t: "media", paper: paperOn && on(paper), camera: on(face), mic: on(audio) });
  }

  #hear(message) {
    if (message.t === "hello") {
      for (const [id, media] of Object.entries(message.media)) if (id !== this.state.me) this.#remote(id, { media });
    } else if (message.t === "media") {
      const { paper, camera, mic } = message;
      this.#remote(message.from, { media: { paper, camera, mic } });
    } else if (message.t === "link" && !message.up && message.participant === this.state.me) {
      // The server hears nothing from us; which of our connections it means does not matter on one cable.
      for (const link of this.#links.values()) if (link.up && message.leg === "publish") link.nudge();
    }
  }

  async #measure() {
    const watching = this.state.peers.map((peer) => this.#links.get(peer.id)).find((link) => link?.current);
    if (!watching || this.state.phase !== "in_call") return;
    const publish = this.#links.get("publish")?.current?.pc ?? null;
    const quality = await this.#meter.read(watching.current.pc, publish);
    const peer = this.state.peers[0];
    const camera = this.state.remote[peer?.id]?.media?.camera ?? true;
    this.#set({ quality, verdict: judge(quality, camera) });
  }

  async #sendAll() {
    await this.#send(0, this.#tracks.audio);
    await this.#send(1, this.#tracks.face);
    await this.#send(2, this.state.paperOn ? this.#tracks.paper : null);
    this.#tell();
  }

  async #send(index, track) {
    const link = this.#links.get("publish");
    for (const line of link ? [link.current, ...link.pending] : []) {
      await line?.pc.getTransceivers()[index]?.sender.replaceTrack(track);
    }
  }
}

/** A clone for the live picture; the camera's own track keeps the sensor's resolution. */
function livePaper(stream) {
  const source = stream?.getVideoTracks()[0];
  if (!source) return null;
  const clone = source.clone();
  clone.contentHint = "text";
  clone.applyConstraints(PAPER_LIVE).catch(() => {}); // Smaller than that already: as it is.
  return clone;
}

/** VP8 keeps small print sharp at these rates; H.264 here does not. */
function preferVp8(transceiver) {
  const all = RTCRtpSender.getCapabilities("video").codecs;
  const wanted = all.filter((codec) => /VP8|rtx/i.test(codec.mimeType));
  transceiver.setCodecPreferences(wanted);
}

export const session = new Session();
// The pages are also drawn once at build time, where there is no window.
globalThis.window?.addEventListener("pagehide", () => session.leave());
