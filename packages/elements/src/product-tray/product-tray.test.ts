import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import './define.js';
import type { ShopcastProductTray } from './product-tray.js';

before(bringLaterCode);

const words = (node: Element | null | undefined): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const all = (tray: Element, selector: string): HTMLElement[] => [...tray.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
const titles = (tray: Element): string[] => all(tray, '.row .open').map(words);
const headings = (tray: Element): string[] => all(tray, 'h3').map(words);

/** Lets nothing move or fade any more, so that colours are those that stay. */
const still = ({ shadowRoot }: Element): void => shadowRoot!.getAnimations().forEach(animation => animation.finish());

describe('shopcast-product-tray', () => {
  let stage: TestStage;
  let session: ShowSession;
  const open = async (options: Parameters<typeof createTestStage>[0] = {}): Promise<ShopcastProductTray> => {
    stage = await createTestStage(options);
    session = createShowSession(stage.parts);
    const show = await fixture<HTMLElement>(html`
      <shopcast-show .session=${session} without-layout><shopcast-product-tray></shopcast-product-tray></shopcast-show>
    `);
    return show.querySelector('shopcast-product-tray')!;
  };
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
  });

  it('works alone, from products', async () => {
    const variant = {
      id: 'v',
      title: '',
      options: {},
      price: { minor: 4900, currency: 'EUR' },
      stock: { state: 'in', asOf: Date.now() },
      quantityRule: { min: 1, step: 1 },
    } as const;
    const product = { id: 'pot', title: 'Teapot', images: [], options: [], variants: [variant] };
    const tray = await fixture<ShopcastProductTray>(html`<shopcast-product-tray .products=${[product]}></shopcast-product-tray>`);
    still(tray);
    await expect(tray).to.be.accessible();
    expect(titles(tray)).to.deep.equal(['Teapot']);
    const wish = oneEvent(tray, 'shopcast-add-to-cart');
    all(tray, '[part="row__button"]')[0]!.click();
    expect((await wish).detail).to.deep.equal({ variantId: 'v', quantity: 1, productId: 'pot' });
  });

  it('tells what is shown now, what comes and what was there, and jumps to the moment', async () => {
    const tray = await open();
    await waitUntil(() => words(tray.shadowRoot!.querySelector('.nothing')) === 'Nothing has been shown yet.');
    await stage.list('mug', 'espresso', 'lantern');
    await stage.pass(95_000);
    await stage.run({ type: 'feature-product', data: { productId: 'espresso' } });
    await stage.pass(1000);
    await stage.run(
      { type: 'unfeature-product', data: { productId: 'espresso' } },
      { type: 'feature-product', data: { productId: 'mug' } },
    );
    await stage.until(() => headings(tray).length === 3);
    expect(headings(tray)).to.deep.equal(['Shown now', 'Coming', 'Shown before']);
    expect(titles(tray)).to.deep.equal(['Stoneware mug', 'Paper lantern', 'Pair of espresso cups']);
    await stage.until(() => all(tray, '.row .words').some(one => words(one) === 'Sold out'));
    still(tray);
    await expect(tray).to.be.accessible();
    const [moment] = all(tray, '[part="row__moment"]');
    expect(words(moment)).to.match(/^Watch from 1:3[56], Pair of espresso cups$/);
    const seek = oneEvent(tray, 'shopcast-seek');
    moment!.click();
    expect((await seek).detail).to.deep.equal({ at: session.$products.get()[1]!.shownAt });
    const opened = oneEvent(tray, 'shopcast-open');
    all(tray, '[part="row__button"]')[0]!.click();
    expect((await opened).detail).to.deep.equal({ panel: 'picker', productId: 'mug' });
  });

  it('goes through the list with arrow keys, Home and End, and opens by Enter', async () => {
    const tray = await open();
    await stage.list('mug', 'espresso', 'lamp');
    await stage.until(() => titles(tray).at(-1) === 'Turning lamp');
    const focused = (): string => words(tray.shadowRoot!.activeElement);
    all(tray, '.open')[0]!.focus();
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal('Pair of espresso cups');
    await sendKeys({ press: 'End' });
    expect(focused()).to.equal('Turning lamp');
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal('Turning lamp');
    await sendKeys({ press: 'Home' });
    const opened = oneEvent(tray, 'shopcast-open');
    await sendKeys({ press: 'Enter' });
    expect((await opened).detail).to.deep.equal({ panel: 'sheet', productId: 'mug' });
  });

  it('keeps the focus on a product, and on the button it is on, when the host moves it', async () => {
    const tray = await open();
    await stage.list('mug', 'espresso', 'lamp');
    await stage.until(() => titles(tray).at(-1) === 'Turning lamp' && all(tray, '[part="row__button"]').length === 3);
    all(tray, '[part="row__button"]')[1]!.focus();
    for (const productId of ['lamp', 'espresso', 'mug']) {
      await stage.run({ type: 'feature-product', data: { productId } });
      await stage.until(() => session.$products.get().find(one => one.productId === productId)?.place === 'now');
      await tray.updateComplete;
      expect(words(tray.shadowRoot!.activeElement)).to.equal('Add Pair of espresso cups');
    }
  });

  it('leaves the rows that stay as they are, with their pictures', async () => {
    const tray = await open();
    await stage.list('mug', 'espresso', 'lamp');
    await stage.until(() => titles(tray).at(-1) === 'Turning lamp' && all(tray, '.row img').length === 3);
    const pictureOf = (productId: string): Element => tray.shadowRoot!.querySelector(`[data-key="${productId}"] img`)!;
    const before = ['espresso', 'lamp'].map(pictureOf);
    await stage.run({ type: 'feature-product', data: { productId: 'mug' } });
    await stage.until(() => headings(tray).length === 2);
    expect(['espresso', 'lamp'].map(pictureOf)).to.deep.equal(before);
    for (const [at, picture] of before.entries()) expect(picture.isConnected, String(at)).to.equal(true);
  });

  it('can be searched from twelve products on, whatever the case and accents', async () => {
    const tray = await open();
    const list = (n: number) =>
      ({ type: 'list-product', data: { productId: `p${n}`, listing: { title: n === 3 ? 'Café bowl' : `Cup ${n}` } } }) as const;
    await stage.run(...Array.from({ length: 11 }, (_, n) => list(n)));
    await stage.until(() => titles(tray).length === 11);
    expect(tray.shadowRoot!.querySelector('[type="search"]')).to.equal(null);
    await stage.run(list(11));
    await stage.until(() => titles(tray).length === 12);
    await waitUntil(() => tray.shadowRoot!.querySelector('[type="search"]'));
    still(tray);
    await expect(tray).to.be.accessible();
    tray.shadowRoot!.querySelector<HTMLElement>('[type="search"]')!.focus();
    await sendKeys({ type: 'CAFE' });
    await waitUntil(() => titles(tray).join() === 'Café bowl');
    expect(words(tray.shadowRoot!.querySelector('.found'))).to.equal('1 product');
    await sendKeys({ type: 'x' });
    await waitUntil(() => titles(tray).length === 0);
    expect(words(tray.shadowRoot!.querySelector('.found'))).to.equal('No product has these words');
  });

  it('is a sheet when open, closed by Escape, and gives the focus back', async () => {
    const tray = await open();
    await stage.list('mug');
    await stage.until(() => titles(tray)[0] === 'Stoneware mug');
    const button = document.createElement('button');
    tray.after(button);
    button.focus();
    tray.open = true;
    await tray.updateComplete;
    expect(tray.shadowRoot!.querySelector('dialog')!.open).to.equal(true);
    expect(titles(tray)).to.deep.equal(['Stoneware mug']);
    still(tray);
    await expect(tray).to.be.accessible();
    const closed = oneEvent(tray, 'shopcast-close');
    await sendKeys({ press: 'Escape' });
    expect((await closed).detail).to.deep.equal({ panel: 'tray' });
    await tray.updateComplete;
    expect(tray.shadowRoot!.querySelector('dialog')!.open).to.equal(false);
    expect(document.activeElement).to.equal(button);
  });

  it('adds what comes in one variant, and tells how that stands', async () => {
    const tray = await open();
    await stage.list('espresso');
    await stage.until(() => all(tray, '[part="row__button"]').length === 1);
    const [button] = all(tray, '[part="row__button"]');
    expect(words(button)).to.equal('Add Pair of espresso cups');
    button!.click();
    await waitUntil(() => words(button) === 'Added Pair of espresso cups');
    expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper)).to.deep.equal({ espresso: 1 });
  });
});
