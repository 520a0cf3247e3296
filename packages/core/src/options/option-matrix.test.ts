import { expect } from 'chai';
import { createOptionMatrix, ShopcastError, type MatrixProduct, type OptionMatrix, type Selection } from '../index.js';

/** `shoes('blue-42 blue-43! red-42')`: variants by their values; `!` cannot be bought, `*` fits any value. */
function shoes(variants: string, options = ['colour: blue red', 'size: 42 43']): MatrixProduct {
  const parsed = options.map(line => {
    const [id, values] = line.split(':') as [string, string];
    return {
      id,
      values: values
        .trim()
        .split(' ')
        .map(value => ({ id: value })),
    };
  });
  const words = variants.split(' ').filter(word => word !== '');
  return {
    options: parsed,
    variants: words.map((word, at) => {
      const values = word.replace('!', '').split('-');
      const chosen = parsed.flatMap((option, i) => (values[i] === '*' ? [] : [[option.id, values[i]!] as const]));
      return { id: `v${at}`, options: Object.fromEntries(chosen), available: !word.includes('!') };
    }),
  };
}
/** `blue+ red-`: `+` can be bought, `-` exists, `x` does not; the chosen value in brackets. */
const said = (matrix: OptionMatrix, selection: Selection) =>
  matrix
    .answer(selection)
    .flatMap(option => option.values)
    .map(({ id, exists, available, chosen }) => (chosen ? `[${id}]` : id) + (available ? '+' : exists ? '-' : 'x'))
    .join(' ');
const both = { table: {}, bitsets: { maxCells: 0 } };

