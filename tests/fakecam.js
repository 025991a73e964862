// Cameras that number their own pictures, microphones that are one tone, and the readers of both.
// Installed into a page before its own scripts (see fakecam.py); it must not touch anything but
// navigator.mediaDevices and window.fakecam.
(() => {
  const COLUMNS = 6, ROWS = 4, DARK = 40, LIGHT = 220;

  const check = (id, counter) =>
    (id * 31 + (counter & 255) * 7 + (counter >> 8) * 13 + 0x5a) & 255;

  const bitsOf = (id, counter) => {
    const word = ((id & 15) << 20) | ((counter & 4095) << 8) | check(id & 15, counter & 4095);
    return Array.from({ length: 24 }, (_, at) => (word >> (23 - at)) & 1);
  };

  // ---- reading ------------------------------------------------------------------------------
  const scratch = new OffscreenCanvas(COLUMNS * 8, ROWS * 8);
  const brush = scratch.getContext("2d", { willReadFrequently: true });

  const cell = (pixels, at) => {
    const left = (at % COLUMNS) * 8, top = Math.floor(at / COLUMNS) * 8;
    let sum = 0;
    for (let y = 2; y < 6; y++) for (let x = 2; x < 6; x++) {
      const p = ((top + y) * COLUMNS * 8 + left + x) * 4;
      sum += pixels[p] * 0.299 + pixels[p + 1] * 0.587 + pixels[p + 2] * 0.114;
    }
    return sum / 16;
  };

  // -> {id, counter, at} of the picture on show, or null when it is not one of ours (black, grey, torn)
  const read = (video) => {
    if (!video || !video.videoWidth) return null;
    brush.drawImage(video, 0, 0, scratch.width, scratch.height);
    const pixels = brush.getImageData(0, 0, scratch.width, scratch.height).data;
    let word = 0;
    for (let at = 0; at < 24; at++) {
      const grey = cell(pixels, at);
      if (grey > 95 && grey < 160) return null;
      word = (word << 1) | (grey >= 160 ? 1 : 0);
    }
    const id = word >> 20 & 15, counter = word >> 8 & 4095;
    if ((word & 255) !== check(id, counter)) return null;
    return { id, counter, at: performance.timeOrigin + performance.now() };
  };

  // Milliseconds from the drawing of a scripted camera's picture to `at`; the clock is this machine's.
  const age = (seen, fps) => {
    const ticks = (((seen.at * fps / 1000 - seen.counter) % 4096) + 4096) % 4096;
    return ticks * 1000 / fps;
  };

  // Keeps every picture that <video> presents: {id, counter, at} with id -1 for an unreadable one.
  const watch = (video) => {
    const log = [];
    const each = (now) => {
      const seen = read(video);
      log.push(seen || { id: -1, counter: -1, at: performance.timeOrigin + now });
      video.requestVideoFrameCallback(each);
    };
    video.requestVideoFrameCallback(each);
    return log;
  };

  // ---- listening ----------------------------------------------------------------------------
  let audio = null;
  const context = () => (audio ??= new AudioContext({ sampleRate: 48000 }));

  // An ear on a MediaStream: hear() -> {hertz, level} of the strongest tone now; level is 0..1 (RMS).
  const ear = (stream) => {
    const analyser = new AnalyserNode(context(), { fftSize: 4096, smoothingTimeConstant: 0 });
    context().createMediaStreamSource(stream).connect(analyser);
    // The newest samples stand at the end of an analyser's window: a short one of its own hears without delay.
    const quick = new AnalyserNode(context(), { fftSize: 512 });
    analyser.connect(quick);
    const wave = new Float32Array(512), spectrum = new Float32Array(analyser.frequencyBinCount);
    const level = () => {
      quick.getFloatTimeDomainData(wave);
      return Math.sqrt(wave.reduce((sum, v) => sum + v * v, 0) / wave.length);
    };
    const hear = () => {
      analyser.getFloatFrequencyData(spectrum);
      let top = 0;
      for (let at = 1; at < spectrum.length; at++) if (spectrum[at] > spectrum[top]) top = at;
      return { hertz: top * 48000 / 4096, level: level() };
    };
    return { hear, level };
  };

  // ---- cameras and microphones --------------------------------------------------------------
  const paint = (camera, canvas, pen = canvas.getContext("2d", { alpha: false })) => {
    const wide = camera.width / COLUMNS, high = camera.height / ROWS;
    return () => {
      if (camera.lying) {
        pen.drawImage(camera.lying, 0, 0, canvas.width, canvas.height);
        return;
      }
      const counter = camera.still ? 0 : Math.floor(Date.now() * camera.fps / 1000) & 4095;
      bitsOf(camera.ident, counter).forEach((bit, at) => {
        const grey = bit ? LIGHT : DARK;
        pen.fillStyle = `rgb(${grey},${grey},${grey})`;
        pen.fillRect((at % COLUMNS) * wide, Math.floor(at / COLUMNS) * high, wide, high);
      });
    };
  };

  // Clones share the canvas; it is painted until the last of them has ended.
  const filmed = (camera) => {
    if (camera.still) return lain(camera);
    if (camera.driven) return driven(camera);
    const canvas = Object.assign(document.createElement("canvas"),
      { width: camera.width, height: camera.height });
    const draw = paint(camera, canvas);
    draw();
    const track = canvas.captureStream(0).getVideoTracks()[0];
    track.fakecamReel = [track];
    const beat = setInterval(() => {
      const running = track.fakecamReel.filter((each) => each.readyState === "live");
      if (!running.length) return clearInterval(beat);
      draw();
      running.forEach((each) => each.requestFrame());
    }, 1000 / camera.fps);
    return track;
  };

  // A camera over a sheet that nobody moves: as from a driver, its pictures are there and cost the page nothing. A
  // canvas of a sensor's size would be painted and copied for each of them, which no real camera makes a page do.
  const lain = (camera) => {
    const track = new MediaStreamTrackGenerator({ kind: "video" });
    const writer = track.writable.getWriter();
    let of = null, sheet = null, began = performance.now();
    const beat = setInterval(async () => {
      if (!sheet || of !== camera.lying) {
        of = camera.lying;
        sheet?.close();
        sheet = pictured(camera);
      }
      const timestamp = Math.round((performance.now() - began) * 1000);
      // The same bytes under another moment: nothing of a sensor's size is copied for each of its pictures.
      await writer.write(new VideoFrame(sheet, { timestamp })).catch(() => clearInterval(beat));
    }, 1000 / camera.fps);
    return track;
  };

  // A camera whose pictures are made in a thread of their own, as a driver makes them: a page that draws a new screen
  // keeps none of them back. The page's policy must let blobs be workers.
  const driven = (camera) => {
    const track = new MediaStreamTrackGenerator({ kind: "video" });
    const code = `const check = ${check}; (${drive})(${bitsOf}, ${JSON.stringify({ COLUMNS, ROWS, DARK, LIGHT })})`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
    worker.onmessage = () => worker.terminate();
    worker.postMessage({ camera, writable: track.writable }, [track.writable]);
    return track;
  };

  const drive = (bitsOf, { COLUMNS, ROWS, DARK, LIGHT }) => {
    onmessage = ({ data: { camera, writable } }) => {
      const { width, height, fps } = camera, writer = writable.getWriter();
      const planes = new Uint8Array(width * height * 1.5).fill(128);
      const began = performance.now();
      const beat = setInterval(() => {
        const bits = bitsOf(camera.ident, Math.floor(Date.now() * fps / 1000) & 4095);
        for (let row = 0; row < ROWS; row++) {
          const top = Math.round(row * height / ROWS), end = Math.round((row + 1) * height / ROWS);
          for (let column = 0; column < COLUMNS; column++) {
            const grey = bits[row * COLUMNS + column] ? LIGHT : DARK;
            const left = Math.round(column * width / COLUMNS), right = Math.round((column + 1) * width / COLUMNS);
            planes.fill(grey, top * width + left, top * width + right);
          }
          for (let y = top + 1; y < end; y++) planes.copyWithin(y * width, top * width, (top + 1) * width);
        }
        const timestamp = Math.round((performance.now() - began) * 1000);
        const shape = { format: "I420", codedWidth: width, codedHeight: height, timestamp };
        writer.write(new VideoFrame(planes, shape)).catch(() => { clearInterval(beat); postMessage("ended"); });
      }, 1000 / fps);
    };
  };

  const pictured = (camera) => {
    const { width: codedWidth, height: codedHeight } = camera;
    return new VideoFrame(inPlanes(camera), { format: "I420", codedWidth, codedHeight, timestamp: 0 });
  };

  const inPlanes = (camera) => {
    const { width, height } = camera, half = width / 2;
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    paint(camera, canvas, pen)();
    const { data } = pen.getImageData(0, 0, width, height);
    const planes = new Uint8Array(width * height * 1.5), u = width * height, v = u * 1.25;
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4, [r, g, b] = [data[at], data[at + 1], data[at + 2]];
      planes[y * width + x] = 16 + 0.1826 * r + 0.6142 * g + 0.062 * b; // BT.709, as cameras of this size
      if (x % 2 || y % 2) continue;
      const small = (y / 2) * half + x / 2;
      planes[u + small] = 128 - 0.1006 * r - 0.3386 * g + 0.4392 * b;
      planes[v + small] = 128 + 0.4392 * r - 0.3989 * g - 0.0403 * b;
    }
    return planes;
  };

  const hummed = (microphone) => {
    const tone = new OscillatorNode(context(), { frequency: microphone.hertz });
    const volume = new GainNode(context(), { gain: 0.3 });
    const out = new MediaStreamAudioDestinationNode(context(), { channelCount: 1 });
    tone.connect(volume).connect(out);
    tone.start();
    context().resume();
    const [track] = out.stream.getAudioTracks();
    track.fakecamReel = [track];
    // A tone that nobody takes any more would be made for ever: after a hundred calls, a hundred of them.
    const beat = setInterval(() => {
      if (track.fakecamReel.some((each) => each.readyState === "live")) return;
      clearInterval(beat);
      tone.stop();
      volume.disconnect();
    }, 1000);
    return track;
  };

  const wanted = (ask) => {
    const id = ask?.deviceId;
    return typeof id === "object" && id !== null ? id.exact ?? id.ideal : id;
  };

  const card = (kind, device) => {
    const info = { kind, deviceId: device.device_id, groupId: "fakecam", label: device.label };
    const fields = Object.entries({ ...info, toJSON: () => info });
    return Object.create(MediaDeviceInfo.prototype,
      Object.fromEntries(fields.map(([key, value]) => [key, { value }])));
  };

  // cameras, microphones: see Camera and Microphone in fakecam.py. keepReal: the browser's own
  // devices stay beside ours; a request for a device that is not ours goes to the browser.
  const install = ({ cameras, microphones, keepReal }) => {
    const media = navigator.mediaDevices;
    if (!media) return;                                  // no secure context: the page must say so
    const open = media.getUserMedia.bind(media), list = media.enumerateDevices.bind(media);
    fakecam.cameras = cameras;
    fakecam.microphones = microphones;
    media.enumerateDevices = async () => [
      ...(keepReal ? await list() : (await list()).filter((d) => d.kind === "audiooutput")),
      ...fakecam.cameras.map((c) => card("videoinput", c)),
      ...fakecam.microphones.map((m) => card("audioinput", m)),
    ];
    const pick = (ask, mine) => {
      if (!ask) return null;
      const named = mine.find((device) => device.device_id === wanted(ask));
      if (named) return named;
      return keepReal ? null : mine[0] ?? null;
    };
    media.getUserMedia = async (ask) => {
      const camera = pick(ask?.video, fakecam.cameras), microphone = pick(ask?.audio, fakecam.microphones);
      const rest = { video: camera ? false : ask?.video ?? false, audio: microphone ? false : ask?.audio ?? false };
      if (!keepReal && fakecam.refuse) throw new DOMException("refused for the test", fakecam.refuse);
      if (!keepReal && (rest.video || rest.audio)) throw new DOMException("no such device", "NotFoundError");
      const tracks = rest.video || rest.audio ? (await open(rest)).getTracks() : [];
      for (const [device, make] of [[camera, filmed], [microphone, hummed]]) {
        if (device) tracks.push(named(make(device), device));
      }
      return new MediaStream(tracks);
    };
  };

  // A scripted track answers for its device (label, deviceId), as an application expects of a camera.
  const named = (track, device) => {
    const settings = track.getSettings.bind(track), clone = track.clone.bind(track);
    const stop = track.stop.bind(track);
    Object.defineProperty(track, "label", { value: device.label });
    track.getSettings = () => ({ ...settings(), deviceId: device.device_id, groupId: "fakecam" });
    track.clone = () => {
      const copy = clone();
      if (track.fakecamReel) (copy.fakecamReel = track.fakecamReel).push(copy);
      return named(copy, device);
    };
    track.stop = () => { stop(); fakecam.live.delete(track); };
    fakecam.live.add(track);
    return track;
  };

  // The cable of one scripted camera or microphone is pulled: its tracks end, it leaves the list.
  const unplug = (deviceId) => {
    fakecam.cameras = fakecam.cameras.filter((c) => c.device_id !== deviceId);
    fakecam.microphones = fakecam.microphones.filter((m) => m.device_id !== deviceId);
    for (const track of [...fakecam.live]) {
      if (track.getSettings().deviceId !== deviceId) continue;
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  };

  // From now on this camera sees a picture; without one, its own squares again.
  const lay = async (deviceId, address) => {
    const camera = fakecam.cameras.find((each) => each.device_id === deviceId);
    if (!address) return (camera.lying = null);
    const picture = Object.assign(new Image(), { src: address });
    await picture.decode();
    camera.lying = picture;
  };

  const fakecam = { lay, read, watch, age, ear, install, unplug, live: new Set(), cameras: [], microphones: [], refuse: "" };
  window.fakecam = fakecam;
})();
