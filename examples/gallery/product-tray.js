import { inShow, make, ready, state } from './gallery.js';

const list = ['mug', 'espresso', 'runner', 'lamp', 'lantern', 'set', 'pot', 'tea'];
const tray = () => make('shopcast-product-tray');
const before = async stage => {
  for (const productId of ['espresso', 'lantern']) {
    await stage.pass(95_000);
    await stage.run({ type: 'feature-product', data: { productId } });
  }
  await stage.pass(61_000);
  await stage.run(
    { type: 'unfeature-product', data: { productId: 'espresso' } },
    { type: 'unfeature-product', data: { productId: 'lantern' } },
    { type: 'feature-product', data: { productId: 'mug' } },
  );
  await stage.pass(1000);
};
const many = Array.from({ length: 14 }, (_, n) => ({
  type: 'list-product',
  data: { productId: `p${n}`, listing: { title: `Bowl number ${n + 1}`, price: { minor: 1900 + n * 100, currency: 'EUR' } } },
}));

await inShow('Shown now, coming, shown before', { list, then: before }, tray(), 'narrow');
await inShow('From twelve on with a search', { run: many }, tray(), 'narrow');
await inShow('Nothing yet', {}, tray(), 'narrow');
await inShow('In a small box', { list: ['mug', 'set'] }, tray(), 'box');
state(
  'Alone',
  make('shopcast-product-tray', {
    '.products': ['Teapot', 'Tray'].map(title => ({
      id: title,
      title,
      images: [],
      options: [],
      variants: [
        {
          id: title,
          title,
          options: {},
          price: { minor: 4900, currency: 'EUR' },
          stock: { state: 'low', quantity: 2, asOf: Date.now() },
          quantityRule: { min: 1, step: 1 },
        },
      ],
    })),
  }),
  'narrow',
);
if (new URLSearchParams(location.search).has('open')) {
  const box = await inShow('As a sheet', { list, then: before }, tray());
  await box.querySelector('shopcast-show').updateComplete;
  box.querySelector('shopcast-show').openPanel('tray');
}
await ready();