for (const [way, how] of Object.entries(both)) {
  describe(`option matrix (${way})`, () => {
    it('answers every option against all other chosen ones, upwards too', () => {
      const matrix = createOptionMatrix(shoes('blue-42 blue-43! red-42'), how);
      expect(said(matrix, {})).to.equal('blue+ red+ 42+ 43-');
      expect(said(matrix, { colour: 'blue' })).to.equal('[blue]+ red+ 42+ 43-');
      expect(said(matrix, { colour: 'red' })).to.equal('blue+ [red]+ 42+ 43x');
      expect(said(matrix, { size: '43' })).to.equal('blue- redx 42+ [43]-');
      expect(said(matrix, { colour: 'red', size: '43' })).to.equal('blue- [red]x 42+ [43]x');
    });
    it('takes stock changes in place', () => {
      const matrix = createOptionMatrix(shoes('blue-42 blue-43! red-42'), how);
      expect(matrix.setAvailable('v1', true)).to.equal(true);
      expect(matrix.setAvailable('v1', true), 'the same again').to.equal(false);
      expect(said(matrix, { size: '43' })).to.equal('blue+ redx 42+ [43]+');
      expect(matrix.setAvailable('v0', false)).to.equal(true);
      expect(said(matrix, { colour: 'blue' })).to.equal('[blue]+ red+ 42- 43+');
      expect(matrix.setAvailable('gone', true)).to.equal(false);
    });
    it('finds the variant of a complete selection', () => {
      const matrix = createOptionMatrix(shoes('blue-42 blue-43! red-42'), how);
      expect(matrix.variantOf({ colour: 'blue', size: '43' }), 'sold out, still itself').to.equal('v1');
      expect(matrix.variantOf({ colour: 'red', size: '43' })).to.equal(undefined);
      expect(matrix.variantOf({ colour: 'red' }), 'not chosen for the shopper').to.equal(undefined);
    });
    it('lets an option with one value choose itself', () => {
      const matrix = createOptionMatrix(shoes('blue-cotton red-cotton', ['colour: blue red', 'fabric: cotton']), how);
      expect(matrix.variantOf({ colour: 'red' })).to.equal('v1');
    });
    it('prefers what can be bought among variants of one combination', () => {
      const matrix = createOptionMatrix(shoes('blue-42! blue-42 blue-42'), how);
      expect(matrix.variantOf({ colour: 'blue', size: '42' })).to.equal('v1');
      matrix.setAvailable('v1', false);
      matrix.setAvailable('v2', false);
      expect(matrix.variantOf({ colour: 'blue', size: '42' })).to.equal('v0');
      expect(said(matrix, {})).to.equal('blue- redx 42- 43x');
    });
    it('lets a variant without an option fit every value of it', () => {
      const matrix = createOptionMatrix(shoes('blue-* red-42!'), how);
      expect(said(matrix, { size: '43' })).to.equal('blue+ redx 42+ [43]+');
      expect(matrix.variantOf({ colour: 'blue', size: '43' })).to.equal('v0');
      expect(matrix.nearest({ colour: 'red', size: '43' })).to.deep.equal({ variantId: 'v0', selection: { colour: 'blue', size: '43' } });
      expect(matrix.nearest({ colour: 'red' })?.selection).to.deep.equal({ colour: 'blue', size: '42' });
    });
    it('says why not, with the fewest values that suffice', () => {
      const options = ['colour: blue red', 'size: 42 43', 'fabric: wool silk'];
      const matrix = createOptionMatrix(shoes('blue-42-wool blue-43-wool! red-42-silk! red-43-wool red-43-silk!', options), how);
      const because = (selection: Selection) => {
        const why = matrix.whyNot(selection);
        return why && `${why.reason}: ${why.because.map(value => `${value.optionId} ${value.valueId}`).join(', ')}`;
      };
      expect(because({ colour: 'blue' })).to.equal(undefined);
      expect(because({ colour: 'blue', size: '43' })).to.equal('sold-out: colour blue, size 43');
      expect(because({ colour: 'red', size: '42', fabric: 'silk' }), 'all silk is').to.equal('sold-out: fabric silk');
      expect(because({ colour: 'blue', size: '42', fabric: 'silk' })).to.equal('no-such-combination: colour blue, fabric silk');
      expect(because({ colour: 'red', size: '42', fabric: 'wool' })).to.equal('no-such-combination: colour red, size 42, fabric wool');
      for (const id of ['v0', 'v3']) matrix.setAvailable(id, false);
      expect(because({ colour: 'red' }), 'everything is').to.equal('sold-out: ');
    });
    it('proposes the variant with the fewest changes that keeps what was chosen last', () => {
      const options = ['colour: blue red', 'size: 42 43', 'fabric: wool silk'];
      const matrix = createOptionMatrix(shoes('blue-42-silk red-43-wool blue-43-silk! red-42-silk', options), how);
      const wish = { colour: 'blue', size: '43', fabric: 'wool' };
      expect(matrix.nearest(wish)?.variantId, 'one change').to.equal('v1');
      matrix.setAvailable('v1', false);
      expect(matrix.nearest(wish)?.variantId, 'two changes').to.equal('v0');
      matrix.setAvailable('v2', true);
      expect(matrix.nearest(wish)?.variantId).to.equal('v2');
      const pair = createOptionMatrix(shoes('blue-42 red-43'), how);
      expect(pair.nearest({ colour: 'red', size: '42' }, ['size'])?.variantId).to.equal('v0');
      expect(pair.nearest({ colour: 'red', size: '42' }, ['colour', 'size'])?.variantId).to.equal('v1');
      expect(pair.nearest({ colour: 'red', size: '42' }, ['unknown', 'colour'])).to.deep.equal({
        variantId: 'v1',
        selection: { colour: 'red', size: '43' },
      });
      expect(pair.nearest({})?.variantId, 'the shop’s order').to.equal('v0');
      expect(createOptionMatrix(shoes('blue-42!'), how).nearest({})).to.equal(undefined);
    });
    it('works without options and without variants', () => {
      const plain = createOptionMatrix({ options: [], variants: [{ id: 'only', options: {}, available: true }] }, how);
      expect(plain.answer({})).to.deep.equal([]);
      expect(plain.variantOf({ size: '42' })).to.equal('only');
      expect(plain.nearest({})).to.deep.equal({ variantId: 'only', selection: {} });
      expect(plain.whyNot({})).to.equal(undefined);
      plain.setAvailable('only', false);
      expect(plain.whyNot({})).to.deep.equal({ reason: 'sold-out', because: [] });
      const empty = createOptionMatrix(shoes(''), how);
      expect(said(empty, {})).to.equal('bluex redx 42x 43x');
      expect(empty.whyNot({ size: '42' })).to.deep.equal({ reason: 'no-such-combination', because: [] });
      expect(createOptionMatrix({ options: [], variants: [] }, how).variantOf({})).to.equal(undefined);
      expect(
        said(createOptionMatrix({ options: [{ id: 'size', values: [] }], variants: [{ id: 'a', options: {}, available: true }] }, how), {}),
      ).to.equal('');
    });
    it('takes unknown ids for not chosen, and ids that read like parts of an object for ids', () => {
      const matrix = createOptionMatrix(shoes('blue-42'), how);
      expect(said(matrix, { size: '99', width: 'wide', colour: undefined })).to.equal('blue+ redx 42+ 43x');
      const odd = JSON.parse(
        '{"options":[{"id":"__proto__","values":[{"id":"constructor"},{"id":""}]}],"variants":[{"id":"a","options":{"__proto__":"constructor"},"available":true}]}',
      ) as MatrixProduct;
      const strange = createOptionMatrix(odd, how);
      expect(said(strange, {})).to.equal('constructor+ x');
      expect(strange.variantOf({})).to.equal(undefined);
      expect(Object.entries(strange.nearest({})!.selection)).to.deep.equal([['__proto__', 'constructor']]);
    });
    it('fills a buffer of bytes in the same order', () => {
      const matrix = createOptionMatrix(shoes('blue-42 blue-43! red-42'), how);
      const out = new Uint8Array(matrix.valueCount);
      expect([...matrix.slots({ size: '43', colour: 'no' })]).to.deep.equal([0, 2]);
      matrix.fill(matrix.slots({ size: '43' }), out);
      expect([...out]).to.deep.equal([1, 0, 3, 1]);
    });
  });
}

