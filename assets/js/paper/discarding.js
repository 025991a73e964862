// A paper that is about to go: for some seconds it can be taken back, whatever is looked at meanwhile.

import { change } from "./still.js";

const UNDO_MS = 5000;

export class Discarding {
  #timer = 0;

  /** @param {import("./store.js").PaperStore} store @param {() => string} call the call this page is in */
  constructor(store, call) {
    this.store = store;
    this.call = call;
  }

  /** Another one that is about to go goes at once. @param {string} name as the desk calls it */
  begin(paper, name) {
    this.now();
    this.store.going({ call: this.call(), paper, name, sent: false });
    this.#timer = setTimeout(() => this.now(), UNDO_MS);
  }

  takeBack() {
    clearTimeout(this.#timer);
    this.store.going(null);
  }

  /** Why it was not taken away stands beside the paper. */
  async now() {
    clearTimeout(this.#timer);
    const { going } = this.store.state;
    if (!going || going.sent) return;
    const sent = { ...going, sent: true };
    this.store.going(sent);
    try {
      await change(`${going.call}/${going.paper}`, "DELETE");
    } catch (error) {
      // With its call it has gone all the same.
      if (going.call === this.call()) this.store.shooting("failed", error.code);
    }
    if (this.store.state.going === sent) this.store.going(null);
  }
}
