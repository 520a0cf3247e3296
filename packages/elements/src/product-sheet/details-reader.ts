import type { Policy, Reviews, ShowSession } from '@shopcast/session';

/** What a shop tells about a product beside the product itself. */
export interface Details {
  readonly reviews: Reviews['items'];
  readonly total: number;
  readonly policies: readonly Policy[];
}

/** Reads the details of one product once their place comes near the viewer's eyes, and more reviews on demand. */
export class DetailsReader {
  readonly #session: ShowSession;
  readonly #productId: string;
  readonly #onRead: () => void;
  readonly #near = new IntersectionObserver(([place]) => place?.isIntersecting && void this.#read(), { rootMargin: '200px' });
  #asked = false;
  #details: Details | undefined;
  #page = 1;

  /** @param productId - As the shop calls it. */
  constructor(session: ShowSession, productId: string, onRead: () => void) {
    this.#session = session;
    this.#productId = productId;
    this.#onRead = onRead;
  }

  /** What has been read; what the shop does not tell, or does not answer for, is simply not in it. */
  get details(): Details | undefined {
    return this.#details;
  }

  /** Itself, if it asks this session; for another one somebody else has to. */
  of(session: ShowSession): this | undefined {
    if (session === this.#session) return this;
    this.stop();
    return undefined;
  }

  /** Where they are to be shown. Cheap to call with every update; an observer tells at once where a place it is given is. */
  watch(place: Element): void {
    this.stop();
    if (!this.#asked) this.#near.observe(place);
  }

  stop(): void {
    this.#near.disconnect();
  }

  async #read(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const [reviews, policies] = await Promise.all([
      this.#session.reviews(this.#productId).catch(() => undefined),
      this.#session.policies().catch(() => undefined),
    ]);
    this.#details = { reviews: reviews?.items ?? [], total: reviews?.total ?? 0, policies: policies ?? [] };
    this.#onRead();
  }

  /** Reads the next page of reviews. */
  readonly more = async (): Promise<void> => {
    const page = this.#page + 1;
    const more = await this.#session.reviews(this.#productId, page).catch(() => undefined);
    if (!more || !this.#details) return;
    this.#page = page;
    // A shop that says there are more and tells none would be asked for ever.
    const total = more.items.length > 0 ? more.total : 0;
    this.#details = { ...this.#details, reviews: [...this.#details.reviews, ...more.items], total };
    this.#onRead();
  };
}
