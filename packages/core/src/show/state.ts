import { mapGet, type PersistentMap } from '../internal/persistent-map.js';
import type { Author, Listing, ShowEventData, StockState, Stream } from './events.js';
import type { Money } from '../money/money.js';

/** `new`: nothing is known yet. A show is scheduled, then live (and perhaps paused in between), then ended for good. */
export type ShowPhase = 'new' | 'scheduled' | 'live' | 'paused' | 'ended';

/** Stock of a product or of one variant as the show was last told. */
export interface ReportedStock {
  /** Absent: the whole product. */
  readonly variantId?: string;
  readonly state: StockState;
  readonly quantity?: number;
  /** Server ms of the report. */
  readonly at: number;
}

/** A product of the show. */
export interface ShowProduct {
  readonly productId: string;
  readonly listing: Listing;
  /** Server ms. */
  readonly listedAt: number;
  /** Server ms when its card last went up: where to look again. */
  readonly featuredAt?: number;
  /** Set when the product was withdrawn: it is not for sale in this show any more. */
  readonly withdrawnAt?: number;
  readonly withdrawnReason?: string;
  /** Latest reports: one for the whole product and one per variant at most. */
  readonly stock: readonly ReportedStock[];
  /** Units in orders that the shop reported. */
  readonly sold: number;
}

/** A product whose card is shown. */
export interface FeaturedProduct {
  readonly productId: string;
  readonly variantId?: string;
  /** Server ms when it was featured. */
  readonly since: number;
}

/** An offer: its terms never change after it was opened; only `sold` grows, and `soldOutAt` or `closedAt` is added, once. */
export interface Offer {
  readonly offerId: string;
  readonly productId: string;
  /** Absent: all variants of the product. */
  readonly variantIds?: readonly string[];
  readonly price: Money;
  /** Server ms; the offer runs in the half-open interval [startsAt, endsAt). */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly quantity?: number;
  readonly code?: string;
  /** Units in orders that the shop reported while the offer was open; absent before the first. */
  readonly sold?: number;
  /** Server ms. */
  readonly soldOutAt?: number;
  /** Server ms: closed before its end. */
  readonly closedAt?: number;
}

/** A coupon handed out in the show. */
export interface Coupon {
  readonly couponId: string;
  readonly code: string;
  readonly label: string;
  readonly quantity?: number;
  /** Server ms. */
  readonly endsAt?: number;
  readonly exhaustedAt?: number;
}

/** A chat message. */
export interface Message {
  readonly messageId: string;
  readonly author: Author;
  readonly text: string;
  readonly replyTo?: string;
  /** Server ms. */
  readonly at: number;
}

/** A message that waits for a moderator. */
export interface HeldMessage extends Message {
  readonly reason?: string;
}

/** A viewer who may not write. */
export interface Mute {
  readonly viewerId: string;
  /** Server ms; absent means for the whole show. */
  readonly until?: number;
}

/** A question to the host. */
export interface Question {
  readonly questionId: string;
  readonly author: Author;
  readonly text: string;
  /** Server ms. */
  readonly at: number;
  /** Server ms; said aloud, or in writing when `answer` is there. */
  readonly answeredAt?: number;
  readonly answer?: string;
}

/** A poll. */
export interface Poll {
  readonly pollId: string;
  readonly question: string;
  readonly choices: readonly {
    readonly id: string;
    readonly label: string;
    /** Known once the poll is closed. */ readonly votes?: number;
  }[];
  /** Server ms. */
  readonly openedAt: number;
  /** Server ms; no vote counts from here on, closed or not. */
  readonly endsAt?: number;
  readonly closedAt?: number;
  /** Choice by viewer, as far as this audience may know: the room knows all, a viewer only the own. Empty once closed. */
  readonly votes: PersistentMap<string>;
}

