// Captions by speech in the call this page is in: whether there is such a thing, whether it is on, our own voice.

import { session } from "../session.js";
import { Ear } from "./ear.js";
import { listen } from "./microphone.js";

const nothing = () => ({
  there: false, // a speech server is set
  on: false,
  away: false, // it does not answer
  translates: false, // a translation server is set
  untranslated: false, // it does not answer
  broken: false, // this microphone cannot be listened to
  refused: "",
});

class Speech {
  state = nothing();
  #call = "";
  #listeners = new Set();
  #ear = new Ear(listen, (broken) => this.#set({ broken }));

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  switch(on) {
    this.#set({ refused: "" });
    session.tell({ t: "speech", on });
  }

  /** A message of the call's socket; those of others are passed over. */
  hear(message) {
    if (message.t === "speech") {
      const { there, on, away, translates, untranslated } = message;
      this.#set({ there, on, away, translates, untranslated, broken: on && this.state.broken });
      this.#ear.again();
      this.follow();
    } else if (message.t === "refused" && message.of === "speech") {
      this.#set({ refused: message.code });
    }
  }

  /** The call, its hold or the microphone may be another one now. */
  follow() {
    const { call, phase, held } = session.state;
    if (call !== this.#call) {
      this.#call = call;
      this.#ear.again();
      this.#set(nothing());
    }
    const track = this.state.on && phase === "in_call" && !held ? session.voice() : null;
    const address = `${location.origin.replace(/^http/, "ws")}/listen/${call}`;
    this.#ear.follow(track?.readyState === "live" ? track : null, address);
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const speech = new Speech();
session.subscribe(() => speech.follow());
session.hear((message) => speech.hear(message));
