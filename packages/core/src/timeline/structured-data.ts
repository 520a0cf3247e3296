import { moneyToDecimal } from '../money/money.js';
import { evolve } from '../show/evolve.js';
import type { ShowEvent, UnknownEvent } from '../show/events.js';
import type { ShowManifest } from '../show/manifest.js';
import { initialShow, offerPhase, type Offer, type ShowProduct, type ShowState } from '../show/state.js';
import { chaptersOf } from './chapters.js';

/** What the page knows of a product and the log does not. */
export interface StructuredProduct {
  /** Absolute URL of the product's page. */
  readonly url?: string;
  readonly title?: string;
  /** Absolute URL. */
  readonly picture?: string;
  readonly sku?: string;
}

/** What a description of a show is made for. */
export interface StructuredDataOptions {
  readonly manifest: ShowManifest;
  /** Absolute URL of the page the show stands in. */
  readonly url: string;
  /** Server ms. */
  readonly now: number;
  /** Makes an address of the manifest or the log absolute; `undefined` for one that is none. */
  readonly absolute: (address: string) => string | undefined;
  /** Address at which the page plays from so many seconds on. Without it clips have no address, and search engines show none. */
  readonly clipUrl?: (seconds: number) => string;
  /** What the page knows of a product, by its id in the show. */
  readonly product?: (productId: string, ref: string | undefined) => StructuredProduct | undefined;
}

type Node = Readonly<Record<string, unknown>>;

// eslint-disable-next-line no-restricted-globals -- it writes down the time that it is given
const iso = (at: number): string => new Date(at).toISOString();

/** ISO 8601 duration: `PT1M5S`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds % 60}S`;
}

/**
 * A show in the words of schema.org, for search engines: a `VideoObject` with its `BroadcastEvent`, a `Clip` for each time a product was
 * featured, and the `Product`s with the `Offer`s that still hold. It says nothing that the log does not say. Write it into a page as
 * `<script type="application/ld+json">`, with `<` as `\u003c`: titles are anybody's words.
 * @see https://schema.org/BroadcastEvent
 */
export function structuredData(log: readonly (ShowEvent | UnknownEvent)[], options: StructuredDataOptions): Node {
  const show = log.reduce(evolve, initialShow);
  const products = show.products
    .filter(({ withdrawnAt }) => withdrawnAt === undefined)
    .map(product => describeProduct(product, show, options));
  const video = describeVideo(show, log, options);
  const mentions = products.map(product => ({ '@id': product['@id'] }));
  return { '@context': 'https://schema.org', '@graph': [mentions.length > 0 ? { ...video, mentions } : video, ...products] };
}

function describeVideo(show: ShowState, log: readonly (ShowEvent | UnknownEvent)[], options: StructuredDataOptions): Node {
  const { manifest, url } = options;
  const absolute = (address: string | undefined) => (address === undefined ? undefined : options.absolute(address));
  const details = show.details ?? manifest;
  const begins = show.startedAt ?? details.startsAt;
  const thumbnail = absolute(details.poster ?? manifest.poster);
  const recorded = absolute([...show.streams, ...manifest.streams].find(({ kind }) => kind === 'recorded')?.url);
  const language = details.language ?? manifest.language;
  const clips = show.startedAt === undefined ? [] : describeClips(show, log, options);
  return {
    '@type': 'VideoObject',
    '@id': `${url}#show-${manifest.showId}`,
    name: details.title,
    description: details.description ?? manifest.description ?? details.title,
    ...(thumbnail !== undefined && { thumbnailUrl: thumbnail }),
    uploadDate: iso(begins),
    url,
    ...(recorded !== undefined && { contentUrl: recorded }),
    ...(language !== undefined && { inLanguage: language }),
    ...(show.startedAt !== undefined && show.endedAt !== undefined && { duration: duration(show.endedAt - show.startedAt) }),
    publication: {
      '@type': 'BroadcastEvent',
      name: details.title,
      isLiveBroadcast: true,
      startDate: iso(begins),
      ...(show.endedAt !== undefined && { endDate: iso(show.endedAt) }),
      ...(language !== undefined && { inLanguage: language }),
    },
    ...(clips.length > 0 && { hasPart: clips }),
  };
}

/** Clips of products that have a name, in whole seconds from the start; a stretch shorter than one is left out. */
function describeClips(
  show: ShowState,
  log: readonly (ShowEvent | UnknownEvent)[],
  { clipUrl, product, now }: StructuredDataOptions,
): Node[] {
  const start = show.startedAt!;
  return chaptersOf(log).flatMap(({ productId, ref, title, at, until = show.endedAt ?? now }) => {
    const name = product?.(productId, ref)?.title ?? title;
    const startOffset = Math.max(0, Math.floor((at - start) / 1000));
    const endOffset = Math.floor((until - start) / 1000);
    if (name === undefined || endOffset <= startOffset) return [];
    return [{ '@type': 'Clip', name, startOffset, endOffset, ...(clipUrl && { url: clipUrl(startOffset) }) }];
  });
}

function describeProduct(
  { productId, listing }: ShowProduct,
  show: ShowState,
  { product, url, now, manifest, absolute }: StructuredDataOptions,
): Node {
  const known = product?.(productId, listing.ref);
  const picture = known?.picture ?? (listing.picture === undefined ? undefined : absolute(listing.picture));
  const offers = show.offers.filter(offer => offer.productId === productId).flatMap(offer => describeOffer(offer, known?.url ?? url, now));
  return {
    '@type': 'Product',
    '@id': `${url}#show-${manifest.showId}-${encodeURIComponent(productId)}`,
    name: known?.title ?? listing.title ?? productId,
    ...(picture !== undefined && { image: picture }),
    ...(known?.sku !== undefined && { sku: known.sku }),
    ...(known?.url !== undefined && { url: known.url }),
    ...(offers.length > 0 && { offers }),
  };
}

const availability: Partial<Record<ReturnType<typeof offerPhase>, string>> = {
  announced: 'https://schema.org/PreOrder',
  open: 'https://schema.org/InStock',
  'sold-out': 'https://schema.org/SoldOut',
};

/** An offer whose price still holds, or will. What is over is not offered to anybody. */
function describeOffer(offer: Offer, url: string, now: number): Node[] {
  const state = availability[offerPhase(offer, now)];
  if (state === undefined || now >= offer.endsAt) return [];
  const from = iso(offer.startsAt);
  const until = iso(offer.endsAt);
  return [
    {
      '@type': 'Offer',
      url,
      price: moneyToDecimal(offer.price),
      priceCurrency: offer.price.currency,
      availability: state,
      validFrom: from,
      availabilityStarts: from,
      availabilityEnds: until,
      priceValidUntil: until,
    },
  ];
}
