/**
 * The rundown: what the host does in which scene of the video. `after` says how much of the scene has passed by then, 0 to 1; prices and stock are those of the
 * catalogue that shop and pages read too.
 */
import { products } from '../table-goods/catalogue.mjs';

/** Per cent, and how long an offer runs, in seconds. */
const percent = 20;
export const usualOfferSeconds = 120;

const opensOffer = { after: 0.25, type: 'open-offer' };

/** By product; a scene without an entry only shows its product. */
const acts = {
  'table-runner': [opensOffer],
  'linen-napkins': [
    { after: 0.375, type: 'announce', id: 'code', text: 'The code TABLE10 takes ten per cent off the whole table.', seconds: 20 },
  ],
  'desk-lamp': [opensOffer],
  'stoneware-mug': [opensOffer],
  'espresso-cups': [
    { after: 0.3, type: 'stock', units: 6 },
    { after: 0.7, type: 'stock', units: 4 },
  ],
  'sencha-tea': [opensOffer],
  'coffee-pot': [
    { after: 0.125, type: 'stock', of: 'espresso-cups' },
    { after: 0.375, type: 'announce', id: 'pot', text: 'The pot comes in two sizes: 300 ml and 600 ml.', seconds: 20 },
  ],
};

/** What an offer is for: the variants of a product that cost least, so that one price holds for all and is the lowest there is. */
function offerOf({ variants }) {
  const usual = Math.min(...variants.map(({ eur }) => eur));
  return {
    percent,
    skus: variants.filter(({ eur }) => eur === usual).map(({ sku }) => sku),
    price: { minor: Math.round(usual * (100 - percent)), currency: 'EUR' },
  };
}

/** What one lot of the show is: its product, as the room lists it, and what the host does with it. */
export function lotOf(handle) {
  const product = products.find(one => one.handle === handle);
  if (!product) throw new Error(`The catalogue has no "${handle}".`);
  return {
    productId: handle,
    listing: { ref: handle, title: product.title, note: product.description },
    variants: product.variants.map(({ sku, stock }) => ({ sku, stock })),
    offer: offerOf(product),
    acts: acts[handle] ?? [],
  };
}
