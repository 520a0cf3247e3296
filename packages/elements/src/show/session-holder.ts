import { openShowSession, ShopcastError, type OpenShowOptions, type ShowSession } from '@shopcast/session';
import type { LitElement, ReactiveController } from 'lit';

/** First and longest pause before a manifest is asked for again, ms. */
const firstPause = 2_000;
const longestPause = 30_000;

/** What a show is opened from, and who hears of it. */
export interface SessionHolderOptions {
  /** `undefined` while the page has not said what to show. */
  readonly source: () => OpenShowOptions | undefined;
  readonly onChange: () => void;
  readonly onProblem: (problem: ShopcastError) => void;
}

/**
 * Opens the session of a show while it stands in a page, and ends it when it is taken out for good. A manifest that cannot be had is asked for
 * again, with growing pauses and as soon as the device is back online.
 */
export class SessionHolder implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: SessionHolderOptions;
  #session: ShowSession | undefined;
  #opening: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #failed = false;

  constructor(host: LitElement, options: SessionHolderOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** The session, once it is open. */
  get session(): ShowSession | undefined {
    return this.#session;
  }

  /** Whether the last attempt to open came to nothing. */
  get failed(): boolean {
    return this.#failed;
  }

  hostConnected(): void {
    globalThis.addEventListener('online', this.#online);
    if (this.#host.hasUpdated && !this.#session) this.open();
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('online', this.#online);
    // Frameworks move elements by taking them out and in again: only one that stays out is over.
    setTimeout(() => {
      if (!this.#host.isConnected) this.close();
    });
  }

  /** Opens what the page wants now, instead of what was open. */
  open(): void {
    this.close();
    const source = this.#options.source();
    if (!source || !this.#host.isConnected) return;
    const opening = new AbortController();
    this.#opening = opening;
    openShowSession({ ...source, signal: opening.signal, onProblem: this.#options.onProblem }).then(
      session => {
        if (opening.signal.aborted) return session.dispose();
        this.#tries = 0;
        this.#session = session;
        this.#failed = false;
        this.#options.onChange();
      },
      (problem: unknown) => {
        if (!opening.signal.aborted) this.#fail(problem);
      },
    );
  }

  /** Ends what is open or being opened. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#opening?.abort();
    this.#opening = undefined;
    if (!this.#session) return;
    this.#session.dispose();
    this.#session = undefined;
    this.#options.onChange();
  }

  readonly #online = (): void => {
    if (this.#failed) this.open();
  };

  #fail(problem: unknown): void {
    this.#failed = true;
    const told = problem instanceof ShopcastError ? problem : new ShopcastError('session/part-failed', String(problem), { cause: problem });
    // A manifest that is wrong stays wrong; one that did not come may come yet.
    if (told.code === 'session/manifest-unreachable') {
      const pause = Math.min(longestPause, firstPause * 2 ** this.#tries++);
      this.#timer = setTimeout(() => this.open(), pause * (0.5 + Math.random() / 2));
    }
    if (this.#tries <= 1) this.#options.onProblem(told);
    this.#options.onChange();
  }
}
