// Takes the moments of a call in a page, in milliseconds since 1970; it reads, and changes nothing.
// stopwatch.marks: touched (any button), rang, answered (応答する), picture, sound. stopwatch.reset() before a call.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const marks = {};
  const mark = (name) => (marks[name] ??= now());
  const painted = (name) => requestAnimationFrame(() => setTimeout(() => mark(name), 0));
  let watched = null, ears = new Map();

  document.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    marks.touched = now();
    if (button.innerText.trim().startsWith("応答する")) marks.answered = now();
  }, true);

  const look = () => {
    if (!marks.rang && document.querySelector("[role=alertdialog]")) painted("rang");
    const video = document.querySelector("[data-testid=remote-camera]");
    if (video && video !== watched) {
      watched = video;
      // Decoded out of sight, a picture may be there when its element comes: it is seen with the next paint.
      const each = () => {
        if (video !== watched) return;
        if (fakecam.read(video)) setTimeout(() => mark("picture"), 0);
        else requestAnimationFrame(each);
      };
      requestAnimationFrame(each);
    }
    if (!video) watched = null;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });

  // An ear on every voice, from before the answer: what is heard first is what a person would hear first.
  const hearing = new AudioContext();
  const mute = new GainNode(hearing, { gain: 0 });
  mute.connect(hearing.destination); // what leads nowhere is not run
  const hear = (stream) => {
    const source = hearing.createMediaStreamSource(stream), ear = new AudioWorkletNode(hearing, "moment");
    source.connect(ear).connect(mute);
    const late = now() - Date.now(); // the two clocks of a page
    ear.port.onmessage = ({ data }) => (marks.sound ??= data + late);
    return () => {
      source.disconnect();
      ear.disconnect();
    };
  };
  const voices = document.getElementsByTagName("audio");
  const gather = () => {
    const streams = new Set();
    for (const { srcObject } of voices) {
      if (srcObject?.getAudioTracks().length) streams.add(srcObject);
    }
    for (const stream of streams) if (!ears.has(stream)) ears.set(stream, hear(stream));
    for (const [stream, leave] of ears) {
      if (streams.has(stream)) continue;
      leave();
      ears.delete(stream);
    }
  };

  window.stopwatch = {
    marks,
    listen: async (code) => {
      await hearing.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
      setInterval(gather, 5);
    },
    reset: () => {
      for (const name of Object.keys(marks)) delete marks[name];
      watched = null;
      look();
    },
  };
})();
