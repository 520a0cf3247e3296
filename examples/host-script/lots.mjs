/** What the host does with the lots of the show: lists, features, offers, counts. Keeps in mind what is on the cards and on offer. */
import { lotOf } from './rundown.mjs';

/** The coupon that the shop has for everybody. */
const coupon = { couponId: 'table10', code: 'TABLE10', label: 'Ten per cent off the whole table' };

/** @param {object} options see show.mjs; `state`: the show as it is */
export function createLots({ room, control, rules, say, state }) {
  const listed = new Set(state.products.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ productId }) => productId));
  let featured = state.featured.map(({ productId }) => productId);
  /** The offer that runs, or ran last: `{ offerId, productId, endsAt }`. */
  let offered = state.offers.findLast(({ endsAt, closedAt }) => closedAt === undefined && endsAt > room.now());
  const runs = () => offered !== undefined && offered.endsAt > room.now();

  async function feature(productId) {
    // What is on offer stays at hand; the other cards go as this one comes. A card that is up already comes to the front.
    const stays = other => other !== productId && runs() && offered.productId === other;
    const instead = featured.filter(other => !stays(other));
    await room.command('feature-product', { productId, instead });
    say(`shows ${productId}`);
    featured = [...featured.filter(stays), productId];
  }

  /** First the shop, then the promise: the offer is in the cart to the very times that viewers are told. */
  async function openOffer(productId, startsAt) {
    if (runs()) return;
    if (rules.offerOf === undefined ? offered?.productId === productId : rules.offerOf !== productId) return;
    const { percent, skus, price } = lotOf(productId).offer;
    const offerId = `${productId}-${startsAt}`;
    const seconds = rules.offerSeconds;
    const endsAt = startsAt + seconds * 1000;
    const variantIds = await control.variantIds(skus);
    await control.openOffer({ offerId, percent, skus, startsAt, endsAt });
    try {
      await room.command('open-offer', { offerId, productId, variantIds, price, startsAt, seconds }, 0);
    } catch (error) {
      await control.closeOffer(offerId);
      throw error;
    }
    offered = { offerId, productId, endsAt };
    say(`offers ${productId} for ${(price.minor / 100).toFixed(2)} until ${new Date(endsAt).toISOString().slice(11, 19)}`);
  }

  /** Tells shop and viewers how many are left; without units, as many as the catalogue says. */
  async function setStock(productId, units) {
    const [{ sku, stock }] = lotOf(productId).variants;
    const quantity = units ?? stock;
    await control.setStock(sku, quantity);
    const [variantId] = await control.variantIds([sku]);
    await room.command('report-stock', { productId, variantId, state: quantity > 5 ? 'in' : 'low', quantity });
    say(`has ${quantity} of ${sku}`);
  }

  const acts = {
    'open-offer': (productId, _act, at) => control && openOffer(productId, at),
    stock: (productId, { of = productId, units }) => control && setStock(of, units),
    async announce(_productId, { id, text, seconds }, at) {
      await room.command('announce', { announcementId: `${id}-${at}`, text, until: at + seconds * 1000 });
      say(`announces: ${text}`);
    },
  };

  return {
    feature,
    /** @param {string} productId @param {{ type: string }} act of the rundown @param {number} at ms of the program date-time */
    act: (productId, act, at) => acts[act.type](productId, act, at),
    async list({ productId, listing }) {
      if (listed.has(productId)) return;
      await room.command('list-product', { productId, listing });
      listed.add(productId);
    },
    async issueCode() {
      await room.command('issue-coupon', coupon).catch(error => {
        if (error.code !== 'show/already-exists') throw error; // by a host before this one
      });
    },
    /** Closes what is open and takes the cards away. */
    async closeAll() {
      if (runs()) {
        await room.command('close-offer', { offerId: offered.offerId });
        await control.closeOffer(offered.offerId);
      }
      for (const productId of featured) await room.command('unfeature-product', { productId });
      featured = [];
    },
  };
}
