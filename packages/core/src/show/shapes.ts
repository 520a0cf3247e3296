import { isMoney } from '../money/money.js';
import type { ShowEvent, ShowEventType, UnknownEvent } from './events.js';
import { showLimits } from './limits.js';

type Check = (value: unknown) => boolean;

/*
 * What `evolve` relies on, field by field, without the weight of the schemas: kinds of values and the bounds that keep a state small.
 * The schemas at the edge are stricter and say what is wrong; a test holds that whatever they let through has its shape here.
 */
const text: Check = value => typeof value === 'string' && value.length <= showLimits.dataUrl;
const id: Check = value => typeof value === 'string' && value.length > 0 && value.length <= showLimits.id;
const whole: Check = value => Number.isSafeInteger(value) && (value as number) >= 0;
const some: Check = value => whole(value) && value !== 0;
const time: Check = value => whole(value) && (value as number) <= showLimits.time;
const price: Check = value => isMoney(value) && value.minor >= 0;
const maybe =
  (check: Check): Check =>
  value =>
    value === undefined || check(value);
const oneOf =
  (...values: string[]): Check =>
  value =>
    values.includes(value as string);
const list =
  (check: Check, most: number, least = 0): Check =>
  value =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);
const object = (fields: Readonly<Record<string, Check>>): Check => {
  const entries = Object.entries(fields);
  return value =>
    typeof value === 'object' && value !== null && entries.every(([name, check]) => check((value as Record<string, unknown>)[name]));
};
const counts = (most: number): Check => {
  const values = list(whole, most);
  return value => typeof value === 'object' && value !== null && values(Object.values(value));
};

const stream = object({ url: text, kind: oneOf('live', 'recorded') });
const streams = list(stream, showLimits.streams);
const author = object({ viewerId: id, name: text, role: oneOf('viewer', 'host', 'moderator', 'producer', 'system') });
const message = { messageId: id, author, text, replyTo: maybe(id) };
const listing = object({
  ref: maybe(id),
  title: maybe(text),
  picture: maybe(text),
  price: maybe(price),
  stock: maybe(whole),
  note: maybe(text),
});
const product = { productId: id, listing };
const ofOffer = object({ offerId: id });
const ofCoupon = object({ couponId: id });
const ofMessage = object({ messageId: id });
const anything = object({});
const isMessage = object(message);

const shapes: { readonly [T in ShowEventType]: Check } = {
  'show-scheduled': object({
    showId: id,
    title: text,
    description: maybe(text),
    startsAt: time,
    poster: maybe(text),
    language: maybe(text),
    host: maybe(object({ name: text, picture: maybe(text) })),
    streams,
  }),
  'show-started': anything,
  'show-paused': object({ reason: maybe(text) }),
  'show-resumed': anything,
  'show-ended': anything,
  'stream-replaced': object({ streams }),
  'product-listed': object(product),
  'product-corrected': object(product),
  'product-withdrawn': object({ productId: id, reason: maybe(text) }),
  'product-featured': object({ productId: id, variantId: maybe(id) }),
  'product-unfeatured': object({ productId: id }),
  'offer-opened': object({
    offerId: id,
    productId: id,
    variantIds: maybe(list(id, showLimits.offerVariants, 1)),
    price,
    startsAt: time,
    endsAt: time,
    quantity: maybe(some),
    code: maybe(text),
  }),
  'offer-sold-out': ofOffer,
  'offer-closed': ofOffer,
  'stock-reported': object({
    productId: id,
    variantId: maybe(id),
    state: oneOf('in', 'low', 'out', 'backorder', 'unknown'),
    quantity: maybe(whole),
  }),
  'coupon-issued': object({ couponId: id, code: text, label: text, quantity: maybe(some), endsAt: maybe(time) }),
  'coupon-exhausted': ofCoupon,
  'message-posted': isMessage,
  'message-held': object({ ...message, reason: maybe(text) }),
  'message-released': isMessage,
  'message-removed': ofMessage,
  'message-pinned': ofMessage,
  'message-unpinned': ofMessage,
  'viewer-muted': object({ viewerId: id, until: maybe(time) }),
  'viewer-unmuted': object({ viewerId: id }),
  'question-asked': object({ questionId: id, author, text }),
  'question-answered': object({ questionId: id, answer: maybe(text) }),
  'question-dismissed': object({ questionId: id }),
  'poll-opened': object({
    pollId: id,
    question: text,
    choices: list(object({ id, label: text }), showLimits.pollChoices, 2),
    endsAt: maybe(time),
  }),
  'vote-cast': object({ pollId: id, viewerId: id, choiceId: id }),
  'poll-closed': object({ pollId: id, tally: counts(showLimits.pollChoices) }),
  'draw-opened': object({ drawId: id, prize: text, commitment: text, winners: some, endsAt: maybe(time) }),
  'draw-entered': object({ drawId: id, viewerId: id, ticket: id }),
  'draw-entries-closed': object({ drawId: id, tickets: list(id, showLimits.drawEntries) }),
  'draw-drawn': object({ drawId: id, seed: text, winners: list(id, showLimits.drawWinners) }),
  'announcement-made': object({ announcementId: id, text, until: maybe(time) }),
  'viewers-counted': object({ viewers: whole }),
  'reactions-counted': object({ reactions: counts(showLimits.reactionKinds) }),
  'order-placed': object({
    orderRef: maybe(text),
    lines: list(object({ variantId: id, productId: maybe(id), quantity: some }), showLimits.orderLines),
    total: maybe(price),
  }),
};

/** Whether something has a type of the closed list and the data that `evolve` relies on. */
export function hasShape(event: { readonly type: string; readonly data: unknown }): boolean {
  return typeof event.type === 'string' && Object.hasOwn(shapes, event.type) && shapes[event.type as ShowEventType](event.data);
}

/** Whether the event has a place in a log and a moment: `seq` from 1, `at` from 0, both whole. */
export function hasPlace(event: unknown): event is ShowEvent | UnknownEvent {
  if (typeof event !== 'object' || event === null) return false;
  const { seq, at } = event as Partial<ShowEvent>;
  return whole(seq) && time(at);
}
