/* global customElements, document, OffscreenCanvas */
/** What the test of the replay does in its page: plays, and notes which card stands beside which frame. */

/** Presses play, as a viewer does: first on the poster, then to see the ended show again. Resolves when the video moves. */
export async function begin() {
  const show = document.querySelector('shopcast-show');
  const pressed = (root, selector) =>
    new Promise(resolve => {
      const look = () => {
        const button = root().querySelector(selector);
        if (!button) return void setTimeout(look, 50);
        button.click();
        resolve();
      };
      look();
    });
  await pressed(() => show.shadowRoot ?? document.createElement('div'), 'button');
  await customElements.whenDefined('shopcast-player');
  await pressed(() => show.shadowRoot, '[part~="watch-again"]');
  const player = () => show.shadowRoot.querySelector('shopcast-player')?.shadowRoot;
  await pressed(() => player() ?? document.createElement('div'), 'video');
  const video = player().querySelector('video');
  video.muted = true;
  await video.play().catch(() => undefined);
  while (video.readyState < 3) await new Promise(resolve => video.addEventListener('canplay', resolve, { once: true }));
}

/**
 * Notes, for every frame from one time of the recording to another (ms), its number and the title of the card beside it.
 * @param {string} marks address of marks.mjs
 */
export async function watch(from, to, marks) {
  const { readMark } = await import(marks);
  const show = document.querySelector('shopcast-show');
  const video = show.shadowRoot.querySelector('shopcast-player').shadowRoot.querySelector('video');
  const [width, height] = [180, 320];
  const drawing = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  const seen = [];
  video.currentTime = from / 1000;
  await new Promise(resolve => video.addEventListener('seeked', resolve, { once: true }));
  await video.play();
  await new Promise(resolve => {
    const look = (_now, { mediaTime }) => {
      drawing.drawImage(video, 0, 0, width, height);
      const light = drawing.getImageData(0, 0, width, height / 8).data;
      const frame = readMark((x, y) => light[(Math.round(y * height) * width + Math.round(x * width)) * 4]);
      const title = show.shadowRoot
        .querySelector('shopcast-product-card')
        ?.shadowRoot?.querySelector('[part~="title"]')
        ?.textContent.trim();
      if (frame !== undefined && title) seen.push({ frame, title });
      if (mediaTime * 1000 >= to) resolve();
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  });
  return seen;
}
