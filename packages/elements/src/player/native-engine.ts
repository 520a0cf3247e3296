import type { Engine, EngineHooks, EngineOptions, Quality } from './engine.js';

/** Whether an address names a file that a video element plays by itself. */
export const isPlainFile = (url: string): boolean => /\.(?:mp4|m4v|webm|mov|ogv)(?:[?#]|$)/i.test(url);

/** Whether the browser plays HLS by itself. Asked only where hls.js cannot work: some that say yes play it badly. */
export const playsHls = (video: HTMLVideoElement): boolean => video.canPlayType('application/vnd.apple.mpegurl') !== '';

type DatedVideo = HTMLVideoElement & { getStartDate?(): Date };

/** Lets the browser play: a plain file, or HLS where that is all there is. */
export class NativeEngine implements Engine {
  readonly #video: DatedVideo;
  readonly #ending = new AbortController();
  readonly qualities: readonly Quality[] = [];
  readonly hasSoundOnly = false;
  readonly quality = 'auto';
  readonly latency = undefined;

  constructor(video: HTMLVideoElement, url: string, { startAt }: EngineOptions, hooks: EngineHooks) {
    this.#video = video;
    const { signal } = this.#ending;
    video.addEventListener(
      'loadedmetadata',
      () => {
        if (startAt !== undefined) video.currentTime = startAt;
        hooks.onReady();
      },
      { signal },
    );
    video.addEventListener('progress', () => hooks.onChange(), { signal });
    video.addEventListener(
      'error',
      () => {
        const { code, message } = video.error ?? { code: 0, message: '' };
        // A source that is not supported and one that is not there look the same from here.
        const kind =
          code === MediaError.MEDIA_ERR_DECODE ? 'media' : code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED ? 'missing' : 'network';
        hooks.onTrouble({ kind, fatal: true, detail: message });
      },
      { signal },
    );
    video.src = url;
  }

  get live(): boolean {
    return this.#video.duration === Infinity;
  }

  get window(): { start: number; end: number } | undefined {
    const { seekable } = this.#video;
    return seekable.length > 0 ? { start: seekable.start(0), end: seekable.end(seekable.length - 1) } : undefined;
  }

  get liveEdge(): number | undefined {
    return this.live ? this.window?.end : undefined;
  }

  get #startDate(): number {
    return this.#video.getStartDate?.().getTime() ?? NaN;
  }

  dateAt(time: number): number | undefined {
    const start = this.#startDate;
    return Number.isNaN(start) ? undefined : start + time * 1000;
  }

  timeAt(date: number): number | undefined {
    const start = this.#startDate;
    const { window } = this;
    if (Number.isNaN(start) || !window) return undefined;
    return Math.min(Math.max((date - start) / 1000, window.start), window.end);
  }

  goTo(time: number): void {
    this.#video.currentTime = time;
  }

  setQuality(): void {
    // The browser chooses.
  }

  get height(): number {
    return this.#video.videoHeight;
  }

  get received(): number {
    const { buffered } = this.#video;
    return buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
  }

  destroy(): void {
    this.#ending.abort();
    this.#video.removeAttribute('src');
    this.#video.load();
  }
}
