import type { Product, SessionOffer, SessionProduct, ShowSession, Stock } from '@shopcast/session';
import type { LitElement } from 'lit';
import type { PriceMoment } from './price-view.js';
import { ShowController } from './show-context.js';
import type { Store } from './store-controller.js';

const none: readonly never[] = [];

/** Changes when a price or the age of a stock word may read otherwise: an offer begins or ends, or a minute has passed. */
function momentOf({ $offers, $now }: ShowSession): Store<string> {
  const get = (): string => [Math.floor($now.get() / 60_000), ...$offers.get().map(({ phase }) => phase)].join();
  return {
    get,
    listen(listener) {
      let known = get();
      const look = (): void => {
        if (known !== (known = get())) listener();
      };
      const stops = [$offers.listen(look), $now.listen(look)];
      return () => stops.forEach(stop => stop());
    },
  };
}

/** Follows the products of the surrounding show with what their prices depend on. Outside a show there are none. */
export class ProductController {
  readonly #products: ShowController<readonly SessionProduct[]>;
  readonly #moment: ShowController<string>;

  constructor(host: LitElement) {
    this.#products = new ShowController(host, session => session.$products);
    this.#moment = new ShowController(host, momentOf);
  }

  /** The show around the element. */
  get session(): ShowSession | undefined {
    return this.#products.session;
  }

  /** Every product of the show, in its order. */
  get all(): readonly SessionProduct[] {
    return this.#products.value ?? none;
  }

  /** The products whose cards are up, the latest last. */
  get featured(): readonly SessionProduct[] {
    return this.session?.$featured.get() ?? none;
  }

  /** The offers of the show, past and coming ones included. */
  get offers(): readonly SessionOffer[] {
    return this.#moment.session?.$offers.get() ?? none;
  }

  /** What prices go by now. `own`: the page brought the product itself, so that offers of the show are not for it. */
  moment(own = false): PriceMoment {
    const rules = this.session?.manifest.priceRules;
    return { at: this.now, offers: own ? none : this.offers, ...(rules && { rules }) };
  }

  /** Server ms; outside a show the device's time. */
  get now(): number {
    return this.session?.$now.get() ?? Date.now();
  }

  find(productId: string | undefined): SessionProduct | undefined {
    return productId === undefined ? undefined : this.all.find(one => one.productId === productId);
  }
}

/** A product that a page hands in by itself, as a show would present it. */
export function entryOf(product: Product, stock?: ReadonlyMap<string, Stock>): SessionProduct {
  const [picture] = product.images;
  return {
    productId: product.id,
    listing: {},
    title: product.title,
    ...(picture !== undefined && { picture }),
    product,
    reading: 'ready',
    place: 'now',
    withdrawn: false,
    stock: new Map(product.variants.map(variant => [variant.id, stock?.get(variant.id) ?? variant.stock])),
  };
}
