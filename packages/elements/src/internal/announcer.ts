/** Announcements are at least so far apart, in ms: a screen reader is not talked to death. */
const apart = 3000;
const mostWaiting = 3;

/**
 * One polite live region that speaks at most once in three seconds. What waits meanwhile is joined; a later word of the same subject replaces
 * the earlier one. Each `<shopcast-show>` has one; an element alone makes its own.
 */
export class Announcer {
  readonly #region: HTMLElement;
  readonly #waiting = new Map<string, string>();
  #quietUntil = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param region - An element with `role="status"` that is in the page, visually hidden. */
  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Says something about a subject as soon as it is time. */
  say(subject: string, words: string): void {
    this.#waiting.delete(subject);
    this.#waiting.set(subject, words);
    // What nobody could listen to any more is dropped, the oldest first.
    for (const oldest of this.#waiting.keys()) if (this.#waiting.size > mostWaiting) this.#waiting.delete(oldest);
    this.#timer ??= setTimeout(this.#speak, Math.max(0, this.#quietUntil - performance.now()));
  }

  /** Says nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }

  readonly #speak = (): void => {
    this.#timer = undefined;
    this.#quietUntil = performance.now() + apart;
    const words = [...this.#waiting.values()].join(' ');
    this.#waiting.clear();
    // The same words again are only spoken when the text changes.
    this.#region.textContent = this.#region.textContent === words ? `${words}\u00a0` : words;
  };
}
