import type { Money } from '../money/money.js';

/** Who acts or watches. `system` is the room itself and the shop's verified hooks. */
export type Role = 'viewer' | 'host' | 'moderator' | 'producer' | 'system';

/** A person as others in the show see them. `viewerId` is a pseudonym of this show, not an account. */
export interface Author {
  readonly viewerId: string;
  readonly name: string;
  readonly role: Role;
}

/** One way to get the picture. Players try them in the order given. */
export interface Stream {
  /** Absolute or manifest-relative URL of an HLS playlist. */
  readonly url: string;
  /** `live` has no end yet; `recorded` has. */
  readonly kind: 'live' | 'recorded';
}

/** How sure a shop is of its stock; `unknown` is said, never guessed. */
export type StockState = 'in' | 'low' | 'out' | 'backorder' | 'unknown';

/**
 * A product as the show knows it. Nothing but `title` or `picture` is needed: what the shop knows is read from the shop by
 * `ref`. A flash listing, a thing held into the camera, has no `ref` but a picture, a price and a stock of its own.
 */
export interface Listing {
  /** The shop's id or handle, as its adapter understands it. */
  readonly ref?: string;
  readonly title?: string;
  /** URL of a picture. */
  readonly picture?: string;
  readonly price?: Money;
  /** Units for sale, a whole number >= 0. */
  readonly stock?: number;
  /** What is said about it: plain text. */
  readonly note?: string;
}

/** The data of every event, by type. Facts, in the past tense. A published shape is never changed; a new type is added. */
export interface ShowEventData {
  'show-scheduled': {
    readonly showId: string;
    readonly title: string;
    readonly description?: string;
    /** Server ms. */
    readonly startsAt: number;
    readonly poster?: string;
    /** BCP 47. */
    readonly language?: string;
    readonly host?: { readonly name: string; readonly picture?: string };
    readonly streams: readonly Stream[];
  };
  'show-started': Record<never, never>;
  'show-paused': { readonly reason?: string };
  'show-resumed': Record<never, never>;
  'show-ended': Record<never, never>;
  'stream-replaced': { readonly streams: readonly Stream[] };

  'product-listed': { readonly productId: string; readonly listing: Listing };
  /** The whole new listing, not a difference. */
  'product-corrected': { readonly productId: string; readonly listing: Listing };
  'product-withdrawn': { readonly productId: string; readonly reason?: string };
  'product-featured': { readonly productId: string; /** The variant in the host's hands. */ readonly variantId?: string };
  'product-unfeatured': { readonly productId: string };

  'offer-opened': {
    readonly offerId: string;
    readonly productId: string;
    /** The variants it is for; absent means all of the product. */
    readonly variantIds?: readonly string[];
    readonly price: Money;
    /** Server ms; half-open interval [startsAt, endsAt). */
    readonly startsAt: number;
    readonly endsAt: number;
    /** Units at this price, a whole number > 0; absent means as many as the shop sells. */
    readonly quantity?: number;
    /** The discount code that makes the shop charge this price, when the shop needs one. */
    readonly code?: string;
  };
  'offer-sold-out': { readonly offerId: string };
  /** Closed before its end. An offer that just runs out needs no event. */
  'offer-closed': { readonly offerId: string };
  'stock-reported': {
    readonly productId: string;
    /** Absent: the whole product. */
    readonly variantId?: string;
    readonly state: StockState;
    readonly quantity?: number;
  };
  'coupon-issued': {
    readonly couponId: string;
    readonly code: string;
    /** What it is good for, in the shop's words: plain text. */
    readonly label: string;
    readonly quantity?: number;
    readonly endsAt?: number;
  };
  'coupon-exhausted': { readonly couponId: string };

