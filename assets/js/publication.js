// What this terminal sends on one connection: voice, face and paper, by m-line. It decides nothing (ladder.js does).

import { AUDIO_BITS, FACE as FACES, limits as rung } from "./ladder.js";

export const M_LINES = ["audio", "video", "video"];
const [, FACE, PAPER] = M_LINES.keys();

const ASIDE_RATE = 5; // pictures of the paper a second while something else is on show
const STILL_RATE = 1; // while a still of it is on its way

/**
 * What a level lets through. Hands that sign are read by their movement: the face keeps its pictures a second. While a
 * still is taken, or something else is on show, the processors on both sides have better things to do than the paper's
 * live picture.
 * @param {{signing?: boolean, shooting?: boolean, aside?: boolean}} now
 */
function limits(level, { signing = false, shooting = false, aside = false }) {
  const { face, paper } = rung(level);
  const most = shooting ? STILL_RATE : aside ? ASIDE_RATE : paper.maxFramerate;
  return {
    face: signing ? { ...face, maxFramerate: FACES[0].maxFramerate } : face,
    paper: { ...paper, maxFramerate: Math.min(most, paper.maxFramerate) },
  };
}

/** @param {(MediaStreamTrack | null)[]} tracks by m-line @param {number} level of the ladder */
export function build(tracks, level, now = {}) {
  const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
  const { face, paper } = limits(level, now);
  const encodings = [
    { maxBitrate: AUDIO_BITS, priority: "high", networkPriority: "high" },
    { ...face, priority: "low", networkPriority: "medium" },
    { ...paper, priority: "medium", networkPriority: "medium" },
  ];
  M_LINES.forEach((kind, index) => {
    const line = pc.addTransceiver(tracks[index] ?? kind, { direction: "sendonly", sendEncodings: [encodings[index]] });
    if (kind === "video") preferVp8(line);
  });
  prefer(pc, FACE, wayOf(now));
  prefer(pc, PAPER, "maintain-resolution");
  return pc;
}

/** Send these tracks from now on; nothing is renegotiated. */
export async function carry(pc, tracks) {
  for (const [index, { sender }] of pc.getTransceivers().entries()) {
    if (sender.track !== tracks[index]) await sender.replaceTrack(tracks[index]);
  }
}

/** Keep the pictures within the limits of this level. */
export async function limit(pc, level, now = {}) {
  const { face, paper } = limits(level, now);
  await Promise.all([change(pc, FACE, face), change(pc, PAPER, paper)]);
}

/** Somebody signs, or not any more: from now on the face gives up sharpness before movement. */
export async function sign(pc, level, now) {
  await limit(pc, level, now);
  prefer(pc, FACE, wayOf(now));
}

const wayOf = ({ signing }) => (signing ? "maintain-framerate" : "balanced");

async function change(pc, index, encoding) {
  const { sender } = pc.getTransceivers()[index];
  const parameters = sender.getParameters();
  Object.assign(parameters.encodings[0], encoding);
  await sender.setParameters(parameters);
}

/** What gives way first inside one picture; browsers that do not know the field keep their own way. */
function prefer(pc, index, degradationPreference) {
  const { sender } = pc.getTransceivers()[index];
  sender.setParameters({ ...sender.getParameters(), degradationPreference }).catch(() => {});
}

/** VP8 keeps small print sharp at these rates; H.264 here does not. */
function preferVp8(transceiver) {
  const all = RTCRtpSender.getCapabilities("video").codecs;
  transceiver.setCodecPreferences(all.filter((codec) => /VP8|rtx/i.test(codec.mimeType)));
}

const YOUNG_MS = 5000; // the estimate of a new connection begins far below what the link carries

/** Reads how well one connection gets through; differences between two readings need the earlier one. */
export class Outgoing {
  constructor(pc) {
    this.pc = pc;
    this.born = performance.now();
    this.lost = 0;
    this.sent = 0;
  }

  /** @returns {Promise<{lossPct: number, rttMs: number, availableBits: number | null, limited: boolean}>} */
  async read() {
    const now = { lost: 0, sent: 0, rttMs: 0, availableBits: null, limited: false };
    for (const stat of (await this.pc.getStats()).values()) add(now, stat);
    const lost = Math.max(0, now.lost - this.lost);
    const sent = Math.max(0, now.sent - this.sent);
    Object.assign(this, { lost: now.lost, sent: now.sent });
    if (performance.now() - this.born < YOUNG_MS) now.availableBits = null;
    const { rttMs, availableBits, limited } = now;
    return { lossPct: sent ? Math.min(100, (100 * lost) / sent) : 0, rttMs, availableBits, limited };
  }
}

function add(now, stat) {
  if (stat.type === "remote-inbound-rtp") now.lost += Math.max(0, stat.packetsLost ?? 0);
  if (stat.type === "outbound-rtp") {
    now.sent += stat.packetsSent ?? 0;
    now.limited ||= stat.qualityLimitationReason === "bandwidth";
  }
  if (stat.type === "candidate-pair" && stat.nominated) {
    now.rttMs = (stat.currentRoundTripTime ?? 0) * 1000;
    now.availableBits = stat.availableOutgoingBitrate ?? null;
  }
}
