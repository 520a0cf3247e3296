import type { Policy, Product, Reviews, Stock } from '@shopcast/commerce';
import type { Announcement, Author, Listing, Message, Offer, ShowCommand, ShowManifest, ShowPhase, ShowState } from '@shopcast/core';
import type { SendResult } from '@shopcast/live';
import type { ReadableAtom } from 'nanostores';
import type { CartEngine } from '../cart/cart-types.js';
import type { Playback } from './playback.js';

/**
 * Where a viewer is in a show: before it, in it, in a break, after it, watching it again, or cut off from its log (the shop still
 * works then).
 */
export type SessionPhase = 'scheduled' | 'live' | 'paused' | 'ended' | 'replay' | 'unreachable';

/** How the line to the show stands, in a viewer's terms. */
export interface SessionConnection {
  /** `behind`: connected, catching up. `offline`: the device says so. `only-down`: nothing can be sent on this line. */
  readonly state: 'connecting' | 'open' | 'behind' | 'retrying' | 'offline' | 'closed';
  /** Whether commands can be sent. */
  readonly canSend: boolean;
  /** Device ms (monotonic) when this state began. */
  readonly since: number;
}

/** An offer with how it stands at `$now`. */
export interface SessionOffer extends Offer {
  readonly phase: 'announced' | 'open' | 'sold-out' | 'closed' | 'ended';
  /** Ms until it ends; 0 when it is not open. */
  readonly timeLeft: number;
}

/** A product as a show presents it: the show's listing joined with what the shop says. */
export interface SessionProduct {
  readonly productId: string;
  readonly listing: Listing;
  /** The shop's title, else the listing's. Plain text. */
  readonly title: string;
  readonly picture?: string;
  /** What the shop says; absent until it has answered, and for things only the show has (a flash listing). */
  readonly product?: Product;
  /** `listed`: only the show knows it. `gone`: the shop does not have it. `unreachable`: the shop does not answer; asked again. */
  readonly reading: 'loading' | 'ready' | 'listed' | 'gone' | 'unreachable';
  /** Whether the card is up, was up, or never was at this moment of the video. */
  readonly place: 'now' | 'before' | 'coming';
  /** Server ms when it was last featured, up to this moment of the video. */
  readonly shownAt?: number;
  /** The variant in the host's hands. */
  readonly featuredVariantId?: string;
  /** Not for sale in this show any more. */
  readonly withdrawn: boolean;
  /** Stock by variant id: the shop's word, lowered but never raised by fresher facts of the show. Key `''`: of the listing itself. */
  readonly stock: ReadonlyMap<string, Stock>;
}

/** One show, one transport and one shop, joined. The same object drives the elements and a page's own interface. */
export interface ShowSession {
  readonly manifest: ShowManifest;
  /** Who watches: role and pseudonym. */
  readonly viewer: Author;
  /** The show as presented at the playhead, with what this viewer has just sent already in it. */
  readonly $show: ReadableAtom<ShowState>;
  /** The show as it is now, whatever the video shows. */
  readonly $truth: ReadableAtom<ShowState>;
  readonly $phase: ReadableAtom<SessionPhase>;
  /** Server ms; moves once a second while somebody looks. */
  readonly $now: ReadableAtom<number>;
  /** Program date-time of the frame on screen. */
  readonly $playhead: ReadableAtom<number | undefined>;
  /** The products whose cards are up, the latest last; at most three. */
  readonly $featured: ReadableAtom<readonly SessionProduct[]>;
  /** Every product of the show in its order. */
  readonly $products: ReadableAtom<readonly SessionProduct[]>;
  readonly $offers: ReadableAtom<readonly SessionOffer[]>;
  /** The latest last. */
  readonly $chat: ReadableAtom<readonly Message[]>;
  /** What is announced at this moment. */
  readonly $announcement: ReadableAtom<Announcement | undefined>;
  readonly $connection: ReadableAtom<SessionConnection>;
  /** The shop's cart; absent without a shop. */
  readonly cart?: CartEngine;
  /** Sends a wish; what `decide` allows shows at once and is taken back when the room refuses. Never rejects. */
  send(command: ShowCommand): Promise<SendResult>;
  /** Watches from a moment on (server ms); without one, as live as can be. */
  seek(at?: number): void;
  /** Takes the playhead of a player. Returns how to let go of it. */
  attach(playback: Playback): () => void;
  /** Refreshes price and stock of these variants while somebody looks at them. Returns how to stop. */
  watchStock(variantIds: readonly string[]): () => void;
  /** Where the shop tells them; `undefined` where it does not. */
  reviews(productId: string, page?: number): Promise<Reviews | undefined>;
  policies(): Promise<readonly Policy[] | undefined>;
  /** Ends everything: lines, timers, listeners. Safe to call twice. */
  dispose(): void;
}

/** Where a state of a show puts a viewer, when the line is well. */
export function phaseOf(phase: ShowPhase, replaying: boolean): SessionPhase {
  if (phase === 'new') return 'scheduled';
  return phase === 'ended' && replaying ? 'replay' : phase;
}