/** A prize draw whose result anybody can compute again. */
export interface Draw {
  readonly drawId: string;
  readonly prize: string;
  /** SHA-256 of the seed, hex. */
  readonly commitment: string;
  /** How many win. */
  readonly winnerCount: number;
  /** Server ms. */
  readonly openedAt: number;
  readonly endsAt?: number;
  readonly entriesClosedAt?: number;
  /** Ticket by viewer, as far as this audience may know: the room knows all, a viewer only the own. */
  readonly entries: PersistentMap<string>;
  /** Every ticket, sorted; there once the entries are closed. */
  readonly tickets?: readonly string[];
  readonly seed?: string;
  /** Winning tickets in order; there once drawn. */
  readonly winners?: readonly string[];
  readonly drawnAt?: number;
}

/** An announcement. */
export interface Announcement {
  readonly announcementId: string;
  readonly text: string;
  /** Server ms. */
  readonly at: number;
  readonly until?: number;
}

/**
 * A show as folded from its log: plain JSON, never mutated, bounded by `showLimits`. Lists instead of records, so that order is
 * kept and no id can collide with a property of objects.
 */
export interface ShowState {
  /** Place of the last event taken in; 0 before the first. Events up to here change nothing any more. */
  readonly seq: number;
  /** Server ms of that event. */
  readonly at: number;
  readonly phase: ShowPhase;
  /** What was scheduled. */
  readonly details?: Omit<ShowEventData['show-scheduled'], 'streams'>;
  /** The streams to play now. */
  readonly streams: readonly Stream[];
  /** Server ms. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly pauseReason?: string;
  /** In the order of listing, withdrawn ones included. */
  readonly products: readonly ShowProduct[];
  /** At most three, the latest last. */
  readonly featured: readonly FeaturedProduct[];
  /** In the order of opening, past ones included. */
  readonly offers: readonly Offer[];
  readonly coupons: readonly Coupon[];
  /** The last `showLimits.messages` messages, the latest last. */
  readonly messages: readonly Message[];
  /** The latest last. */
  readonly pinned: readonly Message[];
  /** What waits for a moderator; a viewer's view holds only the own. */
  readonly held: readonly HeldMessage[];
  /** A viewer's view holds only the own. */
  readonly mutes: readonly Mute[];
  readonly questions: readonly Question[];
  readonly polls: readonly Poll[];
  readonly draws: readonly Draw[];
  readonly announcements: readonly Announcement[];
  /** Who watches: the last count and its server ms. */
  readonly viewers: { readonly count: number; readonly at: number };
  /** Reactions since the start, and the server ms of the last count. */
  readonly reactions: { readonly totals: readonly { readonly reaction: string; readonly count: number }[]; readonly at: number };
  /** Orders the shop reported. */
  readonly orders: { readonly count: number; readonly units: number };
}

/** A show of which nothing is known. */
export const initialShow: ShowState = {
  seq: 0,
  at: 0,
  phase: 'new',
  streams: [],
  products: [],
  featured: [],
  offers: [],
  coupons: [],
  messages: [],
  pinned: [],
  held: [],
  mutes: [],
  questions: [],
  polls: [],
  draws: [],
  announcements: [],
  viewers: { count: 0, at: 0 },
  reactions: { totals: [], at: 0 },
  orders: { count: 0, units: 0 },
};

/** How an offer stands at `now` (server ms). `ended` says it ran out, `closed` that it was ended early. */
export function offerPhase(offer: Offer, now: number): 'announced' | 'open' | 'sold-out' | 'closed' | 'ended' {
  if (offer.closedAt !== undefined && offer.closedAt <= now) return 'closed';
  if (offer.soldOutAt !== undefined && offer.soldOutAt <= now) return 'sold-out';
  if (now >= offer.endsAt) return 'ended';
  return now < offer.startsAt ? 'announced' : 'open';
}

/** The choice of a viewer in a poll, as far as this state knows it. */
export function voteOf(poll: Poll, viewerId: string): string | undefined {
  return mapGet(poll.votes, viewerId);
}

/** The ticket of a viewer in a draw, as far as this state knows it. */
export function ticketOf(draw: Draw, viewerId: string): string | undefined {
  return mapGet(draw.entries, viewerId);
}

/** Whether a viewer may not write at `now` (server ms). */
export function isMuted(state: ShowState, viewerId: string, now: number): boolean {
  return state.mutes.some(mute => mute.viewerId === viewerId && (mute.until === undefined || now < mute.until));
}
