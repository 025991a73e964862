// Runs beside the sound, in a thread of its own: what the microphone hears becomes pieces for the speech server.

import { Resampler } from "./resample.js";

class Microphone extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate);

  process([input]) {
    if (input[0]) for (const piece of this.#resampler.push(input[0])) this.port.postMessage(piece, [piece.buffer]);
    return true;
  }
}

registerProcessor("microphone", Microphone);
