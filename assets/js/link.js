// Keeps one direction of media alive: a peer connection, and new ones offered beside it while it is silent.
// Whichever delivers first wins, the others are closed. Cameras are never reopened for this.

import { ATTEMPT_MS, offer, Refused, remove } from "./whip.js";

const LOOK_MS = 250;
const SILENT_MS = 1000; // the server sends at least every 500 ms
const RETRY_MS = 500;
const PENDING_LIMIT = 3;
const PENDING_MS = 4000; // an offer that was answered but never connected

class Line {
  constructor(pc) {
    this.pc = pc;
    this.born = performance.now();
    this.abort = new AbortController();
    this.location = null;
    this.token = null;
    this.bytes = 0;
    this.heardAt = null;
    this.closed = false;
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

  close() {
    if (this.closed) return;
    this.closed = true;
    this.abort.abort();
    this.pc.close();
    remove(this.location, this.token);
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
    this.up = false;
    this.closed = false;
    this.lastTry = -Infinity;
    this.timer = setInterval(() => this.#look(), LOOK_MS);
    this.#try();
  }

  /** Somebody else noticed that nothing arrives: do not wait for our own second. */
  nudge() {
    if (this.closed) return;
    this.#down();
    this.#try();
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
    if (heard) {
      this.#settle(this.current);
      return;
    }
    for (const line of [...this.pending]) {
      if (await line.hear()) {
        if (!this.closed) this.#settle(line);
        return;
      }
      if (performance.now() - line.born > PENDING_MS || line.pc.connectionState === "failed") this.#drop(line);
    }
    const quiet = this.current ? performance.now() - (this.current.heardAt ?? this.current.born) : Infinity;
    if (quiet >= SILENT_MS || this.current?.pc.connectionState === "failed") {
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
      this.hooks.onLine(line.pc);
      old?.close();
    }
    for (const other of [...this.pending]) this.#drop(other);
    if (!this.up) {
      this.up = true;
      this.hooks.onUp();
    }
  }

  #down() {
    if (!this.up) return;
    this.up = false;
    this.hooks.onDown();
  }

  async #try() {
    if (this.closed || performance.now() - this.lastTry < RETRY_MS || this.pending.size >= PENDING_LIMIT) return;
    this.lastTry = performance.now();
    const line = new Line(this.hooks.build());
    this.pending.add(line);
    const tooLong = setTimeout(() => line.abort.abort(), ATTEMPT_MS);
    try {
      await line.pc.setLocalDescription();
      const made = await offer(this.hooks.call, this.hooks.path, line.pc.localDescription.sdp, line.abort.signal);
      Object.assign(line, { location: made.location, token: made.token });
      if (line.closed) {
        remove(made.location, made.token);
        return;
      }
      // The first one counts at once, so that what is prepared while it rings is there at the answer.
      if (!this.current) {
        this.current = line;
        this.pending.delete(line);
        this.hooks.onLine(line.pc);
      }
      await line.pc.setRemoteDescription({ type: "answer", sdp: made.answer });
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
