// Sends this page's own voice while captions by speech are on: one socket, one clone of the microphone's track.

const AGAIN_MS = 1000;
const REFUSED = 4403;
const OVER = 4410;
const BEHIND = 64000; // bytes; on a poor line the captions give way, not the call

export class Ear {
  #track = null;
  #socket = null;
  #microphone = null;
  #timer = 0;
  #shut = false;

  /**
   * @param {(track: MediaStreamTrack, onPiece: (piece: Int16Array) => void) => {stop: () => void, ready: Promise}} listen
   * @param {(broken: boolean) => void} onBroken this microphone cannot be listened to
   */
  constructor(listen, onBroken) {
    Object.assign(this, { listen, onBroken });
  }

  /** From now on listen to this track, or to none; to none once the server has shown us out. */
  follow(track, address) {
    if (track === this.#track) return;
    this.stop();
    if (!track || this.#shut) return;
    this.#track = track;
    this.#connect(address);
    this.#microphone = this.listen(track, (piece) => this.#send(piece));
    const mine = this.#microphone;
    mine.ready.then(
      () => this.onBroken(false),
      () => mine === this.#microphone && this.onBroken(true),
    );
  }

  /** The server has told anew how it is: it may take us again. */
  again() {
    this.#shut = false;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#microphone?.stop();
    const socket = this.#socket;
    this.#track = this.#socket = this.#microphone = null;
    socket?.close();
  }

  #send(piece) {
    const socket = this.#socket;
    if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < BEHIND) socket.send(piece.buffer);
  }

  #connect(address) {
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onclose = ({ code }) => {
      if (socket !== this.#socket) return;
      this.#shut = code === REFUSED || code === OVER;
      if (this.#shut) this.stop();
      else this.#timer = setTimeout(() => this.#connect(address), AGAIN_MS);
    };
  }
}
