/**
 * The catalogue every shop under the commerce kit is seeded with. Product keys are the kit's; the shop's own refs are handed to the kit
 * by `create()`. Variants are found by the labels of their values, so a seeder keeps titles and labels letter for letter.
 * Prices are minor units of EUR as a shopper sees them (tax included where the shop shows it so).
 */
export interface StandardVariant {
  /** Option label to value label. Empty for a product without options. */
  readonly values: Readonly<Record<string, string>>;
  /** Units in stock. */
  readonly stock: number;
  /** Minor units of EUR. */
  readonly price: number;
}

/** One product of the standard catalogue. */
export interface StandardProduct {
  readonly key: StandardProductKey;
  readonly title: string;
  /** HTML, for shops that keep HTML: the adapter has to make plain text of it. */
  readonly descriptionHtml?: string;
  /** In the order they are made; a shop may answer in another. */
  readonly options: readonly { readonly label: string; readonly values: readonly string[] }[];
  readonly variants: readonly StandardVariant[];
  readonly quantityRule?: { readonly min: number; readonly max: number; readonly step: number };
  readonly compareAt?: number;
  readonly lowest30Days?: number;
  /** What it costs in a shop of another currency, minor units of that currency. */
  readonly otherPrices?: Readonly<Record<'JPY' | 'KWD', number>>;
}

/** What a product is there for. */
export type StandardProductKey =
  | 'plain'
  | 'oneOption'
  | 'twoOptions'
  | 'threeOptions'
  | 'fourOptions'
  | 'huge'
  | 'soldOut'
  | 'lowStock'
  | 'lastUnit'
  | 'ruled'
  | 'reduced';

/** What a discount code is there for. */
export type StandardCodeKey = 'percent' | 'fixed' | 'minimum' | 'expired' | 'exhausted';

/** One discount code of the standard catalogue. */
export interface StandardCode {
  readonly key: StandardCodeKey;
  readonly code: string;
  /** What it takes off: whole percent of the subtotal, or minor units of EUR. */
  readonly percent?: number;
  readonly amount?: number;
  /** Smallest subtotal, minor units of EUR. */
  readonly minimum?: number;
  readonly expired?: boolean;
  /** How often it may still be used in an order. */
  readonly usesLeft?: number;
}

/** Every combination of the values, in order, but for those left out. */
function combinations(
  options: StandardProduct['options'],
  price: number,
  stock: (values: Readonly<Record<string, string>>) => number | 'absent',
): StandardVariant[] {
  let all: Record<string, string>[] = [{}];
  for (const option of options) all = all.flatMap(values => option.values.map(value => ({ ...values, [option.label]: value })));
  return all.flatMap(values => {
    const units = stock(values);
    return units === 'absent' ? [] : [{ values, price, stock: units }];
  });
}

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, at) => `${word} ${at + 1}`);
const size = { label: 'Size', values: ['S', 'M', 'L'] };
const colours = { label: 'Colour', values: ['Blue', 'Red'] };
const single = (price: number, stock: number): StandardVariant[] => [{ values: {}, price, stock }];
const three = [{ label: 'Material', values: ['Oak', 'Ash'] }, colours, { label: 'Width', values: ['40 cm', '60 cm'] }];
const four = [...three, { label: 'Finish', values: ['Matt', 'Gloss'] }];
const sixteen = [
  { label: 'Shade', values: numbered('Shade', 16) },
  { label: 'Length', values: numbered('Length', 16) },
  { label: 'Cut', values: numbered('Cut', 8) },
];

/** The products. */
export const standardProducts: readonly StandardProduct[] = [
  {
    key: 'plain',
    title: 'Mug "Fjord" & saucer <small>',
    descriptionHtml: '<p>Stoneware, 30&nbsp;cl.</p><p>Dishwasher &amp; microwave safe.</p>',
    options: [],
    variants: single(1990, 50),
    otherPrices: { JPY: 3200, KWD: 6250 },
  },
  { key: 'oneOption', title: 'Rib socks', options: [size], variants: combinations([size], 900, v => (v['Size'] === 'L' ? 0 : 20)) },
  {
    key: 'twoOptions',
    title: 'Linen shirt',
    options: [colours, size],
    variants: combinations([colours, size], 5900, v =>
      v['Colour'] === 'Blue' && v['Size'] === 'L' ? 'absent' : v['Colour'] === 'Red' && v['Size'] === 'S' ? 0 : 20,
    ),
  },
  { key: 'threeOptions', title: 'Wall shelf', options: three, variants: combinations(three, 7900, () => 20) },
  { key: 'fourOptions', title: 'Side table', options: four, variants: combinations(four, 14900, () => 20) },
  { key: 'huge', title: 'Made to measure curtain', options: sixteen, variants: combinations(sixteen, 12900, () => 10) },
  { key: 'soldOut', title: 'Brass candlestick', options: [], variants: single(3400, 0) },
  { key: 'lowStock', title: 'Glass carafe', options: [], variants: single(2400, 3) },
  { key: 'lastUnit', title: 'Signed print', options: [], variants: single(8000, 1) },
  { key: 'ruled', title: 'Tea lights', options: [], variants: single(150, 60), quantityRule: { min: 2, max: 6, step: 2 } },
  { key: 'reduced', title: 'Wool blanket', options: [], variants: single(6000, 20), compareAt: 8000, lowest30Days: 7000 },
];

/** The discount codes. */
export const standardCodes: readonly StandardCode[] = [
  { key: 'percent', code: 'SAVE10', percent: 10 },
  { key: 'fixed', code: 'FIVEOFF', amount: 500 },
  { key: 'minimum', code: 'BIG100', percent: 20, minimum: 10_000 },
  { key: 'expired', code: 'LASTYEAR', percent: 10, expired: true },
  { key: 'exhausted', code: 'ALLGONE', percent: 10, usesLeft: 0 },
];

/** A code no shop under the kit knows. */
export const unknownCode = 'NO-SUCH-CODE';

/** A product of the catalogue by its key. */
export function standardProduct(key: StandardProductKey): StandardProduct {
  return standardProducts.find(product => product.key === key) as StandardProduct;
}

/** A discount code of the catalogue by its key. */
export function standardCode(key: StandardCodeKey): StandardCode {
  return standardCodes.find(code => code.key === key) as StandardCode;
}