describe('option matrix', () => {
  const refusedField = (product: MatrixProduct) => {
    try {
      createOptionMatrix(product);
    } catch (error) {
      expect(error).to.be.instanceOf(ShopcastError).with.property('code', 'options/bad-product');
      return (error as ShopcastError).field;
    }
    throw new Error('was accepted');
  };
  it('refuses a product that contradicts itself, and names the place', () => {
    const good = shoes('blue-42');
    expect(refusedField(shoes('blue-42 blue-44'))).to.equal('variants.1.options.size');
    expect(refusedField({ ...good, options: [...good.options, good.options[0]!] })).to.equal('options.2.id');
    expect(refusedField({ ...good, variants: [...good.variants, good.variants[0]!] })).to.equal('variants.1.id');
    expect(refusedField({ ...good, options: [{ id: 'size', values: [{ id: '42' }, { id: '42' }] }] })).to.equal('options.0.values.1.id');
  });

  it('falls back to bitsets where a table would be too large, slow or short of counts', () => {
    // 10 options of 9 values: 10^10 cells. 21 options of one value: 2^21 cells, 2^21 steps a variant. 70,000 variants: beyond 16 bits.
    const wide = (options: number, values: number, variants: number): MatrixProduct => ({
      options: Array.from({ length: options }, (_, i) => ({
        id: `o${i}`,
        values: Array.from({ length: values }, (_, v) => ({ id: `${v}` })),
      })),
      variants: Array.from({ length: variants }, (_, at) => ({
        id: `v${at}`,
        options: Object.fromEntries(Array.from({ length: options }, (_, i) => [`o${i}`, `${(at + i) % values}`])),
        available: at === variants - 1,
      })),
    });
    for (const [options, values, variants] of [
      [10, 9, 100],
      [21, 1, 20],
      [2, 9, 70_000],
    ] as const) {
      const matrix = createOptionMatrix(wide(options, values, variants));
      const last = (variants - 1) % values;
      const answer = matrix.answer({})[0]!.values;
      expect(answer.filter(value => value.available).map(value => value.id)).to.deep.equal([`${last}`]);
      expect(answer.every(value => value.exists)).to.equal(true);
      matrix.setAvailable(`v${variants - 1}`, false);
      expect(matrix.answer({})[0]!.values.some(value => value.available)).to.equal(false);
      expect(matrix.whyNot({ o0: '0' })).to.deep.equal({ reason: 'sold-out', because: [] });
    }
  });

  it('equals a brute-force oracle for random products, selections and stock changes', function () {
    // Node tries 10^5 products; browsers enough to see that their arithmetic is the same.
    const products = typeof process === 'undefined' ? 3_000 : 100_000;
    this.timeout(120_000);
    const seed = 20_260_301;
    const random = seeded(seed);
    for (let run = 0; run < products; run++) {
      const product = randomProduct(random);
      const matrix = createOptionMatrix(product, random(2) ? {} : { maxCells: 0 });
      const stock = product.variants.map(variant => variant.available);
      for (let step = 0, steps = 1 + random(3); step < steps; step++) {
        if (step > 0 && product.variants.length > 0) {
          const at = random(product.variants.length);
          stock[at] = random(2) === 1;
          matrix.setAvailable(product.variants[at]!.id, stock[at]);
        }
        const difference = differs(matrix, product, stock, randomSelection(product, random), random);
        if (difference) expect.fail(`seed ${seed}, product ${run}, step ${step}: ${difference}\n${JSON.stringify({ product, stock })}`);
      }
    }
  });
});

