/**
 * What the example shops sell: things for the table. Prices are gross, in euros and in yen, as decimal numbers.
 * `stock` is the number of units, or null where the shop does not count them.
 */

/** Every combination of the option values as a variant, minus what `keep` leaves out. */
function combinations(options, priceOf, stockOf, keep = () => true) {
  const combine = ([option, ...rest], chosen) =>
    option ? option.values.flatMap(value => combine(rest, [...chosen, value])) : keep(...chosen) ? [chosen] : [];
  return combine(options, []).map(values => ({ values, eur: priceOf(...values), stock: stockOf(...values) }));
}

const option = (name, ...values) => ({ name, values });

const glaze = option('Glaze', 'Oat', 'Slate', 'Moss', 'Cobalt');
const lampOptions = [option('Colour', 'Chalk', 'Brass', 'Ink'), option('Plug', 'EU', 'UK', 'JP')];
const napkinOptions = [option('Colour', 'Natural', 'Rust', 'Indigo'), option('Pieces', '2', '4', '8')];
const runnerOptions = [
  option('Colour', 'Natural', 'Indigo'),
  option('Length', '140 cm', '200 cm'),
  option('Weave', 'Plain', 'Herringbone'),
];
const knifeOptions = [
  option('Blade', '16 cm', '20 cm', '24 cm'),
  option('Handle', 'Walnut', 'Birch'),
  option('Hand', 'Right', 'Left'),
  option('Engraving', 'None', 'Initials'),
];
const clothOptions = [
  option('Colour', 'Natural', 'White', 'Rust', 'Indigo', 'Moss', 'Slate', 'Plum', 'Sand', 'Black'),
  option('Width', '110 cm', '120 cm', '130 cm', '140 cm', '150 cm', '160 cm'),
  option('Length', '140 cm', '160 cm', '180 cm', '200 cm', '240 cm', '280 cm'),
];
const teaOptions = [option('Weight', '50 g', '100 g', '250 g')];
const potOptions = [option('السعة', '300 مل', '600 مل')];

/** A price a shop in Japan could print: whole tens of yen. */
export const inYen = eur => Math.round((eur * 160) / 10) * 10;

const centimetres = text => Number.parseInt(text, 10);

