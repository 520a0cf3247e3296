/**
 * Whether the viewer wants to play, and what the browser makes of it: with sound if it may be, muted if not, and not at all where even that is
 * refused (an iPhone in low power mode): then somebody has to tap.
 */
export class PlayWish {
  readonly #video: HTMLVideoElement;
  readonly #onChange: () => void;
  /** It shall play, whenever there is something to play. */
  wanted = false;
  /** The browser wants a tap first. */
  blocked = false;
  /** It is muted only because the browser, or good manners, ask for it. */
  mutedForStart = false;
  #asking = 0;

  constructor(video: HTMLVideoElement, onChange: () => void) {
    this.#video = video;
    this.#onChange = onChange;
  }

  /** Begins without anybody having asked: muted, so that nobody is startled. */
  startQuietly(): void {
    if (!this.#video.muted) {
      this.#video.muted = true;
      this.mutedForStart = true;
    }
    this.wanted = true;
    void this.attempt();
  }

  /** The browser is being asked, and has not answered: a pause in between is its own doing. */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  /** Plays, as far as the browser lets it. Never rejects. */
  async attempt(): Promise<void> {
    this.blocked = false;
    this.#asking++;
    try {
      await this.#video.play();
    } catch (problem) {
      // Anything else (a stream that is taken away meanwhile) is tried again when there is a stream.
      if (!(problem instanceof DOMException) || problem.name !== 'NotAllowedError' || !this.wanted) return;
      if (this.#video.muted) {
        this.blocked = true;
      } else {
        this.#video.muted = true;
        this.mutedForStart = true;
        await this.attempt();
      }
    } finally {
      this.#asking--;
    }
    this.#onChange();
  }

  stop(): void {
    this.wanted = false;
    this.blocked = false;
    this.#video.pause();
    this.#onChange();
  }

  /** The viewer wants to hear it, or not. */
  setMuted(muted: boolean): void {
    this.#video.muted = muted;
    this.mutedForStart = false;
    if (!muted && this.#video.volume === 0) this.#video.volume = 1;
    this.#onChange();
  }
}