/** Whole numbers below `limit`, the same for the same seed (mulberry32). */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** 1 to 6 options; about as many variants as combinations or far fewer; some twice, some fitting any value. */
function randomProduct(random: (limit: number) => number): MatrixProduct {
  const options = Array.from({ length: 1 + random(6) }, (_, i) => ({
    id: `o${i}`,
    values: Array.from({ length: 1 + random(4) }, (_, v) => ({ id: `${v}` })),
  }));
  const withAny = random(4) === 0;
  return {
    options,
    variants: Array.from({ length: random(random(2) ? 6 : 40) }, (_, at) => ({
      id: `v${at}`,
      options: Object.fromEntries(
        options.flatMap(option => (withAny && random(8) === 0 ? [] : [[option.id, `${random(option.values.length)}`] as const])),
      ),
      available: random(3) > 0,
    })),
  };
}

function randomSelection(product: MatrixProduct, random: (limit: number) => number): Record<string, string> {
  const chosen = product.options.filter(() => random(3) > 0);
  return Object.fromEntries(chosen.map(option => [option.id, `${random(option.values.length)}`]));
}

/** What a matrix says that plain reading of the variants does not; empty when they agree. */
function differs(
  matrix: OptionMatrix,
  { options, variants }: MatrixProduct,
  stock: readonly boolean[],
  selection: Record<string, string>,
  random: (limit: number) => number,
): string {
  type Choice = Readonly<Record<string, string>>;
  type Variant = MatrixProduct['variants'][number];
  const departs = (variant: Variant, choice: Choice, id: string) => id in variant.options && variant.options[id] !== choice[id];
  const fits = (variant: Variant, choice: Choice) => {
    for (const id in choice) if (departs(variant, choice, id)) return false;
    return true;
  };
  const exists = (choice: Choice) => variants.find(variant => fits(variant, choice));
  const sells = (choice: Choice) => variants.find((variant, v) => stock[v] && fits(variant, choice));

  for (const option of matrix.answer(selection)) {
    for (const value of option.values) {
      const choice = { ...selection, [option.id]: value.id };
      if (value.exists !== !!exists(choice) || value.available !== !!sells(choice)) {
        return `${option.id}=${value.id} with ${JSON.stringify(selection)}`;
      }
    }
  }

  const complete = options.every(option => option.values.length === 1 || option.id in selection);
  const single = Object.fromEntries(options.filter(option => option.values.length === 1).map(option => [option.id, '0']));
  const whole = { ...single, ...selection };
  const expected = complete ? (sells(whole) ?? exists(whole))?.id : undefined;
  if (matrix.variantOf(selection) !== expected) return `variantOf ${JSON.stringify(selection)}`;

  const why = matrix.whyNot(selection);
  if ((why === undefined) !== !!sells(selection)) return `whyNot ${JSON.stringify(selection)}`;
  if (why) {
    const holds = (choice: Choice) => !(why.reason === 'sold-out' ? sells(choice) : exists(choice));
    if ((why.reason === 'sold-out') !== !!exists(selection)) return `reason for ${JSON.stringify(selection)}`;
    const because = why.because.map(({ optionId, valueId }) => [optionId, valueId] as const);
    if (!holds(Object.fromEntries(because)) || because.some(([id, value]) => selection[id] !== value))
      return `because of ${JSON.stringify(selection)}`;
    if (because.some((_, left) => holds(Object.fromEntries(because.filter((_, at) => at !== left)))))
      return `not minimal for ${JSON.stringify(selection)}`;
  }

  const latestFirst = options.map(option => option.id).sort(() => random(3) - 1);
  const chosen = latestFirst.filter(id => id in selection);
  const cost = (variant: Variant) => {
    const changed = chosen.map(id => Number(departs(variant, selection, id)));
    return [changed.filter(Boolean).length, ...changed].join('');
  };
  let best: { readonly id: string; readonly cost: string } | undefined;
  variants.forEach((variant, v) => {
    if (stock[v] && (!best || cost(variant) < best.cost)) best = { id: variant.id, cost: cost(variant) };
  });
  const nearest = matrix.nearest(selection, latestFirst);
  if (nearest?.variantId !== best?.id) return `nearest to ${JSON.stringify(selection)}, latest first ${latestFirst.join(' ')}`;
  const named = variants.find(variant => variant.id === nearest?.variantId);
  if (nearest && !(named && fits(named, nearest.selection))) return 'the nearest selection';
  return '';
}
