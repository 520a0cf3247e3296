/**
 * The SKU picker's question: which of all 40 option values of a product with 2,048 variants (16 x 16 x 8) exist and can be bought with what is
 * chosen? Both sides are asked about every pair of a first and second value in turn, so that nobody answers from a warm cache line.
 *
 * hydrogen-react's `getProductOptions` answers the same 40 values, from the encoded fields of Shopify; its field decode alone is taken by
 * `isOptionValueCombinationInEncodedVariant`, called as `getProductOptions` calls it. Both answer from the first option downwards only; ours answers
 * every option against all others.
 */
import { decodeEncodedVariant, getProductOptions, isOptionValueCombinationInEncodedVariant } from '@shopify/hydrogen-react';
import { createOptionMatrix } from '@shopcast/core';
import { compare, microsecondsPerCall, peerVersion } from './harness.mjs';

const bench = 'sku';
const hydrogen = '@shopify/hydrogen-react';
const version = peerVersion(hydrogen);

/** A product of the given option sizes, every combination a variant, one in three sold out. */
function product(sizes) {
  const options = sizes.map((size, i) => ({
    id: `option ${i}`,
    values: Array.from({ length: size }, (_, v) => ({ id: `value ${i}.${v}` })),
  }));
  const count = sizes.reduce((all, size) => all * size, 1);
  const places = Array.from({ length: count }, (_, at) => {
    let rest = at;
    return sizes.toReversed().map(size => { const place = rest % size; rest = (rest - place) / size; return place; }).toReversed(); // prettier-ignore
  });
  const variants = places.map((place, at) => ({
    id: `variant ${at}`,
    options: Object.fromEntries(place.map((v, i) => [options[i].id, options[i].values[v].id])),
    available: (at * 7) % 3 !== 0,
  }));
  return { options, variants, places };
}

/** Shopify's encoding of a set of combinations, as its trie with one entry for each. */
function encode(places) {
  let text = 'v1_';
  let before = [];
  for (const place of places) {
    let shared = 0;
    while (before.length > 0 && place[shared] === before[shared]) shared++;
    if (before.length > 0) text += shared === place.length - 1 ? ' ' : ','.repeat(place.length - 1 - shared);
    text += place.slice(shared).join(':');
    before = place;
  }
  return text + ','.repeat(before.length - 1);
}

const shop = product([16, 16, 8]);
const existence = encode(shop.places);
const availability = encode(shop.places.filter((_, at) => shop.variants[at].available));
if (String(decodeEncodedVariant(existence)) !== String(shop.places)) throw new Error('The encoded field does not hold the 2,048 variants.');
if (String(decodeEncodedVariant(availability)) !== String(shop.places.filter((_, at) => shop.variants[at].available))) {
  throw new Error('The encoded field does not hold the variants that can be bought.');
}

/** The product as the Storefront API answers: the selected variant and those one value away. */
function storefrontProduct(selected) {
  const variant = at => ({
    id: shop.variants[at].id,
    availableForSale: shop.variants[at].available,
    product: { handle: 'shoe' },
    selectedOptions: Object.entries(shop.variants[at].options).map(([name, value]) => ({ name, value })),
  });
  const place = shop.places[selected];
  const near = shop.places.flatMap((other, at) => (other.filter((v, i) => v !== place[i]).length === 1 ? [variant(at)] : []));
  return {
    handle: 'shoe',
    options: shop.options.map((option, i) => ({
      name: option.id,
      optionValues: option.values.map((value, v) => ({
        name: value.id,
        firstSelectableVariant: variant(shop.places.findIndex(p => p[i] === v)),
      })),
    })),
    selectedOrFirstAvailableVariant: variant(selected),
    adjacentVariants: near,
    encodedVariantExistence: existence,
    encodedVariantAvailability: availability,
  };
}

const matrix = createOptionMatrix(shop);
const selections = shop.variants.filter((_, at) => at % 16 === 5).map(variant => matrix.slots(variant.options));
const places = shop.places.filter((_, at) => at % 16 === 5);
const storefront = shop.places.flatMap((_, at) => (at % 16 === 5 ? [storefrontProduct(at)] : []));
const answers = new Uint8Array(matrix.valueCount);

