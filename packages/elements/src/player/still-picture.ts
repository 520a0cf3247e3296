/** Keeps the last frame on screen while one stream gives way to another, so that nobody sees black. */
export class StillPicture {
  readonly canvas = document.createElement('canvas');
  readonly #video: HTMLVideoElement;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.canvas.ariaHidden = 'true';
    this.canvas.hidden = true;
  }

  hold(): void {
    const { videoWidth, videoHeight, readyState } = this.#video;
    const drawing = this.canvas.getContext('2d');
    if (!drawing || videoWidth === 0 || readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.canvas.width = videoWidth;
    this.canvas.height = videoHeight;
    drawing.drawImage(this.#video, 0, 0);
    this.canvas.hidden = false;
  }

  release(): void {
    this.canvas.hidden = true;
    // A canvas holds its pixels until it has none.
    this.canvas.width = 0;
  }
}
