// Measures this terminal: opens each camera and the microphone for a moment, counts, and lets them go.

import * as devices from "../devices.js";
import * as figures from "./figures.js";

const WIDTH = 160;
const HEIGHT = 120;
const SETTLE_MS = 900; // until a camera has found its exposure
const PICTURES = 8;
const EVERY_MS = 110;
const LISTEN_MS = 900;
const OPEN_MS = 8000;
const TRIPS = 8;
const PLAIN = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const SMALL = { width: { ideal: 1280 }, height: { ideal: 720 } };
const OUR_OWN = ["theme"]; // Reflex's note on light and dark, the same on every terminal

/** Ends at once what waits on this signal. */
const broken = () => new DOMException("broken off", "AbortError");

function pause(ms, signal) {
  return new Promise((go, stop) => {
    if (signal.aborted) return stop(broken());
    const end = () => {
      clearTimeout(timer);
      stop(broken());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      go();
    }, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}

/**
 * Everything that `parts` names, as numbers. Throws an AbortError when `signal` breaks it off; no device stays open.
 * @param {{parts: string[], kind: string, choice: object}} terminal @param {boolean} asks whether people may be asked
 */
export async function all({ parts, kind, choice }, signal, asks) {
  const began = performance.now();
  const media = parts.includes("mic") ? await ofDevices(parts, kind, choice, signal, asks) : {};
  const trips = parts.includes("line") ? await roundTrips(signal) : {};
  const kept = parts.includes("kept") ? { kept: await stored() } : {};
  return { ...media, ...trips, ...kept, took_ms: Math.round(performance.now() - began) };
}

async function ofDevices(parts, kind, choice, signal, asks) {
  const roles = ["camera", "paper", "mic"].filter((role) => parts.includes(role));
  if (!navigator.mediaDevices) return Object.fromEntries(roles.map((role) => [role, { fault: "insecure" }]));
  const refused = asks ? await devices.ask() : new Set();
  const found = await devices.list();
  const wanted = devices.assign(found, choice, kind === "desk" ? "desk" : "branch");
  const result = { speaker: await speaker(found, choice) };
  const each = async (role) => {
    result[role] = await one(role, wanted[role], refused, signal);
  };
  const cameras = async () => {
    // One after the other: two at their full rate may be more than one socket carries.
    for (const role of roles.filter((name) => name !== "mic")) await each(role);
  };
  await Promise.all([cameras(), roles.includes("mic") ? each("mic") : null]);
  return result;
}

async function one(role, device, refused, signal) {
  if (!device) return { fault: await whyNone(role, refused) };
  if (!(await devices.allowed(role))) return { fault: refused.has(devices.mediaOf(role)) ? "refused" : "unasked" };
  const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());
  let stream = null;
  try {
    stream = await opened(role, device, signal);
    return role === "mic" ? await listen(stream.getAudioTracks()[0], signal) : await watch(stream, signal);
  } catch (error) {
    if (error.name === "AbortError" && signal.aborted) throw error;
    return { fault: devices.fault(role, error).split(".")[1] };
  } finally {
    stop(stream);
  }
}

async function whyNone(role, refused) {
  if (refused.has(devices.mediaOf(role))) return "refused";
  return (await devices.allowed(role)) ? "absent" : "unasked";
}

/** A camera that comes only after this was broken off, or far too late, is let go the moment it comes. */
async function opened(role, device, signal) {
  if (signal.aborted) throw broken();
  const exact = { deviceId: { exact: device.deviceId } };
  const want = role === "mic" ? { audio: { ...PLAIN, ...exact } } : { video: { ...SMALL, ...exact } };
  let late = false;
  const coming = navigator.mediaDevices.getUserMedia(want).then((stream) => {
    if (late) for (const track of stream.getTracks()) track.stop();
    return stream;
  });
  const timeout = pause(OPEN_MS, signal).then(() => {
    throw new DOMException("too slow", "NotReadableError");
  });
  try {
    return await Promise.race([coming, timeout]);
  } catch (error) {
    late = true;
    coming.catch(() => {});
    throw error;
  }
}

async function watch(stream, signal) {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: stream });
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingEnabled = false; // a mean of many pixels would hide the sensor's noise, by which it lives
  let frames = 0;
  const count = () => {
    frames += 1;
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
  try {
    video.play().catch(() => {}); // No picture ever comes: counted as such.
    await pause(SETTLE_MS, signal);
    const pictures = [];
    for (let at = 0; at < PICTURES; at++) {
      if (video.videoWidth) {
        pen.drawImage(video, 0, 0, WIDTH, HEIGHT);
        pictures.push(figures.greys(pen.getImageData(0, 0, WIDTH, HEIGHT).data));
      }
      await pause(EVERY_MS, signal);
    }
    return { frames, ...figures.ofPictures(pictures, WIDTH) };
  } finally {
    video.pause();
    video.srcObject = null;
  }
}

/** From the track itself where the browser can: an AudioContext may not start before somebody touches the page. */
async function listen(track, signal) {
  const heard = globalThis.MediaStreamTrackProcessor ? await byTrack(track, signal) : await byContext(track, signal);
  return heard === null ? { fault: "blocked" } : { level: heard, muted: track.muted || !track.enabled };
}

async function byTrack(track, signal) {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  let squares = 0;
  let count = 0;
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      value.close();
      for (const sample of samples) squares += sample * sample;
      count += samples.length;
    }
  };
  const reading = read().catch(() => {});
  try {
    await pause(LISTEN_MS, signal);
  } finally {
    await reader.cancel().catch(() => {});
  }
  await reading;
  return figures.decibels(squares, count);
}

async function byContext(track, signal) {
  const context = new AudioContext();
  try {
    const ear = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    await pause(LISTEN_MS, signal);
    if (context.state !== "running") return null;
    const samples = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(samples);
    return figures.decibels(samples.reduce((sum, one) => sum + one * one, 0), samples.length);
  } finally {
    await context.close();
  }
}

/** Whether there is a loudspeaker, and the chosen one if one was chosen; null when the browser does not tell. */
async function speaker(found, choice) {
  const outs = found.filter((device) => device.kind === "audiooutput");
  if (!outs.length && !(await devices.allowed("mic"))) return null;
  return choice.speaker ? outs.some((device) => device.label === choice.speaker) : outs.length > 0;
}

/** How long the way to the server and back takes, and how far our clock is ahead of its clock. */
async function roundTrips(signal) {
  const trips = [];
  let best = { took: Infinity, offset: null };
  for (let at = 0; at < TRIPS; at++) {
    const [from, sent] = [performance.now(), Date.now()];
    try {
      const answer = await fetch("/selftest/echo", { cache: "no-store", credentials: "same-origin", signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const took = performance.now() - from;
      const { now } = await answer.json();
      if (took < best.took) best = { took, offset: Math.round(sent + took / 2 - now) };
      trips.push(took);
    } catch {
      if (signal.aborted) throw broken();
      trips.push(null);
    }
  }
  return { line: figures.ofTrips(trips), ...(best.offset === null ? {} : { offset_ms: best.offset }) };
}

/** How many things lie in this browser's storage that should not. */
async function stored() {
  const local = Object.keys(localStorage).filter((key) => !OUR_OWN.includes(key)).length;
  const bases = indexedDB.databases ? (await indexedDB.databases()).length : 0;
  const caches_ = globalThis.caches ? (await caches.keys()).length : 0;
  return local + bases + caches_;
}
