import { expect } from 'chai';
import { vendureCommerce } from '@shopcast/commerce/adapters/vendure';
import { scenes } from '../show/scenes.mjs';
import { products } from '../table-goods/catalogue.mjs';
import { lotOf } from './rundown.mjs';
import { openControl } from './shop-control.mjs';

const url = process.env.SHOPCAST_VENDURE_URL;

describe('the offers of the show, in a live Vendure', () => {
  let control;
  let shop;
  let opened;
  before(() => {
    control = openControl(`${url}/control`);
  });
  beforeEach(() => {
    opened = [];
    shop = vendureCommerce({ url: `${url}/shop-api`, channelToken: 'table-eur', checkout: '/checkout' });
  });
  afterEach(async () => {
    for (const offerId of opened) await control.closeOffer(offerId);
    shop.dispose();
  });

  const openOffer = async (handle, seconds) => {
    const { percent, skus, price } = lotOf(handle).offer;
    const startsAt = Date.now();
    const offerId = `live-${handle}-${startsAt}`;
    opened.push(offerId);
    const variantIds = await control.variantIds(skus);
    await control.openOffer({ offerId, percent, skus, startsAt, endsAt: startsAt + seconds * 1000 });
    return { offerId, price, variantIds, endsAt: startsAt + seconds * 1000 };
  };
  const unitsOf = ({ cart }) => Object.fromEntries(cart.lines.map(({ variantId, unit }) => [variantId, unit.minor]));

  it('have the very price in the cart that viewers are told, for every variant', async () => {
    for (const { handle } of scenes.filter(({ handle }) => lotOf(handle).acts.some(({ type }) => type === 'open-offer'))) {
      const { price, variantIds } = await openOffer(handle, 60);
      for (const variantId of variantIds.slice(0, 3)) {
        const result = await shop.change([{ type: 'add', variantId, quantity: 1 }]);
        const got = unitsOf(result)[variantId];
        if (result.issues.some(({ code }) => code === 'out-of-stock')) continue;
        expect(got, `${handle} ${variantId}`).to.equal(price.minor);
      }
    }
  });

  it('end in the cart when they end, by themselves and early', async () => {
    const { eur } = products
      .find(({ handle }) => handle === 'table-runner')
      .variants.find(variant => variant.sku === lotOf('table-runner').offer.skus[0]);
    const { endsAt, price, variantIds } = await openOffer('table-runner', 2);
    const [variantId] = variantIds;
    const units = async quantity => {
      const { cart } = await shop.cart();
      const line = cart.lines.find(one => one.variantId === variantId);
      const change = line ? { type: 'set', lineKey: line.key, quantity } : { type: 'add', variantId, quantity };
      return unitsOf(await shop.change([change]))[variantId];
    };
    expect(await units(1)).to.equal(price.minor);
    let quantity = 1;
    let now = price.minor;
    while (now === price.minor && Date.now() < endsAt + 5000) now = await units((quantity = (quantity % 9) + 1));
    expect(now).to.equal(eur * 100);
    expect(Date.now(), 'not before its end').to.be.at.least(endsAt);

    const again = await openOffer('table-runner', 60);
    expect(await units((quantity % 9) + 1)).to.equal(again.price.minor);
    await control.closeOffer(again.offerId);
    expect(await units(quantity)).to.equal(eur * 100);
  });
});
