import { inShow, make, ready, state } from './gallery.js';

const asOf = Date.now();
const eur = minor => ({ minor, currency: 'EUR' });
const value = (label, swatch) => ({ id: label, label, ...(swatch && { swatch }) });

/** Every combination as a variant; `facts` says what differs, `null` that there is none. */
function product(title, options, facts = () => ({}), extra = {}) {
  const combine = ([first, ...rest], chosen) =>
    first ? first.values.flatMap(({ id }) => combine(rest, { ...chosen, [first.id]: id })) : [chosen];
  const variants = combine(options, {}).flatMap(chosen => {
    const own = facts(chosen);
    const id = Object.values(chosen).join(' / ') || 'only';
    const usual = { id, title: id, options: chosen, price: eur(8900), stock: { state: 'in', asOf }, quantityRule: { min: 1, step: 1 } };
    return own ? [{ ...usual, ...own }] : [];
  });
  return { id: title, title, images: [], options, variants, ...extra };
}

const drawing = fill =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#efe9df"/><path d="M10 12h17v12a5 5 0 0 1-5 5h-7a5 5 0 0 1-5-5z" fill="${fill}"/><path d="M27 15h3a4 4 0 0 1 0 9h-3" fill="none" stroke="${fill}" stroke-width="2.5"/></svg>`)}`;
const colours = { Oat: '#d9c7a7', Slate: '#66727c', Moss: '#75825a', Cobalt: '#2c4f9e' };
const glaze = { id: 'glaze', label: 'Glaze', values: Object.entries(colours).map(([label, color]) => value(label, { color })) };
const pictured = { ...glaze, values: Object.entries(colours).map(([label, color]) => value(label, { image: drawing(color) })) };
const size = { id: 'size', label: 'Size', values: ['39', '40', '41', '42', '43', '44'].map(label => value(label)) };
const colour = { id: 'colour', label: 'Colour', values: [value('Blue', { color: '#2c4f9e' }), value('Black', { color: '#222' })] };
const shoes = product('Shoes', [colour, size], ({ colour: c, size: s }) => {
  if (c === 'Black' && s === '44') return null;
  return c === 'Blue' && s === '42' ? { stock: { state: 'out', asOf } } : c === 'Black' ? { price: eur(9900) } : {};
});
const picker = (given, frame = 'narrow', name = '') => state(name, make('shopcast-sku-picker', given), frame);

picker({ '.product': shoes }, 'narrow', 'Nothing chosen');
picker({ '.product': shoes, '.selection': { colour: 'Blue', size: '42' } }, 'narrow', 'A combination that is sold out');
picker({ '.product': shoes, '.selection': { colour: 'Black', size: '44' } }, 'narrow', 'One that is not made');
const mug = product('Mug', [glaze], ({ glaze: g }) => ({
  price: eur(1850),
  compareAt: eur(2300),
  lowest30Days: eur(2200),
  stock:
    g === 'Moss' ? { state: 'out', asOf } : g === 'Slate' ? { state: 'low', quantity: 3, asOf: asOf - 7 * 60_000 } : { state: 'in', asOf },
}));
picker({ '.product': mug, 'variant-id': 'Slate' }, 'narrow', 'Colours, a reduction, three left');
picker({ '.product': { ...mug, options: [pictured] }, 'variant-id': 'Cobalt' }, 'narrow', 'Pictures');
const knife = product(
  'Knife',
  [
    { id: 'a', label: 'Blade', values: ['16 cm', '20 cm', '24 cm'].map(label => value(label)) },
    { id: 'b', label: 'Handle', values: ['Walnut', 'Birch'].map(label => value(label)) },
    { id: 'c', label: 'Hand', values: ['Right', 'Left'].map(label => value(label)) },
    { id: 'd', label: 'Engraving', values: ['None', 'Initials'].map(label => value(label)) },
  ],
  ({ c, d }) => (c === 'Left' && d === 'Initials' ? null : {}),
);
picker({ '.product': knife, '.selection': { a: '20 cm', b: 'Walnut', c: 'Left' } }, '', 'Four options');
const tea = { quantityRule: { min: 2, step: 2, max: 10 }, price: eur(990), unitPrice: { price: eur(19800), per: 'kg' } };
picker({ '.product': product('Tea', [], () => tea) }, 'narrow', 'No options, packs of two, a price per kilogram');
picker({ '.product': product('Gift', [], () => ({ price: eur(0), stock: { state: 'unknown', asOf } })) }, 'narrow', 'Price 0');
picker({ '.product': product('Bowl', [], () => ({ price: { minor: 1299000, currency: 'JPY' } })) }, 'narrow', 'Price 1,299,000 yen');
const long = ['Natural, washed and hemmed by hand with mitred corners', 'Rust', 'بني فاتح', '深い藍色', 'Un bleu de travail un peu délavé'];
const cloth = product('Cloth', [{ id: 'l', label: 'Colour of the linen and its hem', values: long.map(label => value(label)) }]);
picker({ '.product': cloth }, 'narrow', 'Long and foreign names');
picker({ '.product': { ...shoes, truncated: true, url: '/shoes' } }, 'narrow', 'More variants than were loaded');
picker({ '.product': product('Tea', []), 'add-state': 'pending' }, 'narrow', 'Being added');
picker({ '.product': product('Tea', []), 'add-state': 'added' }, 'narrow', 'Added');
picker({ '.product': product('Tea', []), 'add-state': 'refused' }, 'narrow', 'Refused');
picker({ '.product': shoes, 'variant-id': 'Blue / 41', disabled: true }, 'narrow', 'Disabled');
picker({ '.product': { ...shoes, variants: [shoes.variants[0], shoes.variants[0]] } }, 'narrow', 'A product that does not fit together');
await inShow(
  'In a show',
  { list: ['runner'] },
  make('shopcast-sku-picker', { 'product-id': 'runner', 'variant-id': 'runner-slate-200cm' }),
  'narrow',
);
await inShow('The shop does not have it', { list: ['nothing'] }, make('shopcast-sku-picker', { 'product-id': 'nothing' }), 'narrow');
await ready();
