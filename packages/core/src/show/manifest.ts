import type { PriceRules } from '../prices/price-at.js';
import type { Stream } from './events.js';

/** A way for the log to reach the page. */
export interface ManifestTransport {
  /** Name of a transport: `sse`, `poll`, `file`, `tabs`, `in-stream`, `nats`, or one the page brings itself. */
  readonly kind: string;
  /** Absolute or relative to the manifest; what it means is up to the kind. */
  readonly url?: string;
}

/** Which shop sells, where the page does not say it itself. */
export interface ManifestShop {
  /** Name of an adapter: `vendure`. */
  readonly adapter: string;
  /** Its options, by name. Never a secret: everybody can read a manifest. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** What `<shopcast-show manifest="...">` reads first: enough to paint the poster and to find stream, log and shop. */
export interface ShowManifest {
  readonly showId: string;
  /** Plain text. */
  readonly title: string;
  readonly description?: string;
  /** Server ms when the show starts or started. */
  readonly startsAt: number;
  readonly poster?: string;
  /** BCP 47: the language spoken. */
  readonly language?: string;
  /** BCP 47: languages of the captions and of other manifests of the same show, the best first. */
  readonly languages?: readonly string[];
  readonly host?: { readonly name: string; readonly picture?: string };
  /** Tried in the order given. May be empty before the show. */
  readonly streams: readonly Stream[];
  /** URLs worth fetching before the player asks: playlist, init and newest segment. */
  readonly preload?: readonly string[];
  /** Tried in the order given; several may be named and are merged. May be empty: the show then stands still. */
  readonly transports: readonly ManifestTransport[];
  readonly shop?: ManifestShop;
  /** What the markets of the show demand of prices. */
  readonly priceRules?: PriceRules;
}
