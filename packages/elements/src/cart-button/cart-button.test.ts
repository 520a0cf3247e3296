import { aTimeout, expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ShopcastAddToCartEvent } from '../events.js';
import { bringLaterCode } from '../internal/testing/later-code.js';
import '../show/define.js';
import type { ShopcastCartButton } from './cart-button.js';
import './define.js';

before(bringLaterCode);

const buttonOf = (element: Element): HTMLButtonElement => element.shadowRoot!.querySelector('button')!;
const countOf = (element: Element): string | undefined => element.shadowRoot!.querySelector('[part="count"]')?.textContent;

describe('shopcast-cart-button', () => {
  it('works alone, from its attributes, and opens by keyboard', async () => {
    const element = await fixture<ShopcastCartButton>(html`<shopcast-cart-button quantity="2"></shopcast-cart-button>`);
    await expect(element).to.be.accessible();
    expect(buttonOf(element).getAttribute('aria-label')).to.equal('Cart, 2 units');
    expect(countOf(element)).to.equal('2');
    element.pending = true;
    await element.updateComplete;
    expect(buttonOf(element).getAttribute('aria-label')).to.equal('Cart, 2 units, being saved');
    await expect(element).to.be.accessible();
    const opened = oneEvent(element, 'shopcast-open');
    element.focus();
    await sendKeys({ press: 'Enter' });
    expect((await opened).detail).to.deep.equal({ panel: 'cart' });
  });

  it('warns once of a quantity that is none', async () => {
    const { warn } = console;
    let told = 0;
    console.warn = () => void (told += 1);
    try {
      const element = await fixture<ShopcastCartButton>(html`<shopcast-cart-button quantity="many"></shopcast-cart-button>`);
      element.quantity = -3;
      await element.updateComplete;
      expect(buttonOf(element).getAttribute('aria-label')).to.equal('Cart, empty');
    } finally {
      console.warn = warn;
    }
    expect(told).to.equal(1);
  });

  describe('in a show', () => {
    let stage: TestStage;
    let session: ShowSession;
    afterEach(async () => {
      session.dispose();
      await stage.close();
    });

    it('counts a unit in the frame after the tap, however long the shop takes', async () => {
      let answer = (): void => undefined;
      const slow = new Promise<void>(resolve => (answer = resolve));
      stage = await createTestStage({ latency: call => (call === 'change' ? slow : undefined) });
      session = createShowSession({ ...stage.parts, cart: { tabs: false } });
      const show = await fixture(
        html`<shopcast-show without-layout .session=${session}><shopcast-cart-button></shopcast-cart-button></shopcast-show>`,
      );
      const element = show.querySelector('shopcast-cart-button')!;
      await stage.list('espresso');
      await stage.until(() => session.cart!.$cart.get().shop !== null && session.$products.get()[0]?.reading === 'ready');
      expect(countOf(element)).to.equal(undefined);
      element.dispatchEvent(new ShopcastAddToCartEvent({ variantId: 'espresso', quantity: 2, productId: 'espresso' }));
      await nextFrame();
      expect(countOf(element), 'one frame later').to.equal('2');
      expect(buttonOf(element).getAttribute('aria-label')).to.equal('Cart, 2 units, being saved');
      expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper), 'the shop has not heard yet').to.deep.equal({});
      answer();
      await stage.until(() => !session.cart!.$cart.get().pending);
      await aTimeout(0);
      expect(buttonOf(element).getAttribute('aria-label')).to.equal('Cart, 2 units');
    });
  });
});
