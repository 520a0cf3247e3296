import type { MemoryProductJson, MemoryVariantJson } from '@shopcast/commerce/adapters/memory';

/** One flat drawing in two colours as a picture of its own, so that no file is needed. */
function picture(shape: string, ground: string): string {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><rect width="120" height="120" fill="${ground}"/>${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

const mug = (colour: string): string =>
  picture(
    `<path d="M78 48h10a12 12 0 0 1 0 30H78" fill="none" stroke="${colour}" stroke-width="7"/><path d="M34 40h46v38a12 12 0 0 1-12 12H46a12 12 0 0 1-12-12z" fill="${colour}"/><path d="M34 40h12v50a12 12 0 0 1-12-12z" fill="#fff" opacity=".18"/>`,
    '#efe9df',
  );
const lamp = picture(
  '<path d="M60 96V52L84 34" fill="none" stroke="#5c4630" stroke-width="5"/><path d="M72 22l30 14-10 18-32-16z" fill="#b88a3b"/><rect x="40" y="94" width="40" height="6" rx="3" fill="#5c4630"/>',
  '#e6ebee',
);
const cloth = picture(
  '<path d="M24 36h72v56l-9-6-9 6-9-6-9 6-9-6-9 6-9-6-9 6z" fill="#39427f"/><path d="M24 36h72v12H24z" fill="#4b559a"/>',
  '#ece6dc',
);

const colours = [
  { id: 'oat', label: 'Oat', swatch: { color: '#d9c7a7' } },
  { id: 'slate', label: 'Slate', swatch: { color: '#66727c' } },
  { id: 'moss', label: 'Moss', swatch: { color: '#75825a' } },
  { id: 'cobalt', label: 'Cobalt', swatch: { color: '#2c4f9e' } },
];
const sizes = ['140 cm', '200 cm', '240 cm'].map(label => ({ id: label.replace(' ', ''), label }));

const mugVariants: MemoryVariantJson[] = colours.map(({ id, label, swatch }, place) => ({
  id: `mug-${id}`,
  sku: `MUG-${place + 1}`,
  title: label,
  options: { glaze: id },
  stock: [40, 3, 0, 25][place]!,
  image: mug(swatch.color),
  ...(id === 'cobalt' && { price: 2100 }),
}));

const runnerVariants: MemoryVariantJson[] = colours.flatMap(({ id }) =>
  sizes
    .filter(size => !(id === 'moss' && size.id === '240cm'))
    .map(size => ({
      id: `runner-${id}-${size.id}`,
      options: { colour: id, length: size.id },
      price: 3900 + sizes.indexOf(size) * 1000,
      stock: id === 'slate' && size.id === '200cm' ? 0 : 12,
    })),
);

/**
 * A small shop for stages: `espresso` (one variant), `mug` (four colours, one sold out, 3 left of Slate, reduced), `runner` (two options with
 * holes), `lamp`, `lantern` (sold out), `set` (a very long name), `pot` (written from right to left), `tea` (unit price, packs of two).
 */
export function stageProducts(): MemoryProductJson[] {
  return [
    {
      id: 'espresso',
      title: 'Pair of espresso cups',
      description: 'Two cups of 80 ml, stackable.',
      price: 2400,
      stock: 120,
      images: [mug('#a9512f')],
    },
    {
      id: 'mug',
      title: 'Stoneware mug',
      description: 'Thrown by hand, glazed inside and out. Holds 300 ml and survives the dishwasher.',
      price: 1850,
      compareAt: 2300,
      lowest30Days: 2200,
      images: [mug('#66727c'), mug('#d9c7a7'), mug('#2c4f9e')],
      options: [{ id: 'glaze', label: 'Glaze', values: colours }],
      variants: mugVariants,
      rating: { value: 4.6, count: 128 },
      reviews: [
        { author: 'Mio', rating: 5, text: 'Keeps the tea warm and sits well in the hand.', date: '2029-11-03' },
        { author: 'Jorge', rating: 4, text: 'Heavier than it looks.', date: '2029-10-12' },
      ],
    },
    {
      id: 'runner',
      title: 'Table runner',
      description: 'Long and narrow, for tables that are too pretty to cover.',
      images: [cloth],
      options: [
        { id: 'colour', label: 'Colour', values: colours },
        { id: 'length', label: 'Length', values: sizes },
      ],
      variants: runnerVariants,
    },
    { id: 'lamp', title: 'Turning lamp', description: 'An arm of ash, a shade that turns.', price: 12900, stock: 6, images: [lamp] },
    { id: 'lantern', title: 'Paper lantern', description: 'The last batch is gone; the next is drying.', price: 3500, stock: 0 },
    {
      id: 'set',
      title:
        'Breakfast set for six with plates, bowls, egg cups, a butter dish, a honey pot with its dipper and a bread basket lined with linen',
      price: 28900,
      stock: 15,
      images: [mug('#75825a')],
    },
    { id: 'pot', title: 'دلّة قهوة نحاسية', description: 'دلّة من النحاس المطروق لتحضير القهوة وتقديمها.', price: 7200, stock: 20 },
    {
      id: 'tea',
      title: 'Sencha, first picking',
      price: 990,
      unitPrice: { price: 19800, per: 'kg' },
      quantityRule: { min: 2, step: 2, max: 10 },
      stock: 300,
    },
  ];
}
