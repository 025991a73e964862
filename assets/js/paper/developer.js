// A worker that turns raw pictures into JPEG, so that the page and its running pictures never wait for it.

const QUALITY = 0.95;

self.onmessage = async ({ data: { at, picture } }) => {
  try {
    const width = picture.displayWidth ?? picture.width;
    const height = picture.displayHeight ?? picture.height;
    const canvas = new OffscreenCanvas(width, height);
    // A picture that is read back at once is drawn faster without the graphics card.
    canvas.getContext("2d", { alpha: false, willReadFrequently: true }).drawImage(picture, 0, 0);
    picture.close();
    self.postMessage({ at, blob: await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY }) });
  } catch (error) {
    self.postMessage({ at, error: error.message });
  }
};
