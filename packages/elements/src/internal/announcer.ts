/** Announcements are at least so far apart, in ms: a screen reader is not talked to death. */
const apart = 3000;
const mostWaiting = 3;

/** The live regions of open modal sheets, the top one last: while a modal dialog is open, nothing outside it is there for a screen reader. */
const inSheets: HTMLElement[] = [];

/** Has everything said in this region while a modal sheet is open. Returns how to stop. */
export function speakInSheet(region: HTMLElement): () => void {
  inSheets.push(region);
  return () => void inSheets.splice(inSheets.indexOf(region), 1);
}

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
    const region = inSheets.at(-1) ?? this.#region;
    // The same words again are only spoken when the text changes.
    region.textContent = region.textContent === words ? `${words}\u00a0` : words;
  };
}
