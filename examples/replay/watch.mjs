/* global document, OffscreenCanvas */
/** What the test of the replay does in its page: notes which card stands beside which frame. */

/** Resolves once the replay moves, after somebody has pressed on the poster. */
export async function moves() {
  const show = document.querySelector('shopcast-show');
  const later = () => new Promise(resolve => setTimeout(resolve, 50));
  const video = () => show.shadowRoot.querySelector('shopcast-player')?.shadowRoot?.querySelector('video');
  while (!video()) await later();
  video().muted = true;
  while (video().readyState < 3 || video().paused) await later();
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
