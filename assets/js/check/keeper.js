// When this terminal tests itself: before opening, after its page has started, when it is asked to. Whoever touches the
// screen comes first: a test that began by itself is broken off and tried again later.

import * as measure from "./measure.js";

const ASK_MS = 10_000;
const QUIET_MS = { order: 3_000, schedule: 60_000, start: 60_000, again: 3_000 }; // without a touch
const FORGET_MS = 60_000; // what was found stays to be read for this long

const nothing = () => ({ running: "", result: null, failed: false });

export class Keeper {
  state = nothing();
  #listeners = new Set();
  #busy = () => false;
  #idle = false;
  #timer = null;
  #clear = null;
  #controller = null;
  #touchedAt = performance.now();
  #first = true;

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** @param {() => boolean} busy whether the terminal is in a call @returns {() => void} to stop */
  start(busy) {
    this.#busy = busy;
    document.addEventListener("pointerdown", this.#touched, true);
    document.addEventListener("keydown", this.#touched, true);
    this.#timer ??= setInterval(() => this.#look(), ASK_MS);
    return () => {
      document.removeEventListener("pointerdown", this.#touched, true);
      document.removeEventListener("keydown", this.#touched, true);
      clearInterval(this.#timer);
      this.#timer = null;
      this.stop();
    };
  }

  /** Whether nobody uses the screen, so that a test may begin by itself. */
  setIdle(idle) {
    this.#idle = idle;
    if (!idle && this.state.running !== "button") this.stop();
  }

  /** Break off what runs; its devices are let go at once. */
  stop() {
    this.#controller?.abort();
  }

  /** 端末の点検: somebody at the terminal wants it now. */
  async now() {
    this.stop();
    await this.#run("button", await this.#ask(false));
  }

  #touched = () => {
    this.#touchedAt = performance.now();
    if (this.state.running && this.state.running !== "button") this.stop();
  };

  #quiet(cause) {
    return this.#idle && !document.hidden && performance.now() - this.#touchedAt >= (QUIET_MS[cause] ?? Infinity);
  }

  async #look() {
    if (this.state.running || this.#busy() || !this.#quiet("order")) return;
    const terminal = await this.#ask(this.#first && this.#quiet("start"));
    if (terminal?.due && this.#quiet(terminal.due) && !this.state.running && !this.#busy()) {
      await this.#run(terminal.due, terminal);
    }
  }

  async #ask(starting) {
    try {
      const path = starting ? "/selftest?starting" : "/selftest";
      const answer = await fetch(path, { cache: "no-store", credentials: "same-origin" });
      if (!answer.ok) return null;
      if (starting) this.#first = false;
      return await answer.json();
    } catch {
      return null; // Asked again soon.
    }
  }

  async #run(cause, terminal) {
    if (this.#busy()) return;
    clearTimeout(this.#clear);
    if (!terminal) {
      this.#set({ running: "", result: null, failed: cause === "button" });
      return;
    }
    const controller = new AbortController();
    this.#controller = controller;
    this.#set({ running: cause, result: null, failed: false });
    try {
      const measured = await measure.all(terminal, controller.signal, cause === "button");
      const result = await this.#post({ cause, ...measured });
      if (this.#controller !== controller) return;
      if (cause === "button") this.#set({ running: "", result, failed: !result });
      else this.#set(nothing());
      this.#clear = setTimeout(() => this.#set(nothing()), FORGET_MS);
    } catch {
      if (this.#controller === controller) this.#set({ ...nothing(), failed: cause === "button" });
    }
  }

  async #post(body) {
    const headers = { "Content-Type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" };
    const answer = await fetch("/selftest", sent);
    return answer.ok ? await answer.json() : null;
  }

  #set(state) {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const keeper = new Keeper();
// A page that is left takes no camera along.
globalThis.window?.addEventListener("pagehide", () => keeper.stop());
