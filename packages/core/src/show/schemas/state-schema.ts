import * as v from 'valibot';
import type { PersistentMap } from '../../internal/persistent-map.js';
import { showLimits as most } from '../limits.js';
import type { ShowState } from '../state.js';
import { author, choice, hash, host, listing, offerTerms, seed, stockState, streams, type SchemaOf } from './event-schemas.js';
import { count, id, language, line, list, maybe, pictureUrl, place, text, time, title, units } from './values.js';

const bucket = v.array(v.tuple([id, id]));
const entries: SchemaOf<PersistentMap<string>> = v.object({ size: count, rows: list(v.nullable(list(v.nullable(bucket), 32)), 32) });

const message = v.object({ messageId: id, author, text: text(most.message), replyTo: maybe(id), at: time });

/** The state of a show, as a snapshot carries it. */
export const state: SchemaOf<ShowState> = v.object({
  seq: place,
  at: time,
  phase: v.picklist(['new', 'scheduled', 'live', 'paused', 'ended']),
  details: maybe(
    v.object({
      showId: id,
      title,
      description: maybe(text(most.text)),
      startsAt: time,
      poster: maybe(pictureUrl),
      language: maybe(language),
      host: maybe(host),
    }),
  ),
  streams,
  startedAt: maybe(time),
  endedAt: maybe(time),
  pauseReason: maybe(title),
  products: list(
    v.object({
      productId: id,
      listing,
      listedAt: time,
      featuredAt: maybe(time),
      withdrawnAt: maybe(time),
      withdrawnReason: maybe(title),
      stock: list(v.object({ variantId: maybe(id), state: stockState, quantity: maybe(count), at: time }), most.stockPerProduct),
      sold: place,
    }),
    most.products,
  ),
  featured: list(v.object({ productId: id, variantId: maybe(id), since: time }), most.featured),
  offers: list(
    v.object({ ...offerTerms, startsAt: time, endsAt: time, sold: maybe(place), soldOutAt: maybe(time), closedAt: maybe(time) }),
    most.offers,
  ),
  coupons: list(
    v.object({ couponId: id, code: line(most.code), label: title, quantity: maybe(units), endsAt: maybe(time), exhaustedAt: maybe(time) }),
    most.coupons,
  ),
  messages: list(message, most.messages),
  pinned: list(message, most.pinned),
  held: list(v.object({ ...message.entries, reason: maybe(text(most.text)) }), most.held),
  mutes: list(v.object({ viewerId: id, until: maybe(time) }), most.mutes),
  questions: list(
    v.object({ questionId: id, author, text: text(most.message), at: time, answeredAt: maybe(time), answer: maybe(text(most.text)) }),
    most.questions,
  ),
  polls: list(
    v.object({
      pollId: id,
      question: title,
      choices: list(v.object({ ...choice.entries, votes: maybe(count) }), most.pollChoices, 2),
      openedAt: time,
      endsAt: maybe(time),
      closedAt: maybe(time),
      votes: entries,
    }),
    most.polls,
  ),
  draws: list(
    v.object({
      drawId: id,
      prize: title,
      commitment: hash,
      winnerCount: units,
      openedAt: time,
      endsAt: maybe(time),
      entriesClosedAt: maybe(time),
      entries,
      tickets: maybe(list(id, most.drawEntries)),
      seed: maybe(seed),
      winners: maybe(list(id, most.drawWinners)),
      drawnAt: maybe(time),
    }),
    most.draws,
  ),
  announcements: list(v.object({ announcementId: id, text: text(most.text), at: time, until: maybe(time) }), most.announcements),
  viewers: v.object({ count, at: time }),
  reactions: v.object({ totals: list(v.object({ reaction: id, count: place }), most.reactionKinds), at: time }),
  orders: v.object({ count: place, units: place }),
});
