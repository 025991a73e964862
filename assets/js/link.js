// Keeps one direction of media alive: a peer connection, and new ones offered beside it while it is silent.
// Whichever delivers first wins, the others are closed. Cameras are never reopened for this.
// The server ends what is replaced, silent or of an ended call by itself: nothing is deleted from here.

import { ATTEMPT_MS, offer, Refused } from "./whip.js";

const LOOK_MS = 200;
const SILENT_MS = 1000; // the server sends at least every 500 ms
const RETRY_MS = 400;
const FIRST_MS = 3000; // a link that has not come up by then is down
const PENDING_LIMIT = 3;
const PENDING_MS = 4000; // an offer that was answered but never connected

class Line {
  constructor(pc) {
    this.pc = pc;
    this.born = performance.now();
    this.abort = new AbortController();
    this.bytes = 0;
    this.heardAt = null;
  }

  /** True when something new has arrived since the last look. */
  async hear() {
    if (this.pc.connectionState === "closed") return false;
    let bytes = 0;
    for (const stat of (await this.pc.getStats()).values()) {
      if (stat.type === "transport") bytes += stat.bytesReceived ?? 0;
    }
    if (bytes <= this.bytes) return false;
    this.bytes = bytes;
    this.heardAt = performance.now();
    return true;
  }

  get quietMs() {
    if (this.pc.connectionState === "failed") return Infinity;
    return performance.now() - (this.heardAt ?? this.born);
  }

  close() {
    this.abort.abort();
    this.pc.close();
  }
}

export class Link {
  /**
   * @param {{call: string, path: string, build: () => RTCPeerConnection, onLine: (pc: RTCPeerConnection) => void,
   *   onUp: () => void, onDown: () => void, onRefused: (refused: Refused) => void}} hooks
   *   `onLine` is told the connection that counts now, before its media are shown or read.
   */
  constructor(hooks) {
    this.hooks = hooks;
    this.current = null;
    this.pending = new Set();
    this.state = "new"; // then "up" or "down", as the hooks were told
    this.doubted = false;
    this.closed = false;
    this.born = performance.now();
    this.lastTry = -Infinity;
    this.timer = setInterval(() => this.#look(), LOOK_MS);
    this.#try();
  }

  /**
   * The server hears nothing from us although we may hear it: what arrives on the present line proves nothing until
   * a new line delivers (which needs both directions) or `trust` is called.
   */
  doubt() {
    if (this.closed) return;
    this.doubted = true;
    this.#down();
    this.#try();
  }

  /** The server hears us again. */
  trust() {
    this.doubted = false;
  }

  /** The connections that must all carry what is sent. */
  get connections() {
    return [this.current, ...this.pending].filter(Boolean).map((line) => line.pc);
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    for (const line of [this.current, ...this.pending]) line?.close();
    this.current = null;
    this.pending.clear();
  }

  async #look() {
    if (this.closed || this.looking) return;
    this.looking = true;
    try {
      await this.#listen();
    } finally {
      this.looking = false;
    }
  }

  async #listen() {
    const heard = this.current ? await this.current.hear() : false;
    if (this.closed) return;
    if (heard && !this.doubted) {
      this.#settle(this.current);
      return;
    }
    for (const line of [...this.pending]) {
      const arrived = await line.hear();
      if (this.closed) return;
      if (arrived) {
        this.#settle(line);
        return;
      }
      if (performance.now() - line.born > PENDING_MS || line.pc.connectionState === "failed") this.#drop(line);
    }
    if (this.#beginning && this.#underway) return;
    if (this.doubted || !this.current || this.current.quietMs >= SILENT_MS) {
      this.#down();
      this.#try();
    }
  }

  /** This line delivers: it is the one, the others go. */
  #settle(line) {
    if (line !== this.current) {
      const old = this.current;
      this.current = line;
      this.pending.delete(line);
      this.doubted = false;
      this.hooks.onLine(line.pc);
      old?.close();
    }
    for (const other of [...this.pending]) this.#drop(other);
    if (this.state === "up") return;
    this.state = "up";
    this.hooks.onUp();
  }

  get #beginning() {
    return this.state === "new" && performance.now() - this.born < FIRST_MS;
  }

  /** Nothing to replace yet: beside a first line that is coming, a second would only take a slow terminal's time. */
  get #underway() {
    return this.pending.size > 0 || (this.current && this.current.quietMs < Infinity);
  }

  #down() {
    if (this.#beginning || this.state === "down") return;
    this.state = "down";
    this.hooks.onDown();
  }

  async #try() {
    if (this.closed || performance.now() - this.lastTry < RETRY_MS || this.pending.size >= PENDING_LIMIT) return;
    this.lastTry = performance.now();
    const line = new Line(this.hooks.build());
    this.pending.add(line);
    const tooLong = setTimeout(() => line.abort.abort(), this.#beginning ? FIRST_MS : ATTEMPT_MS);
    try {
      await line.pc.setLocalDescription();
      const sdp = await offer(this.hooks.call, this.hooks.path, line.pc.localDescription.sdp, line.abort.signal);
      if (line.pc.connectionState === "closed") return;
      // The first one counts at once, so that what is prepared while it rings is there at the answer.
      if (!this.current) {
        this.current = line;
        this.pending.delete(line);
        this.hooks.onLine(line.pc);
      }
      await line.pc.setRemoteDescription({ type: "answer", sdp });
    } catch (error) {
      this.#drop(line);
      if (this.current === line) this.current = null;
      if (error instanceof Refused && !this.closed) {
        this.close();
        this.hooks.onRefused(error);
      }
    } finally {
      clearTimeout(tooLong);
    }
  }

  #drop(line) {
    this.pending.delete(line);
    line.close();
  }
}
