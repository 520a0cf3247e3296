import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type Product, type ShowManifest, type ShowSession, type Variant } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import './define.js';
import type { ShopcastProductCard } from './product-card.js';

before(bringLaterCode);

const part = (card: Element, name: string): HTMLElement | null => card.shadowRoot!.querySelector(`article [part~="${name}"]`);
const words = (node: Element | null): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const single = (facts: Partial<Variant> = {}, more: Partial<Product> = {}): Product => ({
  id: 'pot',
  title: 'Teapot',
  images: [],
  options: [],
  variants: [
    {
      id: 'pot-1',
      title: 'Teapot',
      options: {},
      price: { minor: 4900, currency: 'EUR' },
      stock: { state: 'in', asOf: Date.now() },
      quantityRule: { min: 1, step: 1 },
      ...facts,
    },
  ],
  ...more,
});

/** Lets nothing move or fade any more, so that colours are those that stay. */
const still = ({ shadowRoot }: Element): void => shadowRoot!.getAnimations().forEach(animation => animation.finish());

describe('shopcast-product-card, alone', () => {
  const show = (product: Product): Promise<ShopcastProductCard> =>
    fixture<ShopcastProductCard>(html`<shopcast-product-card .product=${product}></shopcast-product-card>`);

  it('adds a product of one variant with one tap, and is accessible', async () => {
    const card = await show(single({ quantityRule: { min: 2, step: 2 } }));
    still(card);
    await expect(card).to.be.accessible();
    const wish = oneEvent(card, 'shopcast-add-to-cart');
    part(card, 'button')!.click();
    expect((await wish).detail).to.deep.equal({ variantId: 'pot-1', quantity: 2, productId: 'pot' });
  });

  it('opens the picker where there is something to choose, by keyboard too', async () => {
    const options = [{ id: 'glaze', label: 'Glaze', values: ['a', 'b'].map(id => ({ id, label: id })) }];
    const variants = ['a', 'b'].map(id => ({ ...single().variants[0]!, id, options: { glaze: id } }));
    const card = await show(single({}, { options, variants }));
    const opened = oneEvent(card, 'shopcast-open');
    part(card, 'title')!.focus();
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect((await opened).detail).to.deep.equal({ panel: 'picker', productId: 'pot' });
    card.variantId = 'b';
    await card.updateComplete;
    const wish = oneEvent(card, 'shopcast-add-to-cart');
    part(card, 'button')!.click();
    expect((await wish).detail).to.include({ variantId: 'b' });
  });

  it('tells stock only from numbers, and why a product cannot be bought', async () => {
    const card = await show(single({ stock: { state: 'low', asOf: Date.now() } }));
    expect(words(part(card, 'stock')), 'low, and nobody said how many').to.equal('');
    card.product = single({ stock: { state: 'in', quantity: 2, asOf: Date.now() } });
    await card.updateComplete;
    expect(words(part(card, 'stock'))).to.equal('2 left, says the shop');
    card.product = single({ stock: { state: 'out', asOf: Date.now() } });
    await card.updateComplete;
    expect(words(part(card, 'stock'))).to.equal('Sold out');
    expect(part(card, 'button')).to.equal(null);
    still(card);
    await expect(card).to.be.accessible();
  });

  it('holds 90 characters, another direction, nothing to see, no price and a large one', async () => {
    const long = 'Breakfast set for six with plates, bowls, egg cups and a tray of oiled ash to carry it all'.padEnd(90, '.');
    const box = await fixture<HTMLElement>(html`<div></div>`);
    box.style.inlineSize = '320px';
    const card = document.createElement('shopcast-product-card');
    card.product = single({ price: { minor: 1299000, currency: 'JPY' } }, { title: long, images: ['/nothing.png'] });
    box.append(card);
    await card.updateComplete;
    const img = card.shadowRoot!.querySelector('img')!;
    await waitUntil(() => img.hidden, 'a picture that cannot be loaded gives way to the drawing behind it');
    expect(words(part(card, 'price'))).to.equal('¥1,299,000');
    const title = part(card, 'title')!;
    expect(title.getBoundingClientRect().height, 'two lines').to.be.below(2.2 * 1.3 * parseFloat(getComputedStyle(title).fontSize));
    expect(box.scrollWidth, 'nothing sticks out').to.be.at.most(320);
    card.product = single({ price: { minor: 0, currency: 'EUR' } }, { title: 'دلّة قهوة' });
    await card.updateComplete;
    expect(words(part(card, 'price'))).to.equal('€0.00');
    expect(getComputedStyle(title.querySelector('bdi')!).direction).to.equal('rtl');
    card.product = single({}, { title: '<img src=x onerror="globalThis.hit=1">' });
    await card.updateComplete;
    expect(words(title)).to.equal('<img src=x onerror="globalThis.hit=1">');
    still(card);
    await expect(card).to.be.accessible();
  });

  it('tells how adding stands', async () => {
    const card = await show(single());
    for (const [state, label] of Object.entries({ pending: 'Adding Teapot', added: 'Added Teapot', refused: 'Add Teapot' } as const)) {
      card.addState = state as 'pending';
      await card.updateComplete;
      expect(words(part(card, 'button'))).to.equal(label);
      still(card);
      await expect(card).to.be.accessible();
    }
    expect(words(part(card, 'stock'))).to.equal('The shop did not take it. Your cart is as it was.');
  });
});

