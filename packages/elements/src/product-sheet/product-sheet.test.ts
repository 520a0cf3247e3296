import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type Product, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ShopcastOpenEvent } from '../events.js';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import './define.js';
import { inFull } from './later-code.js';
import type { ShopcastProductSheet } from './product-sheet.js';

const words = (node: Element | null | undefined): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const inside = (sheet: Element, selector: string): HTMLElement | null => sheet.shadowRoot!.querySelector<HTMLElement>(selector);
const pixel = (colour: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="${colour}"/></svg>`)}`;

const teapot: Product = {
  id: 'pot',
  title: 'Teapot',
  description: 'Thrown by hand.\n\n<b onclick="x">Fired</b> twice.',
  images: ['red', 'green', 'blue'].map(pixel),
  options: [],
  variants: [
    {
      id: 'pot',
      title: 'Teapot',
      options: {},
      price: { minor: 4900, currency: 'EUR' },
      stock: { state: 'in', asOf: Date.now() },
      quantityRule: { min: 1, step: 1 },
    },
  ],
};

/** Lets nothing move or fade any more, so that colours are those that stay. */
const still = ({ shadowRoot }: Element): void => shadowRoot!.getAnimations().forEach(animation => animation.finish());

describe('shopcast-product-sheet, alone', () => {
  const show = (product: Product): Promise<ShopcastProductSheet> =>
    fixture<ShopcastProductSheet>(html`<shopcast-product-sheet open .product=${product}></shopcast-product-sheet>`);

  it('fetches what one does not need to choose only where there is some of it', async () => {
    // Its list is full after some hundred modules.
    performance.clearResourceTimings();
    const fetched = (): boolean => performance.getEntriesByType('resource').some(({ name }) => name.includes('/product-sheet/in-full.'));
    const sheet = await show({ ...teapot, images: teapot.images.slice(0, 1) });
    expect(sheet.shadowRoot!.querySelectorAll('.gallery img')).to.have.length(1);
    expect(fetched()).to.equal(false);
    sheet.details = { reviews: [], total: 0, policies: [{ kind: 'returns', title: 'Returns', text: 'Thirty days.' }] };
    await waitUntil(() => words(inside(sheet, '.policies')) === 'Returns Thirty days.');
    expect(fetched()).to.equal(true);
  });

  it('keeps the place of what comes later: nothing jumps, and the picture stays', async () => {
    const seen: { readonly turns: boolean; readonly top: number; readonly picture: Element | null }[] = [];
    const sheet = document.createElement('shopcast-product-sheet');
    const look = (): void => {
      const [dialog, picker] = ['dialog', 'shopcast-sku-picker'].map(selector => inside(sheet, selector)!.getBoundingClientRect().top);
      seen.push({ turns: inside(sheet, '.turn') !== null, top: picker! - dialog!, picture: inside(sheet, '.gallery img') });
    };
    sheet.addController({ hostUpdated: look });
    Object.assign(sheet, { product: teapot, open: true });
    document.body.append(sheet);
    await waitUntil(() => inside(sheet, '.turn'));
    sheet.remove();
    const [before, ...after] = seen;
    expect(before?.turns).to.equal(false);
    expect(after.at(-1)?.turns).to.equal(true);
    for (const { top, picture } of after) expect({ top, picture }).to.deep.equal({ top: before!.top, picture: before!.picture });
  });

  it('shows a product in full, texts as text, and is accessible', async () => {
    const sheet = await show(teapot);
    still(sheet);
    await expect(sheet).to.be.accessible();
    expect(words(inside(sheet, 'h2'))).to.equal('Teapot');
    expect([...sheet.shadowRoot!.querySelectorAll('.description p')].map(words)).to.deep.equal([
      'Thrown by hand.',
      '<b onclick="x">Fired</b> twice.',
    ]);
    const wish = oneEvent(sheet, 'shopcast-add-to-cart');
    sheet.shadowRoot!.querySelector('shopcast-sku-picker')!.shadowRoot!.querySelector<HTMLElement>('[part="add"]')!.click();
    expect((await wish).detail).to.deep.equal({ variantId: 'pot', quantity: 1, productId: 'pot' });
  });

  it('asks again for code that did not come, and can be swiped and chosen in meanwhile', async () => {
    const { bring } = inFull;
    Object.assign(inFull, { bring: () => Promise.resolve(undefined) });
    const sheet = await show(teapot);
    Object.assign(inFull, { bring });
    expect(inside(sheet, '.turn')).to.equal(null);
    const frames = inside(sheet, '.frames')!;
    frames.scrollTo({ left: frames.clientWidth, behavior: 'instant' });
    await oneEvent(frames, 'scroll');
    still(sheet);
    await expect(sheet).to.be.accessible();
    sheet.requestUpdate();
    await waitUntil(() => words(inside(sheet, '.count')) === '2 / 3');
  });

  it('turns pictures with arrow keys and buttons', async () => {
    const sheet = await show(teapot);
    const count = (): string => words(inside(sheet, '.count'));
    await waitUntil(() => count() === '1 / 3');
    inside(sheet, '.frames')!.focus();
    await sendKeys({ press: 'ArrowRight' });
    await waitUntil(() => count() === '2 / 3' && inside(sheet, '.frames')!.scrollLeft > 10);
    await sendKeys({ press: 'End' });
    await waitUntil(() => count() === '3 / 3');
    expect(inside(sheet, '[aria-label="Next picture"]')!.getAttribute('aria-disabled')).to.equal('true');
    const frames = inside(sheet, '.frames')!;
    await waitUntil(() => frames.scrollLeft >= 2 * frames.clientWidth - 2);
    inside(sheet, '[aria-label="Previous picture"]')!.click();
    await waitUntil(() => count() === '2 / 3');
    still(sheet);
    await expect(sheet).to.be.accessible();
  });

  it('shows a drawing without a picture, and reviews and policies that the page brings', async () => {
    const sheet = await show({ ...teapot, images: [], rating: { value: 4.6, count: 12 } });
    expect(sheet.shadowRoot!.querySelectorAll('.gallery img')).to.have.length(0);
    expect(inside(sheet, '.gallery .no-picture')).to.not.equal(null);
    sheet.details = {
      reviews: [{ author: 'Mio', rating: 5, text: 'Good.', date: '2029-11-03' }],
      total: 1,
      policies: [
        { kind: 'terms', title: 'Terms', url: 'javascript:alert(1)' },
        { kind: 'returns', title: 'Returns', text: 'Thirty days.', url: 'https://shop.example/returns' },
      ],
    };
    await waitUntil(() => inside(sheet, '.reviews'));
    expect(words(inside(sheet, '.reviews'))).to.equal('Mio 5 of 5 stars · Nov 3, 2029 Good.');
    const links = [...sheet.shadowRoot!.querySelectorAll('.policies a')].map(link => link.getAttribute('href'));
    expect(links).to.deep.equal(['https://shop.example/returns']);
    still(sheet);
    await expect(sheet).to.be.accessible();
  });

  it('is closed by button and Escape, and gives the focus back', async () => {
    const button = await fixture<HTMLButtonElement>(html`<button></button>`);
    button.focus();
    const sheet = await show(teapot);
    const closed = oneEvent(sheet, 'shopcast-close');
    inside(sheet, '[aria-label="Close"]')!.click();
    expect((await closed).detail).to.deep.equal({ panel: 'sheet' });
    await sheet.updateComplete;
    expect(sheet.open).to.equal(false);
    expect(document.activeElement).to.equal(button);
  });
});

describe('shopcast-product-sheet, inside a show', () => {
  before(bringLaterCode);
  let stage: TestStage;
  let session: ShowSession;
  const open = async (productId: string, options: Parameters<typeof createTestStage>[0] = {}): Promise<ShopcastProductSheet> => {
    stage = await createTestStage(options);
    session = createShowSession(stage.parts);
    const show = await fixture<HTMLElement>(html`
      <shopcast-show .session=${session} without-layout>
        <shopcast-product-sheet product-id=${productId}></shopcast-product-sheet>
      </shopcast-show>
    `);
    // A show opens and closes its sheets itself.
    show.querySelector('shopcast-product-sheet')!.dispatchEvent(new ShopcastOpenEvent('picker', productId));
    return show.querySelector('shopcast-product-sheet')!;
  };
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
  });

  it('reads reviews once they come near, and more of them on demand', async () => {
    const calls: string[] = [];
    const sheet = await open('mug', { latency: call => void calls.push(call) });
    await stage.list('mug');
    await stage.until(() => words(inside(sheet, 'h2')) === 'Stoneware mug');
    await waitUntil(() => inside(sheet, '.more') !== null);
    inside(sheet, '.more')!.scrollIntoView();
    await waitUntil(() => words(inside(sheet, '.reviews')).includes('Keeps the tea warm'));
    expect(words(inside(sheet, '[part="reviews"] .muted'))).to.equal('4.6 of 5, 128 reviews');
    still(sheet);
    await expect(sheet).to.be.accessible();
    await stage.pass(3000);
    expect(
      calls.filter(call => call === 'reviews'),
      'read once',
    ).to.have.length(1);
  });

  it('says what is missing when the product is gone, the shop down, or only the show has it', async () => {
    const sheet = await open('gone', {
      latency: call => {
        if (call === 'products') throw new Error('The shop is down.');
      },
    });
    const note = (): string => words(inside(sheet, 'shopcast-sku-picker')?.shadowRoot?.querySelector('.note'));
    await stage.run({ type: 'list-product', data: { productId: 'gone', listing: { ref: 'x', title: 'Vase', note: 'Fired twice.' } } });
    await stage.until(() => note() === 'The shop does not answer. It is asked again.');
    expect(words(inside(sheet, 'h2'))).to.equal('Vase');
    expect(words(inside(sheet, '.description'))).to.equal('Fired twice.');
    still(sheet);
    await expect(sheet).to.be.accessible();
    const listing = { title: 'The jug', price: { minor: 4500, currency: 'EUR' }, stock: 2 };
    await stage.run({ type: 'list-product', data: { productId: 'jug', listing } });
    sheet.dispatchEvent(new ShopcastOpenEvent('sheet', 'jug'));
    await stage.until(() => note() === 'Only in the show, not in the shop');
    expect(words(inside(sheet, '.flash'))).to.equal('€45.00 2 left, says the show');
  });

  it('is closed for good, though it was opened as a picker', async () => {
    const sheet = await open('mug');
    await stage.list('mug');
    await stage.until(() => words(inside(sheet, 'h2')) === 'Stoneware mug');
    await waitUntil(() => inside(sheet, 'dialog')!.matches(':modal'));
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !sheet.open);
    await stage.run({ type: 'feature-product', data: { productId: 'mug' } });
    await stage.pass(1500);
    expect(sheet.open).to.equal(false);
  });
});
