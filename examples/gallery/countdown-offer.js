import { inShow, make, ready, state } from './gallery.js';

const eur = minor => ({ minor, currency: 'EUR' });
const open = (seconds, more = {}) => ({
  type: 'open-offer',
  data: { offerId: 'tonight', productId: 'espresso', price: eur(1900), seconds, ...more },
});
const scene = { list: ['espresso', 'lamp'], feature: 'espresso' };
const words = 'Pair of espresso cups at 19.00';
const countdown = (given = {}, text = words) => make('shopcast-countdown-offer', given, text);
const later = ms => new Date(Date.now() + ms).toISOString();
/** Puts units into the cart before the offer's time runs out. */
const withUnits = quantity => async (stage, session) => {
  await session.cart.add({ variantId: 'espresso', quantity });
  await stage.pass(62_000);
  await stage.until(() => !session.cart.$cart.get().pending);
};

await inShow('Runs for two minutes', { ...scene, run: [open(120)] }, countdown(), 'narrow');
await inShow('Runs for an hour and more', { ...scene, run: [open(5000)] }, countdown(), 'narrow');
await inShow('Without a timer', { ...scene, run: [open(120)] }, countdown({ 'without-timer': true }), 'narrow');
await inShow('Without its button, in a small box', { ...scene, run: [open(120)] }, countdown({ 'without-button': true }, ''), 'box');
await inShow('Over a dark picture', { ...scene, run: [open(120)] }, countdown(), 'narrow over-dark');
await inShow(
  'Begins later',
  { ...scene, run: [open(120, { startsAt: Date.UTC(2030, 0, 1, 12, 5) })] },
  countdown({ 'offer-id': 'tonight' }),
  'narrow',
);
await inShow('Over', { ...scene, run: [open(60)], then: stage => stage.pass(62_000) }, countdown({ 'offer-id': 'tonight' }), 'narrow');
await inShow(
  'Over, with units in the cart at the usual price',
  { ...scene, run: [open(60)], then: withUnits(2) },
  countdown({ 'offer-id': 'tonight' }),
  'narrow',
);
await inShow(
  'Over, while the shop still states the price of the offer',
  { ...scene, run: [open(60, { price: eur(2400) })], then: withUnits(1) },
  countdown({ 'offer-id': 'tonight' }),
  'narrow',
);
await inShow(
  'Ended early',
  { ...scene, run: [open(120), { type: 'close-offer', data: { offerId: 'tonight' } }] },
  countdown({ 'offer-id': 'tonight' }),
  'narrow',
);
await inShow(
  'Sold',
  { ...scene, run: [open(120, { quantity: 5 }), { type: 'sell-out-offer', data: { offerId: 'tonight' } }] },
  countdown({ 'offer-id': 'tonight' }),
  'narrow',
);
state('Alone, until a time', countdown({ 'ends-at': later(95_000) }), 'narrow');
state('Alone, for days', countdown({ 'ends-at': later(3 * 86_400_000) }, 'Linen, 20 % off'), 'narrow');
state('Alone, over', countdown({ 'ends-at': '2020-01-01T20:00:00Z' }), 'narrow');
state('Alone, with a time that is none', countdown({ 'ends-at': 'soon' }), 'narrow');
await ready();