describe('shopcast-product-card, inside a show', () => {
  let stage: TestStage;
  let session: ShowSession;
  const feature = (productId: string, variantId?: string) =>
    stage.run({ type: 'feature-product', data: { productId, ...(variantId && { variantId }) } });
  const open = async (options: Parameters<typeof createTestStage>[0] = {}): Promise<ShopcastProductCard> => {
    stage = await createTestStage(options);
    session = createShowSession(stage.parts);
    const show = await fixture<HTMLElement>(html`
      <shopcast-show .session=${session} without-layout><shopcast-product-card></shopcast-product-card></shopcast-show>
    `);
    return show.querySelector('shopcast-product-card')!;
  };
  const title = (card: Element): string => words(part(card, 'title'));
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
  });

  it('takes no space while nothing is shown, then shows what the host shows', async () => {
    const card = await open();
    expect(card.getBoundingClientRect().height).to.equal(0);
    await stage.list('espresso', 'lamp', 'mug');
    await feature('espresso');
    await stage.until(() => words(part(card, 'price')) === '€24.00');
    expect(title(card)).to.equal('Pair of espresso cups');
    still(card);
    await expect(card).to.be.accessible();
    await feature('lamp');
    await feature('mug', 'mug-slate');
    await stage.until(() => title(card) === 'Stoneware mug' && words(part(card, 'stock')).includes('Slate'));
    expect(words(part(card, 'stock'))).to.include('In the host’s hands: Slate');
    const chips = [...card.shadowRoot!.querySelectorAll<HTMLElement>('[part="chip"]')];
    expect(chips.map(words)).to.deep.equal(['Turning lamp €129.00', 'Pair of espresso cups €24.00']);
    still(card);
    await expect(card).to.be.accessible();
    const opened = oneEvent(card, 'shopcast-open');
    chips[0]!.click();
    expect((await opened).detail).to.deep.equal({ panel: 'sheet', productId: 'lamp' });
  });

  it('keeps the focus when the host shows something else, also where it cannot be bought', async () => {
    const card = await open();
    await stage.list('espresso', 'mug', 'lantern');
    await feature('espresso');
    await stage.until(() => words(part(card, 'button')) === 'Add Pair of espresso cups');
    part(card, 'button')!.focus();
    await feature('mug');
    await stage.until(() => words(part(card, 'button')) === 'Choose Stoneware mug');
    expect(words(card.shadowRoot!.activeElement)).to.equal('Choose Stoneware mug');
    await feature('lantern');
    await stage.until(() => title(card) === 'Paper lantern' && !part(card, 'button'));
    expect(card.shadowRoot!.activeElement).to.equal(part(card, 'title'));
  });

  it('adds at the offer, and tells pending, added and, with words, refused', async () => {
    let letGo: (() => void) | undefined;
    const card = await open({ latency: call => (call === 'change' ? new Promise<void>(resolve => (letGo = resolve)) : undefined) });
    await stage.list('lamp');
    await feature('lamp');
    await stage.run({
      type: 'open-offer',
      data: { offerId: 'o', productId: 'lamp', price: { minor: 9900, currency: 'EUR' }, seconds: 90 },
    });
    await stage.until(() => words(part(card, 'price__now')) === '€99.00');
    expect(words(part(card, 'price__reduction'))).to.equal('-23% of the price outside the show');
    expect(card.shadowRoot!.querySelector('shopcast-countdown-offer')!.getAttribute('offer-id')).to.equal('o');
    const wish = oneEvent(card, 'shopcast-add-to-cart');
    part(card, 'button')!.click();
    expect((await wish).detail).to.deep.equal({ variantId: 'lamp', quantity: 1, productId: 'lamp', offerId: 'o' });
    await waitUntil(() => letGo && words(part(card, 'button')) === 'Adding Turning lamp');
    letGo!();
    await waitUntil(() => words(part(card, 'button')) === 'Added Turning lamp');
    expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper)).to.deep.equal({ lamp: 1 });
    letGo = undefined;
    stage.commerce!.shop.setStock('lamp', 1);
    part(card, 'button')!.click();
    await waitUntil(() => letGo);
    letGo!();
    await waitUntil(() => /in your cart already|can hold/.test(words(part(card, 'stock'))));
    expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper)).to.deep.equal({ lamp: 1 });
  });

  it('names an offer that is for dearer choices only, and leaves the lowest price as it is', async () => {
    const values = ['short', 'long'].map(id => ({ id, label: id }));
    const variants = [
      { id: 'short', options: { length: 'short' }, price: 3900, stock: 5 },
      { id: 'long', options: { length: 'long' }, price: 5900, stock: 5 },
    ];
    const card = await open({
      shop: { products: [{ id: 'runner', title: 'Runner', options: [{ id: 'length', label: 'Length', values }], variants }] },
    });
    await stage.list('runner');
    await feature('runner');
    await stage.until(() => words(part(card, 'price__now')) === 'from €39.00');
    expect(card.shadowRoot!.querySelector('shopcast-countdown-offer'), 'no offer, no countdown').to.equal(null);
    const price = { minor: 4900, currency: 'EUR' };
    await stage.run({ type: 'open-offer', data: { offerId: 'o', productId: 'runner', variantIds: ['long'], price, seconds: 90 } });
    await stage.until(() => card.shadowRoot!.querySelector('shopcast-countdown-offer') !== null);
    expect(words(part(card, 'price__now'))).to.equal('from €39.00');
    expect(words(card.shadowRoot!.querySelector('shopcast-countdown-offer'))).to.equal('Some on offer, from €49.00');
    still(card);
    await expect(card).to.be.accessible();
    await stage.pass(91_000);
    await stage.until(() => card.shadowRoot!.querySelector('shopcast-countdown-offer') === null);
    expect(words(part(card, 'price__now'))).to.equal('from €39.00');
  });

  it('shows no reduction but from the lowest price of 30 days where the show demands it', async () => {
    const pot = { title: 'Teapot', price: 1850, compareAt: 2300, stock: 5 };
    const products = [
      { id: 'lamp', title: 'Lamp', price: 12900, stock: 5 },
      { ...pot, id: 'unstated' },
      { ...pot, id: 'stated', lowest30Days: 2200 },
    ];
    const offer = {
      type: 'open-offer',
      data: { offerId: 'o', productId: 'lamp', price: { minor: 9900, currency: 'EUR' }, seconds: 90 },
    } as const;
    const reductions = async (manifest: Partial<ShowManifest>): Promise<string[]> => {
      const card = await open({ manifest, shop: { products } });
      const seen: string[] = [];
      await stage.list('lamp', 'unstated', 'stated');
      await stage.run(offer);
      for (const [productId, price] of Object.entries({ lamp: '€99.00', unstated: '€18.50', stated: '€18.50' })) {
        await feature(productId);
        await stage.until(() => session.$featured.get().at(-1)?.productId === productId && words(part(card, 'price__now')) === price);
        await card.updateComplete;
        seen.push(words(part(card, 'price__reduction')));
      }
      session.dispose();
      await stage.close();
      return seen;
    };
    const lowest = '-15% of the lowest price in 30 days';
    expect(await reductions({})).to.deep.equal(['-23% of the price outside the show', '-19% of the price the shop compares with', lowest]);
    expect(await reductions({ priceRules: { requireLowest30Days: true } })).to.deep.equal(['', '', lowest]);
  });

  it('leaves the adding to a page that cancels the wish', async () => {
    const card = await open();
    await stage.list('espresso');
    await feature('espresso');
    await stage.until(() => words(part(card, 'button')) === 'Add Pair of espresso cups');
    card.addEventListener('shopcast-add-to-cart', event => event.preventDefault());
    part(card, 'button')!.click();
    await stage.pass(500);
    expect(words(part(card, 'button'))).to.equal('Add Pair of espresso cups');
    expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper)).to.deep.equal({});
  });

  it('stays readable when the shop is down, the product gone, or only the show knows it', async () => {
    let down = true;
    const card = await open({
      latency: call => {
        if (down && call === 'products') throw new Error('The shop is down.');
      },
    });
    const listing = { title: 'The jug', price: { minor: 4500, currency: 'EUR' } };
    await stage.run(
      { type: 'list-product', data: { productId: 'down', listing: { ref: 'lamp', title: 'Lamp' } } },
      { type: 'list-product', data: { productId: 'gone', listing: { ref: 'nothing', title: 'Vase' } } },
      { type: 'list-product', data: { productId: 'flash', listing: { ...listing, stock: 2 } } },
    );
    await feature('down');
    await stage.until(() => words(part(card, 'stock')) === 'The shop does not answer. It is asked again.');
    expect(title(card)).to.equal('Lamp');
    still(card);
    await expect(card).to.be.accessible();
    down = false;
    await stage.until(() => words(part(card, 'button')) === 'Add Lamp');
    await feature('gone');
    await stage.until(() => words(part(card, 'stock')) === 'The shop does not have it any more');
    await feature('flash');
    await stage.until(() => title(card) === 'The jug');
    await card.updateComplete;
    expect(words(part(card, 'price'))).to.equal('€45.00');
    expect(words(part(card, 'stock'))).to.equal('Only in the show, not in the shop 2 left, says the show');
    still(card);
    await expect(card).to.be.accessible();
  });
});
