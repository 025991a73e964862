// Reads round trip, loss and frames from a connection's statistics, and says in a word how good the call is.

const POOR = { rttMs: 400, lossPct: 3 };
const POOR_FPS = 8;
const FACE_LINE = "1"; // the m-lines are voice, face, paper

/** Differences between two readings need the earlier one. */
export class Meter {
  constructor() {
    this.lost = 0;
    this.received = 0;
    this.pictures = 0;
  }

  /**
   * @param {RTCPeerConnection} watch @param {RTCPeerConnection | null} publish
   * @returns {Promise<{rttMs: number, lossPct: number, fps: number, arrived: number, pictures: number}>} `arrived`
   *   packets and `pictures` of the face since the reading before
   */
  async read(watch, publish) {
    let lost = 0;
    let received = 0;
    let fps = 0;
    let rttMs = 0;
    let pictures = 0;
    for (const stat of (await watch.getStats()).values()) {
      if (stat.type === "inbound-rtp") {
        lost += Math.max(0, stat.packetsLost ?? 0);
        received += stat.packetsReceived ?? 0;
        if (stat.mid === FACE_LINE) pictures = stat.framesReceived ?? 0;
        if (stat.kind === "video") fps = Math.max(fps, stat.framesPerSecond ?? 0);
      }
      if (stat.type === "candidate-pair" && stat.nominated) rttMs = (stat.currentRoundTripTime ?? 0) * 1000;
    }
    if (publish && rttMs === 0) rttMs = await roundTrip(publish);
    const newLost = Math.max(0, lost - this.lost);
    const arrived = Math.max(0, received - this.received);
    const all = newLost + arrived;
    this.lost = lost;
    this.received = received;
    const newPictures = Math.max(0, pictures - this.pictures);
    this.pictures = pictures;
    return { rttMs, lossPct: all ? (100 * newLost) / all : 0, fps, arrived, pictures: newPictures };
  }
}

async function roundTrip(pc) {
  for (const stat of (await pc.getStats()).values()) {
    if (stat.type === "remote-inbound-rtp" && stat.roundTripTime) return stat.roundTripTime * 1000;
  }
  return 0;
}

/** "good" or "poor"; `expectsFrames` is false while the other side has its camera off. */
export function judge(reading, expectsFrames) {
  if (reading.rttMs > POOR.rttMs || reading.lossPct > POOR.lossPct) return "poor";
  return expectsFrames && reading.fps > 0 && reading.fps < POOR_FPS ? "poor" : "good";
}

/**
 * The call's link in a word: "good", "poor", "lost" (nothing of the others arrives), "own" (nothing of ours does) or
 * "refused". Before the answer nothing is said of links.
 */
export function linkOf({ refused, phase, peers, held, remote, ownLink, verdict }) {
  if (refused) return "refused";
  if (phase !== "in_call") return "good";
  if (expected(peers, held).some((peer) => remote[peer.id] && isLost(remote[peer.id]))) return "lost";
  return ownLink === "down" ? "own" : verdict;
}

/** On hold the relay keeps the resident's media back: nobody waits for them. */
const expected = (peers, held) => (held ? peers.filter(({ kind }) => kind !== "branch") : peers);

const isLost = ({ link, upstream, starved }) => link === "down" || upstream === "down" || starved;

/**
 * What the steps of the ladder are decided from. With three in the call one who is away does not end the talk of the
 * other two; the first peer is the one at the other side of the counter.
 */
export function seenOf({ peers, held, remote, ownLink, verdict }) {
  const there = expected(peers, held).map((peer) => remote[peer.id]).filter(Boolean);
  const lost = ownLink === "down" || (there.length > 0 && there.every(isLost));
  return { lost, face: !there[0]?.faceless, poor: verdict === "poor" };
}
