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

  constructor(host: LitElement, boxes: () => InsetBoxes) {
    this.#boxes = boxes;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  hostUpdated(): void {
    this.#observer.disconnect();
    for (const box of Object.values(this.#boxes())) if (box) this.#observer.observe(box as HTMLElement);
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
