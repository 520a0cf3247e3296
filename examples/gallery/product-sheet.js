import { inShow, make, ready, state } from './gallery.js';

/** A sheet lies over the page: one at a time, chosen here or by `?show=mug`. */
const states = {
  mug: ['Everything there is', { list: ['mug'] }],
  runner: ['Two options', { list: ['runner'] }],
  set: ['A very long title', { list: ['set'] }],
  pot: ['From right to left, no picture', { list: ['pot'] }],
  nothing: ['The shop does not have it', { list: ['nothing'] }],
  down: [
    'The shop does not answer',
    {
      run: [{ type: 'list-product', data: { productId: 'down', listing: { ref: 'x', title: 'Stoneware mug', note: 'Fired twice.' } } }],
      latency: call => {
        if (call === 'products') throw new Error('The shop is down.');
      },
    },
  ],
  jug: [
    'A thing only the show has',
    {
      run: [
        {
          type: 'list-product',
          data: {
            productId: 'jug',
            listing: { title: 'The jug on the table', price: { minor: 4500, currency: 'EUR' }, stock: 3, note: 'Ask in the chat.' },
          },
        },
      ],
    },
  ],
};
const wanted = new URLSearchParams(location.search).get('show') ?? '';
for (const [id, [name]] of Object.entries(states)) state(name, make('a', { href: `?show=${id}` }, 'Open'));
const id = states[wanted] ? wanted : 'mug';
const box = await inShow(...states[id], make('shopcast-product-sheet'));
await box.querySelector('shopcast-show').updateComplete;
box.querySelector('shopcast-show').openPanel('sheet', id);
await ready();
