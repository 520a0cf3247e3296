import { inShow, make, ready, state } from './gallery.js';

const button = given => make('shopcast-cart-button', given);

await inShow('In a show, empty', {}, button(), 'narrow');
await inShow(
  'In a show, three units',
  { then: (_stage, session) => session.cart.add({ variantId: 'espresso', quantity: 3 }) },
  button(),
  'narrow',
);
await inShow(
  'In a show, one on its way',
  {
    latency: call => (call === 'change' ? new Promise(() => undefined) : undefined),
    then: (_stage, session) => void session.cart.add({ variantId: 'lamp' }),
  },
  button(),
  'narrow',
);
state('Alone, empty', button());
state('Alone, two units', button({ quantity: 2 }));
state('Alone, being saved', button({ quantity: 2, pending: true }));
state('Alone, more than a hundred', button({ quantity: 140 }));
state('Over a light picture', button({ quantity: 2 }), 'over-light');
state('Over a dark picture', button({ quantity: 2, pending: true }), 'over-dark');
await ready();
