/** Reports come from the frames shown; when none has come for so long, from the clock of the video, ms. */
const frameSilence = 200;

export interface PlayheadHooks {
  /** Date of a time of the video. */
  readonly dateAt: (time: number) => number | undefined;
  readonly publish: (date: number | undefined, moves: boolean) => void;
}

/**
 * Follows the date of the frame on screen: with every frame where the browser tells (requestVideoFrameCallback), else with every frame of the
 * page, and at least four times a second either way, since a page in the background has no frames.
 */
export class PlayheadFollower {
  readonly #video: HTMLVideoElement;
  readonly #hooks: PlayheadHooks;
  #ending: AbortController | undefined;
  #frame = 0;
  #frameAt = -Infinity;

  constructor(video: HTMLVideoElement, hooks: PlayheadHooks) {
    this.#video = video;
    this.#hooks = hooks;
  }

  start(): void {
    if (this.#ending) return;
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    for (const type of ['timeupdate', 'seeked', 'emptied']) this.#video.addEventListener(type, this.#onTime, { signal });
    for (const type of ['play', 'playing', 'pause', 'waiting', 'ended']) this.#video.addEventListener(type, this.report, { signal });
    this.#next();
  }

  stop(): void {
    this.#ending?.abort();
    this.#ending = undefined;
    if ('cancelVideoFrameCallback' in this.#video) this.#video.cancelVideoFrameCallback(this.#frame);
    else cancelAnimationFrame(this.#frame);
    this.#hooks.publish(undefined, false);
  }

  #next(): void {
    const video = this.#video;
    if ('requestVideoFrameCallback' in video) this.#frame = video.requestVideoFrameCallback(this.#onFrame);
    else this.#frame = requestAnimationFrame(this.#onPageFrame);
  }

  readonly #onFrame = (now: number, { mediaTime }: { readonly mediaTime: number }): void => {
    this.#frameAt = now;
    this.#publish(mediaTime);
    this.#next();
  };

  readonly #onPageFrame = (): void => {
    if (!this.#video.paused) this.report();
    this.#next();
  };

  readonly #onTime = (): void => {
    if (performance.now() - this.#frameAt > frameSilence) this.report();
  };

  /** Reports what the clock of the video says. */
  readonly report = (): void => this.#publish(this.#video.currentTime);

  #publish(time: number): void {
    const { paused, ended, readyState } = this.#video;
    const date = readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? this.#hooks.dateAt(time) : undefined;
    this.#hooks.publish(date, !paused && !ended && readyState > HTMLMediaElement.HAVE_CURRENT_DATA);
  }
}