/** The products, each `{ handle, title, description, picture, options, variants }`; a variant is `{ values, eur, stock }`. */
export const products = [
  {
    handle: 'stoneware-mug',
    title: 'Stoneware mug',
    description: 'Thrown by hand, glazed inside and out. Holds 300 ml and survives the dishwasher.',
    picture: 'mug',
    options: [glaze],
    variants: combinations(
      [glaze],
      colour => (colour === 'Cobalt' ? 21 : 18.5),
      colour => ({ Oat: 400, Slate: 3, Moss: 0, Cobalt: 250 })[colour],
    ),
    lowest30Days: 16.9,
  },
  {
    handle: 'espresso-cups',
    title: 'Pair of espresso cups',
    description: 'Two cups of 80 ml, stackable.',
    picture: 'espresso',
    options: [],
    variants: [{ values: [], eur: 24, stock: 120 }],
  },
  {
    handle: 'desk-lamp',
    title: 'Turning lamp',
    description: 'An arm of ash, a shade that turns. The brass shade comes with the European plug only.',
    picture: 'lamp',
    options: lampOptions,
    variants: combinations(
      lampOptions,
      colour => (colour === 'Brass' ? 149 : 129),
      (colour, plug) => (plug === 'UK' ? 0 : 60),
      (colour, plug) => colour !== 'Brass' || plug === 'EU',
    ),
  },
  {
    handle: 'paper-lantern',
    title: 'Paper lantern',
    description: 'Folded from one sheet. The last batch is gone; the next is drying.',
    picture: 'lantern',
    options: [],
    variants: [{ values: [], eur: 35, stock: 0 }],
  },
  {
    handle: 'linen-napkins',
    title: 'Linen napkins',
    description: 'Washed linen, hemmed with mitred corners.',
    picture: 'linen',
    options: napkinOptions,
    variants: combinations(
      napkinOptions,
      (colour, pieces) => Number(pieces) * 8.5,
      (colour, pieces) => (pieces === '8' ? 2 : 80),
      (colour, pieces) => colour !== 'Rust' || pieces !== '2',
    ),
  },
  {
    handle: 'table-runner',
    title: 'Table runner',
    description: 'Long and narrow, for tables that are too pretty to cover.',
    picture: 'runner',
    options: runnerOptions,
    variants: combinations(
      runnerOptions,
      (colour, length, weave) => (length === '200 cm' ? 49 : 39) + (weave === 'Herringbone' ? 10 : 0),
      () => 45,
      (colour, length, weave) => colour !== 'Indigo' || weave !== 'Herringbone',
    ),
  },
  {
    handle: 'tablecloth-to-measure',
    title: 'Tablecloth to measure',
    description: 'Nine colours, six widths, six lengths: 324 ways to dress a table.',
    picture: 'cloth',
    options: clothOptions,
    variants: combinations(
      clothOptions,
      (colour, width, length) => Math.round((centimetres(width) * centimetres(length)) / 250) + 0.5,
      (colour, width, length) => (colour === 'Plum' ? 0 : (centimetres(width) + centimetres(length)) % 40),
    ),
  },
  {
    handle: 'chefs-knife',
    title: 'Chef’s knife',
    description: 'Carbon steel, ground on both sides. Left-handed knives are made without engraving.',
    picture: 'knife',
    options: knifeOptions,
    variants: combinations(
      knifeOptions,
      (blade, handle, hand, engraving) => ({ '16 cm': 89, '20 cm': 109, '24 cm': 135 })[blade] + (engraving === 'Initials' ? 15 : 0),
      (blade, handle) => (handle === 'Birch' && blade === '24 cm' ? 1 : 30),
      (blade, handle, hand, engraving) => hand === 'Right' || engraving === 'None',
    ),
  },
  {
    handle: 'paring-knife',
    title: 'Paring knife',
    description: 'Nine centimetres of steel for everything round.',
    picture: 'paring',
    options: [option('Handle', 'Walnut', 'Birch')],
    variants: [
      { values: ['Walnut'], eur: 39, stock: 70 },
      { values: ['Birch'], eur: 36, stock: 0 },
    ],
  },
  {
    handle: 'sencha-tea',
    title: 'Sencha, first picking',
    description: 'Steamed green tea from the first picking of the year.',
    picture: 'tea',
    options: teaOptions,
    variants: combinations(
      teaOptions,
      weight => ({ '50 g': 9.9, '100 g': 17.9, '250 g': 39.9 })[weight],
      () => 300,
    ),
  },
  {
    handle: 'oolong-tin',
    title: 'Aged oolong, last tin',
    description: 'Roasted every other year since 2009. One tin is left.',
    picture: 'oolong',
    options: [],
    variants: [{ values: [], eur: 64, stock: 1 }],
  },
  {
    handle: 'salt-cellar',
    title: 'Salt cellar',
    description: 'Oak, with a lid that swings. Two are left.',
    picture: 'salt',
    options: [],
    variants: [{ values: [], eur: 28, stock: 2 }],
  },
  {
    handle: 'breakfast-set',
    title:
      'Breakfast set for six with plates, bowls, egg cups, a butter dish, a honey pot with its dipper, a bread basket lined with linen, and a tray of oiled ash to carry it all out into the garden at once',
    description: 'Everything the table needs before ten o’clock.',
    picture: 'breakfast',
    options: [],
    variants: [{ values: [], eur: 289, stock: 15 }],
  },
  {
    handle: 'coffee-pot',
    title: 'دلّة قهوة نحاسية',
    description: 'دلّة من النحاس المطروق لتحضير القهوة وتقديمها.',
    picture: 'pot',
    options: potOptions,
    variants: combinations(
      potOptions,
      size => (size === '300 مل' ? 72 : 94),
      () => 20,
    ),
  },
  {
    handle: 'gift-wrapping',
    title: 'Gift wrapping',
    description: 'Paper, string and a sprig of something green.',
    picture: 'gift',
    options: [],
    variants: [{ values: [], eur: 4.5, stock: null }],
  },
].map(product => ({
  ...product,
  variants: product.variants.map((variant, index) => ({
    ...variant,
    sku: `${product.handle}-${index + 1}`,
    jpy: inYen(variant.eur),
  })),
}));

/** Discount codes: one that always works, one with a condition, one that is over. Amounts are gross euros. */
export const promotions = [
  { code: 'TABLE10', title: 'Ten per cent off the whole table', percent: 10 },
  { code: 'FEAST15', title: 'Fifteen euros off a feast of a hundred', amount: 15, minimum: 100 },
  { code: 'HARVEST', title: 'The harvest is over', percent: 20, endsAt: '2025-11-01T00:00:00.000Z' },
];

export const shippingMethods = [
  { code: 'standard', title: 'Standard delivery', eur: 4.9, jpy: 800 },
  { code: 'express', title: 'Express delivery', eur: 9.9, jpy: 1600 },
];

/** Where the shop sells: the zone decides the tax. */
export const countries = [
  { code: 'DE', name: 'Germany', zone: 'Europe' },
  { code: 'FR', name: 'France', zone: 'Europe' },
  { code: 'NL', name: 'Netherlands', zone: 'Europe' },
  { code: 'JP', name: 'Japan', zone: 'Japan' },
];

/** Per cent of tax inside the gross price, by zone. */
export const taxRates = { Europe: 19, Japan: 10 };
