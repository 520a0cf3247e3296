import type { LitElement, ReactiveController } from 'lit';

/** The boxes that matter, once rendered. */
export interface InsetBoxes {
  readonly stage: HTMLElement | null;
  readonly top: HTMLElement | null;
  readonly panel: HTMLElement | null;
}

/**
 * Tells the player how much of the video is covered at its top and bottom, so that controls and captions stay clear of it: as
 * `--shopcast-player-inset-start` and `-end` on the stage.
 */
export class Insets implements ReactiveController {
  readonly #boxes: () => InsetBoxes;
  readonly #observer = new ResizeObserver(() => this.#measure());
  #observed: readonly HTMLElement[] = [];

  constructor(host: LitElement, boxes: () => InsetBoxes) {
    this.#boxes = boxes;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.#observed = [];
  }

  hostUpdated(): void {
    const found = Object.values(this.#boxes()).filter(box => box !== null) as HTMLElement[];
    if (found.length === this.#observed.length && found.every((box, i) => box === this.#observed[i])) return;
    this.#observer.disconnect();
    for (const box of found) this.#observer.observe(box);
    this.#observed = found;
  }

  #measure(): void {
    const { stage, top, panel } = this.#boxes();
    if (!stage) return;
    const video = stage.getBoundingClientRect();
    const over = panel?.getBoundingClientRect();
    // A panel beside or below the video covers nothing of it.
    const covers = over && over.top < video.bottom && over.left < video.right && over.right > video.left;
    stage.style.setProperty('--shopcast-player-inset-start', `${top?.offsetHeight ?? 0}px`);
    stage.style.setProperty('--shopcast-player-inset-end', `${covers ? Math.max(0, Math.round(video.bottom - over.top)) : 0}px`);
  }
}
