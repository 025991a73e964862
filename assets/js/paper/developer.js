// A worker that averages raw pictures of one scene into one JPEG: less noise, one picture to send instead of several,
// and the page with its running pictures never waits for it.

const QUALITY = 0.95;
const SMALL = [64, 36]; // pixels; enough to see that something has moved
const ALIKE = 5; // of 255, on average over the small picture: noise and flicker stay below

let canvas = null;
let pen = null;
let first = null; // the small picture of the scene
let count = 0;

self.onmessage = async ({ data: { picture, last } }) => {
  try {
    if (picture) add(picture);
    if (last) self.postMessage({ blob: await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY }) });
  } catch (error) {
    self.postMessage({ error: error.message });
  }
};

function add(picture) {
  const width = picture.displayWidth ?? picture.width;
  const height = picture.displayHeight ?? picture.height;
  if (!canvas) {
    canvas = new OffscreenCanvas(width, height);
    // A picture that is read back at once is drawn faster without the graphics card.
    pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  }
  const small = shrunk(picture);
  first ??= small;
  // A hand or a paper that moves would be seen twice: what does not fit is left out.
  if (difference(first, small) <= ALIKE) {
    count += 1;
    pen.globalAlpha = 1 / count;
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  picture.close();
}

function shrunk(picture) {
  const look = new OffscreenCanvas(...SMALL).getContext("2d", { alpha: false, willReadFrequently: true });
  look.drawImage(picture, 0, 0, ...SMALL);
  return look.getImageData(0, 0, ...SMALL).data;
}

function difference(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at += 4) {
    for (let part = 0; part < 3; part++) sum += Math.abs(one[at + part] - other[at + part]);
  }
  return sum / (one.length * 0.75);
}
