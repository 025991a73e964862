// The call's own socket: which media are on, and which links are down. Comes back by itself.

const FIRST_MS = 100;
const LONGEST_MS = 1000;
const REFUSED = 4403;
const OVER = 4410;

export class Live {
  /** @param {(message: object) => void} onMessage @param {() => void} onOpen */
  constructor(call, onMessage, onOpen) {
    this.url = `${location.origin.replace(/^http/, "ws")}/live/${call}`;
    this.onMessage = onMessage;
    this.onOpen = onOpen;
    this.wait = FIRST_MS;
    this.closed = false;
    this.#connect();
  }

  /** @returns {boolean} whether the socket was open */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  #connect() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.wait = FIRST_MS;
      this.onOpen();
    };
    socket.onmessage = (event) => this.onMessage(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (this.closed || event.code === REFUSED || event.code === OVER) return;
      this.timer = setTimeout(() => this.#connect(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_MS);
    };
  }
}
