import { inShow, make, ready, state } from './gallery.js';

const list = ['mug', 'espresso', 'runner', 'lamp', 'lantern', 'set', 'pot', 'tea'];
const card = () => make('shopcast-product-card');
const offer = (productId, minor, more) => ({
  type: 'open-offer',
  data: { offerId: 'o', productId, price: { minor, currency: 'EUR' }, seconds: 300, ...more },
});
const inHand = variantId => ({ type: 'feature-product', data: { productId: 'mug', variantId } });
const product = (title, price, facts = {}) => ({
  id: title,
  title,
  images: [],
  options: [],
  variants: [{ id: 'v', title, options: {}, price, stock: { state: 'in', asOf: Date.now() }, quantityRule: { min: 1, step: 1 } }],
  ...facts,
});
const alone = (name, facts, given = {}, frame = 'narrow') =>
  state(name, make('shopcast-product-card', { '.product': facts, ...given }), frame);
const eur = minor => ({ minor, currency: 'EUR' });

await inShow('One variant: added with one tap', { list, feature: 'espresso' }, card(), 'narrow');
await inShow('Several variants: chosen first', { list, feature: 'mug' }, card(), 'narrow');
await inShow('One of several in the host’s hands', { list, run: [inHand('mug-slate')] }, card(), 'narrow');
await inShow('An open offer', { list, feature: 'lamp', run: [offer('lamp', 9900)] }, card(), 'narrow');
await inShow(
  'An offer on dearer choices',
  { list, feature: 'runner', run: [offer('runner', 4900, { variantIds: ['runner-moss-200cm', 'runner-slate-240cm'] })] },
  card(),
  'narrow',
);
await inShow('Three at once', { list, feature: ['lamp', 'set', 'mug'] }, card(), 'narrow');
await inShow('Sold out', { list, feature: 'lantern' }, card(), 'narrow');
await inShow('A very long title', { list, feature: 'set' }, card(), 'narrow');
await inShow('From right to left, no picture', { list, feature: 'pot' }, card(), 'narrow');
await inShow('A price per kilogram', { list, feature: 'tea' }, card(), 'narrow');
await inShow('The shop does not have it', { list: ['nothing'], feature: 'nothing' }, card(), 'narrow');
await inShow(
  'The shop does not answer',
  {
    run: [
      { type: 'list-product', data: { productId: 'x', listing: { ref: 'x', title: 'Stoneware mug', price: eur(1850) } } },
      { type: 'feature-product', data: { productId: 'x' } },
    ],
    latency: call => {
      if (call === 'products') throw new Error('The shop is down.');
    },
  },
  card(),
  'narrow',
);
await inShow(
  'A thing only the show has',
  {
    run: [
      { type: 'list-product', data: { productId: 'x', listing: { title: 'The jug on the table', price: eur(4500), stock: 3 } } },
      { type: 'feature-product', data: { productId: 'x' } },
    ],
  },
  card(),
  'narrow',
);
await inShow(
  'Withdrawn',
  { list, run: [{ type: 'withdraw-product', data: { productId: 'mug' } }] },
  make('shopcast-product-card', { 'product-id': 'mug' }),
  'narrow',
);
alone('Price 0', product('Gift wrapping', eur(0)));
alone('Price 1,299,000 yen', product('Kettle of cast iron, signed by the smith, with a stand', { minor: 1299000, currency: 'JPY' }));
alone('A picture that does not load', product('Teapot', eur(4900), { images: ['/missing.png'] }));
alone('Being added', product('Teapot', eur(4900)), { 'add-state': 'pending' });
alone('Added', product('Teapot', eur(4900)), { 'add-state': 'added' });
alone('Refused', product('Teapot', eur(4900)), { 'add-state': 'refused' });
alone('In a small box', product('Pair of espresso cups', eur(2400)), {}, 'box');
await inShow('Over a video', { list, feature: 'mug' }, card(), 'narrow over-dark');
await ready();
