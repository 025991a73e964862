// A worker that averages raw pictures of one scene into one JPEG: less noise, one picture to send instead of several,
// and the page with its running pictures never waits for it. The camera's own bytes are averaged, so that one picture is
// converted and not each of them.

const QUALITY = 0.95;
const CELLS = [64, 36]; // of the small picture by which it is seen that something has moved
const SAMPLES = 6; // in each cell, across and down
const ALIKE = 5; // of 255, on average over the small picture: noise and flicker stay below
const PLAIN = ["I420", "I422", "I444", "NV12", "RGBA", "RGBX", "BGRA", "BGRX"]; // one byte is one value
const COLOURS = { format: "RGBX" }; // what everything else is turned into

let scene = null; // of the first picture: {how, length, small, sums}; `how` a picture is made of bytes again
let count = 0;
let work = Promise.resolve();

self.onmessage = ({ data: { picture, last } }) => {
  work = work.then(async () => {
    if (picture) await add(picture);
    if (last) self.postMessage({ blob: await developed() });
  });
  work = work.catch((error) => self.postMessage({ error: error.message }));
};

async function add(picture) {
  const frame = picture instanceof VideoFrame ? picture : new VideoFrame(picture, { timestamp: 0 });
  try {
    const as = PLAIN.includes(frame.format) ? {} : COLOURS;
    const length = frame.allocationSize(as);
    const words = new Uint32Array(Math.ceil(length / 4));
    const bytes = new Uint8Array(words.buffer, 0, length);
    const layout = await frame.copyTo(bytes, as);
    const { width, height } = frame.visibleRect;
    const format = as.format ?? frame.format;
    const small = shrunk(bytes, layout[0], width, height, format);
    if (!scene) {
      const how = { format, layout, codedWidth: width, codedHeight: height, timestamp: 0 };
      if (!as.format) how.colorSpace = frame.colorSpace;
      scene = { how, length, small, sums: noSums(words.length) };
    }
    // A hand or a paper that moves would be seen twice: what does not fit is left out.
    if (length !== scene.length || difference(scene.small, small) > ALIKE) return;
    gather(words, scene.sums);
    count += 1;
  } finally {
    frame.close();
    if (frame !== picture) picture.close();
  }
}

/** Two bytes of each word in either, with room for 257 pictures. */
function noSums(length) {
  return { even: new Uint32Array(length), odd: new Uint32Array(length) };
}

function gather(words, { even, odd }) {
  for (let at = 0; at < words.length; at++) {
    even[at] += words[at] & 0x00ff00ff;
    odd[at] += (words[at] >>> 8) & 0x00ff00ff;
  }
}

function meanOf({ even, odd }, pictures) {
  const share = new Uint8Array(255 * pictures + 1).map((_, sum) => Math.round(sum / pictures));
  const words = new Uint32Array(even.length);
  for (let at = 0; at < words.length; at++) {
    const two = share[even[at] & 0xffff] | (share[even[at] >>> 16] << 16);
    words[at] = two | (share[odd[at] & 0xffff] << 8) | (share[odd[at] >>> 16] << 24);
  }
  return words;
}

function developed() {
  const { how, length, sums } = scene;
  return jpeg(new Uint8Array(meanOf(sums, count).buffer, 0, length), how);
}

function jpeg(bytes, how) {
  const canvas = new OffscreenCanvas(how.codedWidth, how.codedHeight);
  // A picture that is read back at once is drawn faster without the graphics card.
  const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  const picture = new VideoFrame(bytes, how);
  pen.drawImage(picture, 0, 0);
  picture.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

/** The brightness of each cell, from its first plane or from its greens. */
function shrunk(bytes, { offset, stride }, width, height, format) {
  const step = format.startsWith("RGB") || format.startsWith("BGR") ? 4 : 1;
  const [across, down] = CELLS;
  const small = new Float32Array(across * down);
  for (let y = 0; y < down * SAMPLES; y++) {
    const line = offset + Math.floor(((y + 0.5) * height) / (down * SAMPLES)) * stride + (step === 4 ? 1 : 0);
    for (let x = 0; x < across * SAMPLES; x++) {
      const value = bytes[line + Math.floor(((x + 0.5) * width) / (across * SAMPLES)) * step];
      small[Math.floor(y / SAMPLES) * across + Math.floor(x / SAMPLES)] += value / SAMPLES ** 2;
    }
  }
  return small;
}

function difference(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += Math.abs(one[at] - other[at]);
  return sum / one.length;
}

// What is done for every byte is compiled, and what draws is loaded, before somebody waits for it.
const practice = noSums(2 ** 16);
for (let times = 0; times < 60; times++) {
  gather(new Uint32Array(2 ** 16), practice);
  meanOf(practice, 4);
}
jpeg(new Uint8Array(1536 * 1024), { format: "I420", codedWidth: 1024, codedHeight: 1024, timestamp: 0 });
