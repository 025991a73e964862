// Tells the first moment at which a voice can be heard, in milliseconds since 1970. It runs where sound is made: a page
// that draws a new screen just then would notice it late.
registerProcessor(
  "moment",
  class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (!samples) return true;
      const level = Math.sqrt(samples.reduce((sum, v) => sum + v * v, 0) / samples.length);
      if (level <= 0.02) return true;
      this.port.postMessage(Date.now());
      return false;
    }
  },
);