function fieldDecode(place) {
  let yes = 0;
  for (let i = 0; i < place.length; i++) {
    for (let v = 0; v < shop.options[i].values.length; v++) {
      const key = [...place.slice(0, i), v];
      if (isOptionValueCombinationInEncodedVariant(key, existence)) yes++;
      if (isOptionValueCombinationInEncodedVariant(key, availability)) yes++;
    }
  }
  return yes;
}

// The last option is where both sides answer the same question: all other options are above it.
for (const [at, slots] of selections.entries()) {
  matrix.fill(slots, answers);
  const theirs = getProductOptions(storefront[at])
    .at(-1)
    .optionValues.map(value => (value.exists ? 1 : 0) | (value.available ? 2 : 0));
  if (String(theirs) !== String([...answers.subarray(32)])) throw new Error('Ours and the peer do not answer the same.');
}

const next = (list, i) => list[i % list.length];
await compare({
  bench,
  metric: 'all 40 values of 2,048 variants',
  unit: 'µs',
  better: 'lower',
  ours: () =>
    microsecondsPerCall(i => {
      matrix.fill(next(selections, i), answers);
      return answers[i % 40];
    }),
  peers: [
    { name: `${hydrogen} field decode`, version, goal: 10, measure: () => microsecondsPerCall(i => fieldDecode(next(places, i))) },
    {
      name: `${hydrogen} getProductOptions`,
      version,
      goal: 1000,
      measure: () => microsecondsPerCall(i => getProductOptions(next(storefront, i))),
    },
  ],
});

const chosen = shop.variants.filter((_, at) => at % 16 === 5).map(variant => variant.options);
await compare({
  bench,
  metric: 'the same as objects for a template (answer)',
  unit: 'µs',
  better: 'lower',
  ours: () => microsecondsPerCall(i => matrix.answer(next(chosen, i))),
  peers: [
    { name: `${hydrogen} getProductOptions`, version, measure: () => microsecondsPerCall(i => getProductOptions(next(storefront, i))) },
  ],
});

await compare({
  bench,
  metric: 'build for 2,048 variants',
  unit: 'µs',
  better: 'lower',
  ours: () => microsecondsPerCall(() => createOptionMatrix(shop)),
  peers: [
    {
      name: `${hydrogen} decodeEncodedVariant, both fields`,
      version,
      measure: () => microsecondsPerCall(() => [decodeEncodedVariant(existence), decodeEncodedVariant(availability)]),
    },
  ],
});

const alone = { bench, unit: 'µs', better: 'lower' };
let flip = false;
await compare({
  ...alone,
  metric: 'stock change in place, 2,048 variants',
  ours: () => microsecondsPerCall(i => matrix.setAvailable(next(shop.variants, i >> 1).id, (flip = !flip))),
});

const large = product([25, 20, 20]);
await compare({ ...alone, metric: 'build for 10,000 variants, table', ours: () => microsecondsPerCall(() => createOptionMatrix(large)) });
await compare({
  ...alone,
  metric: 'build for 10,000 variants, bitsets',
  ours: () => microsecondsPerCall(() => createOptionMatrix(large, { maxCells: 0 })),
});
for (const [way, how] of [
  ['table', {}],
  ['bitsets', { maxCells: 0 }],
]) {
  const wide = createOptionMatrix(large, how);
  const out = new Uint8Array(wide.valueCount);
  const asked = large.variants.filter((_, at) => at % 97 === 0).map(variant => wide.slots(variant.options));
  await compare({
    ...alone,
    metric: `all 65 values of 10,000 variants, ${way}`,
    ours: () =>
      microsecondsPerCall(i => {
        wide.fill(next(asked, i), out);
        return out[0];
      }),
  });
  await compare({
    bench,
    metric: `memory for 10,000 variants, ${way}`,
    unit: 'KB',
    better: 'lower',
    runs: 3,
    ours: () => kilobytes(() => createOptionMatrix(large, how)),
  });
}

/** Heap and buffers that one result holds, from many of them. */
function kilobytes(make, copies = 8) {
  const used = () => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const kept = Array.from({ length: copies }, make);
  return (used() - before) / 1024 / kept.length;
}
