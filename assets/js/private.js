// The one private question of a call: what the server says of it, and what this page has just done. The server is
// the truth; nothing of it is stored in the browser, and an answer leaves this page's memory with its sheet.

import { session } from "./session.js";

const LATE_MS = 5000; // without a word from the server
const SENT_MS = 4000;
const none = () => ({ open: null, wish: false, loudness: "", sending: "", sent: false, problem: "" });

/** What a message makes of the state. Pure. */
export function heard(state, message) {
  if (message.t === "private.loud") return { ...state, loudness: message.level === "off" ? "" : message.level };
  if (message.t === "refused" && message.of.startsWith("private.")) {
    const gone = message.code === "private.answer.given"; // A second touch: the first one has arrived.
    return { ...state, sending: "", problem: gone ? "" : message.code };
  }
  if (message.t !== "private") return state;
  const { open, wish, loudness } = message;
  const same = open?.id === state.open?.id;
  const arrived = state.sending !== "" && open?.id !== state.sending;
  return {
    ...state,
    open,
    wish,
    loudness: loudness ?? state.loudness,
    // The same question again after a lost line: the touch did not arrive, and may be repeated.
    sending: "",
    sent: arrived || (state.sent && !open),
    problem: same ? state.problem : "",
  };
}

class Private {
  state = none();
  #listeners = new Set();
  #call = "";
  #late = 0;
  #done = 0;

  // Before any part is drawn: what is open is told as soon as the socket stands.
  constructor() {
    session.hear((message) => this.#hear(message));
    session.subscribe(() => this.#follow());
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** With its call, everything of it leaves this page. */
  #follow() {
    const { call } = session.snapshot();
    if (call === this.#call) return;
    this.#call = call;
    clearTimeout(this.#late);
    clearTimeout(this.#done);
    this.#set(none());
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #hear(message) {
    const before = this.state;
    const after = heard(before, message);
    if (after === before) return;
    if (!after.sending) clearTimeout(this.#late);
    if (after.sent && !before.sent) {
      clearTimeout(this.#done);
      this.#done = setTimeout(() => this.#set({ sent: false }), SENT_MS);
    }
    this.#set(after);
  }

  /** @param {object} question `{question}` of the catalogue, or `{text, choices}`, or `{text, pad}` */
  ask = (question) => this.#say({ t: "private.ask", ...question });

  withdraw = () => this.#say({ t: "private.withdraw", id: this.state.open.id });

  read = () => this.#say({ t: "private.read", id: this.state.open.id });

  wish = (on) => this.#say({ t: "private.wish", on });

  /** @param {object} answer `{choices}`, `{number}` or `{word}` */
  reply(answer) {
    const { id } = this.state.open;
    if (this.state.sending === id) return;
    this.#set({ sending: id });
    this.#say({ t: "private.reply", id, answer });
  }

  /** How loud the resident speaks, for the desk; nobody waits for it. */
  loud(level) {
    session.tell({ t: "private.loud", level });
  }

  #say(message) {
    clearTimeout(this.#late);
    const late = () => this.#set({ sending: "", problem: "away" });
    if (!session.tell(message)) {
      late();
      return;
    }
    this.#set({ problem: "" });
    if (this.state.sending) this.#late = setTimeout(late, LATE_MS);
  }
}

export const secret = new Private();
