import * as v from 'valibot';
import type { Author, Listing, ShowEventData, ShowEventType, Stream } from '../events.js';
import { showLimits as most } from '../limits.js';
import { count, counts, id, language, line, list, maybe, pictureUrl, price, text, time, title, units, url } from './values.js';

/** A schema of something from outside that becomes a `T`. */
export type SchemaOf<T> = v.GenericSchema<unknown, T>;

export const role = v.picklist(['viewer', 'host', 'moderator', 'producer', 'system']);
export const author: SchemaOf<Author> = v.object({ viewerId: id, name: title, role });
export const stream: SchemaOf<Stream> = v.object({ url, kind: v.picklist(['live', 'recorded']) });
export const streams = list(stream, most.streams);
export const host = v.object({ name: title, picture: maybe(pictureUrl) });
export const stockState = v.picklist(['in', 'low', 'out', 'backorder', 'unknown']);

const listingFields = v.object({
  ref: maybe(id),
  title: maybe(title),
  picture: maybe(pictureUrl),
  price: maybe(price),
  stock: maybe(count),
  note: maybe(text(most.text)),
});
export const listing: SchemaOf<Listing> = v.pipe(
  listingFields,
  v.check(({ ref, title, picture }) => (ref ?? title ?? picture) !== undefined, 'needs a ref, a title or a picture'),
);

const message = { messageId: id, author, text: text(most.message), replyTo: maybe(id) };
const messageRef = v.object({ messageId: id });
export const choice = v.object({ id, label: title });
const distinct = (values: string[]) => new Set(values).size === values.length;
const choices = v.pipe(
  list(choice, most.pollChoices, 2),
  v.check(all => distinct(all.map(({ id }) => id)), 'two choices have the same id'),
);
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex digits'));
export const seed = v.pipe(line(most.seed), v.minLength(most.seedMin));
const tickets = (limit: number) => v.pipe(list(id, limit), v.check(distinct, 'a ticket is named twice'));

const offerRef = v.object({ offerId: id });
const productRef = v.object({ productId: id });

/** The fields of an offer beside its times. */
export const offerTerms = {
  offerId: id,
  productId: id,
  variantIds: maybe(list(id, most.offerVariants, 1)),
  price,
  quantity: maybe(units),
  code: maybe(line(most.code)),
};

export const nothing = v.object({});

/** The data of every event. */
export const eventData: { readonly [T in ShowEventType]: SchemaOf<ShowEventData[T]> } = {
  'show-scheduled': v.object({
    showId: id,
    title,
    description: maybe(text(most.text)),
    startsAt: time,
    poster: maybe(pictureUrl),
    language: maybe(language),
    host: maybe(host),
    streams,
  }),
  'show-started': nothing,
  'show-paused': v.object({ reason: maybe(title) }),
  'show-resumed': nothing,
  'show-ended': nothing,
  'stream-replaced': v.object({ streams }),
  'product-listed': v.object({ productId: id, listing }),
  'product-corrected': v.object({ productId: id, listing }),
  'product-withdrawn': v.object({ productId: id, reason: maybe(title) }),
  'product-featured': v.object({ productId: id, variantId: maybe(id) }),
  'product-unfeatured': productRef,
  'offer-opened': v.pipe(
    v.object({ ...offerTerms, startsAt: time, endsAt: time }),
    v.forward(
      v.check(({ startsAt, endsAt }) => startsAt < endsAt, 'must be after startsAt'),
      ['endsAt'],
    ),
  ),
  'offer-sold-out': offerRef,
  'offer-closed': offerRef,
  'stock-reported': v.object({ productId: id, variantId: maybe(id), state: stockState, quantity: maybe(count) }),
  'coupon-issued': v.object({ couponId: id, code: line(most.code), label: title, quantity: maybe(units), endsAt: maybe(time) }),
  'coupon-exhausted': v.object({ couponId: id }),
  'message-posted': v.object(message),
  'message-held': v.object({ ...message, reason: maybe(text(most.text)) }),
  'message-released': v.object(message),
  'message-removed': messageRef,
  'message-pinned': messageRef,
  'message-unpinned': messageRef,
  'viewer-muted': v.object({ viewerId: id, until: maybe(time) }),
  'viewer-unmuted': v.object({ viewerId: id }),
  'question-asked': v.object({ questionId: id, author, text: text(most.message) }),
  'question-answered': v.object({ questionId: id, answer: maybe(text(most.text)) }),
  'question-dismissed': v.object({ questionId: id }),
  'poll-opened': v.object({ pollId: id, question: title, choices, endsAt: maybe(time) }),
  'vote-cast': v.object({ pollId: id, viewerId: id, choiceId: id }),
  'poll-closed': v.object({ pollId: id, tally: counts(most.pollChoices) }),
  'draw-opened': v.object({
    drawId: id,
    prize: title,
    commitment: hash,
    winners: v.pipe(units, v.maxValue(most.drawWinners)),
    endsAt: maybe(time),
  }),
  'draw-entered': v.object({ drawId: id, viewerId: id, ticket: id }),
  'draw-entries-closed': v.object({ drawId: id, tickets: tickets(most.drawEntries) }),
  'draw-drawn': v.object({ drawId: id, seed, winners: tickets(most.drawWinners) }),
  'announcement-made': v.object({ announcementId: id, text: text(most.text), until: maybe(time) }),
  'viewers-counted': v.object({ viewers: count }),
  'reactions-counted': v.object({ reactions: counts(most.reactionKinds) }),
  'order-placed': v.object({
    orderRef: maybe(id),
    lines: list(v.object({ variantId: id, productId: maybe(id), quantity: units }), most.orderLines),
    total: maybe(price),
  }),
};