  'message-posted': { readonly messageId: string; readonly author: Author; readonly text: string; readonly replyTo?: string };
  /** Waits for a moderator; seen by staff and by its author. */
  'message-held': {
    readonly messageId: string;
    readonly author: Author;
    readonly text: string;
    readonly replyTo?: string;
    readonly reason?: string;
  };
  /** Carries the message again, because viewers never saw the held one. */
  'message-released': { readonly messageId: string; readonly author: Author; readonly text: string; readonly replyTo?: string };
  'message-removed': { readonly messageId: string };
  'message-pinned': { readonly messageId: string };
  'message-unpinned': { readonly messageId: string };
  'viewer-muted': { readonly viewerId: string; /** Server ms; absent means for the whole show. */ readonly until?: number };
  'viewer-unmuted': { readonly viewerId: string };

  'question-asked': { readonly questionId: string; readonly author: Author; readonly text: string };
  'question-answered': { readonly questionId: string; readonly answer?: string };
  'question-dismissed': { readonly questionId: string };

  'poll-opened': {
    readonly pollId: string;
    readonly question: string;
    readonly choices: readonly { readonly id: string; readonly label: string }[];
    readonly endsAt?: number;
  };
  /** Stays in the room. A later vote of the same viewer replaces the earlier one. */
  'vote-cast': { readonly pollId: string; readonly viewerId: string; readonly choiceId: string };
  'poll-closed': { readonly pollId: string; /** Votes by choice id. */ readonly tally: Readonly<Record<string, number>> };

  'draw-opened': {
    readonly drawId: string;
    readonly prize: string;
    /** SHA-256 of the secret seed, hex: the result is fixed before the first entry. */
    readonly commitment: string;
    /** How many win, a whole number > 0. */
    readonly winners: number;
    readonly endsAt?: number;
  };
  /** Stays in the room; the public list comes with `draw-entries-closed`. */
  'draw-entered': {
    readonly drawId: string;
    readonly viewerId: string;
    /** Pseudonym under which the entry is published. */ readonly ticket: string;
  };
  'draw-entries-closed': { readonly drawId: string; /** Every ticket, sorted. */ readonly tickets: readonly string[] };
  'draw-drawn': {
    readonly drawId: string;
    /** The seed behind the commitment: anybody can draw again and compare. */
    readonly seed: string;
    /** Winning tickets in order. */
    readonly winners: readonly string[];
  };

  'announcement-made': { readonly announcementId: string; readonly text: string; readonly until?: number };
  'viewers-counted': { readonly viewers: number };
  /** How many of each since the last count. */
  'reactions-counted': { readonly reactions: Readonly<Record<string, number>> };
  /** Anonymous: no name, no address. `orderRef` and `total` stay with staff. */
  'order-placed': {
    readonly orderRef?: string;
    readonly lines: readonly { readonly variantId: string; readonly productId?: string; readonly quantity: number }[];
    readonly total?: Money;
  };
}

/** A type of the closed list. */
export type ShowEventType = keyof ShowEventData;

/** What every event carries around its data. */
export interface EventEnvelope {
  /** Unique in the show; the same event arriving twice has the same id. */
  readonly id: string;
  /** Place in the log, from 1 upwards without holes. Ephemeral events repeat the last durable number. */
  readonly seq: number;
  /** Server time in ms since 1970. */
  readonly at: number;
}

/** One event of the given type. */
export type ShowEventOf<T extends ShowEventType> = T extends ShowEventType
  ? EventEnvelope & { readonly type: T; readonly data: ShowEventData[T] }
  : never;

/** Any event this version knows. */
export type ShowEvent = ShowEventOf<ShowEventType>;

/** A well-formed event of a type that this version does not know: kept in the log, changes nothing. */
export interface UnknownEvent extends EventEnvelope {
  readonly type: string;
  readonly data: unknown;
  readonly unknown: true;
}

/** A fact before the room has given it its place: what `decide` returns. */
export type ShowFactOf<T extends ShowEventType> = T extends ShowEventType ? { readonly type: T; readonly data: ShowEventData[T] } : never;
export type ShowFact = ShowFactOf<ShowEventType>;
