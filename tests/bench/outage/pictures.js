// Watches every remote picture and voice of a page; pictures.gaps and pictures.since are in milliseconds.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const FRESH_MS = 2500;          // older pictures come from a buffer, not from the camera
  const log = [];                 // moments at which a fresh, readable picture was presented
  let watched = null;

  const each = (video) => () => {
    if (video !== watched) return;
    const seen = fakecam.read(video);
    if (seen && fakecam.age(seen, 30) < FRESH_MS) log.push(now());
    video.requestVideoFrameCallback(each(video));
  };
  setInterval(() => {
    const video = document.querySelector("[data-testid=remote-camera]");
    if (video === watched) return;
    watched = video;
    video?.requestVideoFrameCallback(each(video));
  }, 10);

  // Received samples and those that had to be made up, over all living connections.
  const voice = async () => {
    const sum = { total: 0, concealed: 0, silent: 0 };
    for (const peer of window.peers ?? []) {
      if (peer.connectionState !== "connected") continue;
      for (const stat of (await peer.getStats()).values()) {
        if (stat.type !== "inbound-rtp" || stat.kind !== "audio") continue;
        sum.total += stat.totalSamplesReceived ?? 0;
        sum.concealed += stat.concealedSamples ?? 0;
        sum.silent += stat.silentConcealedSamples ?? 0;
      }
    }
    return sum;
  };

  window.pictures = {
    voice,
    // ms from `moment` to the first fresh picture after it; null while there is none
    since: (moment) => { const at = log.find((one) => one > moment); return at ? at - moment : null; },
    gaps: (from, to) => {
      const shown = [from, ...log.filter((one) => one >= from && one <= to), to];
      return { count: shown.length - 2, longest: Math.max(...shown.slice(1).map((one, at) => one - shown[at])) };
    },
    participant: () => document.querySelector("[data-testid=remote-camera]")?.dataset.participant ?? null,
  };
})();
