import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type ShowSession } from '@shopcast/session';
import { createTestStage, createTestTransport, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import './define.js';
import { unitsInCart } from './later-code.js';
import type { ShopcastCountdownOffer } from './countdown-offer.js';

before(bringLaterCode);

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const words = (element: Element): string => element.shadowRoot!.textContent.replace(/\s+/gu, ' ').trim();
const buttonOf = (element: Element): HTMLButtonElement => element.shadowRoot!.querySelector('button')!;

/** Collects what is warned of while something is done. */
async function warnings(act: () => Promise<unknown>): Promise<string[]> {
  const { warn } = console;
  const heard: string[] = [];
  console.warn = (text: string) => void heard.push(text);
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return heard;
}

describe('shopcast-countdown-offer', () => {
  let stage: TestStage | undefined;
  let session: ShowSession | undefined;
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
    stage = session = undefined;
  });

  describe('in a show', () => {
    const begin = async (seconds = 90, more = {}): Promise<TestStage> => {
      stage = await createTestStage();
      await stage.list('espresso', 'lamp');
      await stage.run(
        { type: 'feature-product', data: { productId: 'espresso' } },
        { type: 'open-offer', data: { offerId: 'tonight', productId: 'espresso', price: eur(1900), seconds, ...more } },
      );
      return stage;
    };
    /** Opens the show as a page does; `again` as after a reload, without the shop. */
    const join = async (attributes = html`<shopcast-countdown-offer>Cups</shopcast-countdown-offer>`, again = false) => {
      const { environment, manifest, viewer } = stage!.parts;
      const anew = {
        environment,
        manifest,
        viewer,
        transports: [createTestTransport(() => stage!.room, { environment, viewerId: 'ann' })],
      };
      const joined = createShowSession(again ? anew : { ...stage!.parts, cart: { tabs: false } });
      session = joined;
      const show = await fixture(html`<shopcast-show without-layout .session=${joined}>${attributes}</shopcast-show>`);
      const offer = show.querySelector<ShopcastCountdownOffer>('shopcast-countdown-offer')!;
      const known = (): boolean => again || joined.$products.get().every(({ reading }) => reading === 'ready');
      await stage!.until(() => joined.$offers.get().length > 0 && known());
      await offer.updateComplete;
      const region = show.shadowRoot!.querySelector('[role="status"]')!;
      const said: string[] = [];
      new MutationObserver(() => said.push(region.textContent.trim())).observe(region, { childList: true });
      return { offer, show, said, session: joined };
    };

    it('counts the offer for what the host shows, is accessible, and claims by keyboard', async () => {
      await begin();
      const { offer, show } = await join();
      await expect(offer).to.be.accessible();
      const left = offer.secondsLeft;
      expect(left).to.be.within(80, 90);
      expect(words(offer)).to.match(/Ends .*left\)/u);
      await stage!.pass(10_000);
      expect(offer.secondsLeft, 'ten seconds later').to.equal(left - 10);
      show.addEventListener('shopcast-claim', event => event.preventDefault());
      const claim = oneEvent(show, 'shopcast-claim');
      buttonOf(offer).focus();
      await sendKeys({ press: 'Enter' });
      expect((await claim).detail).to.deep.equal({ offerId: 'tonight', productId: 'espresso' });
    });

    it('goes by the server, whatever day the device thinks it is', async () => {
      await begin();
      const { now } = Date;
      try {
        for (const wrong of [-86_400_000, 86_400_000]) {
          Date.now = () => now() + wrong;
          const { offer } = await join(undefined, true);
          expect(offer.secondsLeft, `a device ${wrong} ms off`).to.equal(Math.ceil(session!.$offers.get()[0]!.timeLeft / 1000));
          expect(offer.secondsLeft).to.be.within(60, 90);
          session!.dispose();
        }
      } finally {
        Date.now = now;
      }
    });

    it('cannot be lengthened by attributes, nor started again by a reload or by another attribute', async () => {
      await begin(30);
      const told = await warnings(async () => {
        const { offer } = await join(
          html`<shopcast-countdown-offer ends-at="2099-01-01T00:00:00Z" offer-id="tonight"></shopcast-countdown-offer>`,
        );
        expect(offer.secondsLeft).to.be.at.most(30);
        await stage!.pass(31_000);
        await offer.updateComplete;
        expect(offer.secondsLeft).to.equal(0);
        offer.setAttribute('ends-at', '2098-01-01T00:00:00Z');
        await offer.updateComplete;
        expect(offer.secondsLeft, 'after the attribute changed').to.equal(0);
      });
      expect(
        told.filter(text => text.includes('ends-at')),
        'warned once',
      ).to.have.length(1);
      session!.dispose();
      const { offer } = await join(html`<shopcast-countdown-offer offer-id="tonight"></shopcast-countdown-offer>`, true);
      expect(offer.secondsLeft, 'after a reload').to.equal(0);
      let claims = 0;
      offer.addEventListener('shopcast-claim', () => (claims += 1));
      expect(buttonOf(offer).getAttribute('aria-disabled')).to.equal('true');
      buttonOf(offer).click();
      expect(claims).to.equal(0);
    });

    it('shows nothing before the show is open, whatever ends-at says', async () => {
      const told = await warnings(async () => {
        const show = await fixture(
          html`<shopcast-show without-layout
            ><shopcast-countdown-offer ends-at="2099-01-01">Cups</shopcast-countdown-offer></shopcast-show
          >`,
        );
        const offer = show.querySelector<ShopcastCountdownOffer>('shopcast-countdown-offer')!;
        await offer.updateComplete;
        expect(offer.secondsLeft).to.equal(0);
        expect(offer.shadowRoot!.querySelector('time, button')).to.equal(null);
      });
      expect(told).to.have.length(1);
    });

    it('speaks at 60, 30, 10 and 0 seconds, and never between', async () => {
      await begin(65);
      const { offer, said } = await join();
      const moments: number[] = [];
      for (let seconds = 0; seconds < 70; seconds++) {
        const before = said.length;
        await stage!.pass(1000);
        await offer.updateComplete;
        // The region rests for three real seconds between two words: let what is due be said before the next second.
        if ([60, 30, 10, 0].includes(offer.secondsLeft) && !moments.includes(offer.secondsLeft)) {
          moments.push(offer.secondsLeft);
          await waitUntil(() => said.length > before, `nothing was said at ${offer.secondsLeft}`);
        }
      }
      expect(said.map(text => text.replace(/\D+/gu, ''))).to.deep.equal(['60', '30', '10', '']);
      expect(said.at(-1)).to.include('The offer is over.');
    });

    it('says of units in the cart that their price went back, and takes the code of the offer out', async () => {
      stage = await createTestStage({ shop: { discountCodes: [{ code: 'TONIGHT', amount: 500 }] } });
      await stage.list('espresso');
      await stage.run(
        { type: 'feature-product', data: { productId: 'espresso' } },
        { type: 'open-offer', data: { offerId: 'tonight', productId: 'espresso', price: eur(1900), seconds: 30, code: 'TONIGHT' } },
      );
      const { offer, show, session: joined } = await join();
      const added = oneEvent(show, 'shopcast-added-to-cart');
      buttonOf(offer).click();
      await stage.until(() => joined.cart!.$cart.get().shop?.quantity === 1);
      await added;
      await stage.until(() => joined.cart!.$cart.get().shop!.codes.some(({ applied }) => applied));
      expect(joined.cart!.$cart.get().shop!.total).to.deep.equal(eur(1900));
      await stage.pass(31_000);
      await stage.until(() => joined.cart!.$cart.get().shop!.codes.length === 0);
      expect(joined.cart!.$cart.get().shop!.total, 'the price ended with the offer').to.deep.equal(eur(2400));
      await waitUntil(() => /The one in your cart went back to .*24\.00\. You were not charged the old price\./u.test(words(offer)));
    });

    it('says so even where the words for it did not come while the offer ran', async () => {
      const code = { ...unitsInCart };
      let asked = 0;
      Object.assign(unitsInCart, { here: undefined, bring: async () => void (asked += 1) });
      try {
        await begin(30);
        const { offer, show } = await join();
        await stage!.pass(1_000);
        expect(asked, 'nothing in the cart: nobody needs them').to.equal(0);
        const added = oneEvent(show, 'shopcast-added-to-cart');
        buttonOf(offer).click();
        await added;
        await stage!.pass(1_000);
        await waitUntil(() => asked === 1);
        Object.assign(unitsInCart, code);
        await stage!.pass(31_000);
        await waitUntil(() => /The one in your cart/u.test(words(offer)));
      } finally {
        Object.assign(unitsInCart, code);
      }
    });

    it('can leave the seconds away', async () => {
      await begin(90);
      const { offer } = await join(html`<shopcast-countdown-offer without-timer without-button>Cups</shopcast-countdown-offer>`);
      await expect(offer).to.be.accessible();
      expect(words(offer)).to.match(/^Until /u);
      expect(offer.shadowRoot!.querySelector('[role="timer"], button')).to.equal(null);
    });

    it('tells of an offer that was ended early, and of one that is sold out', async () => {
      await begin(90, { quantity: 2 });
      const { offer } = await join();
      await stage!.run({ type: 'sell-out-offer', data: { offerId: 'tonight' } });
      await stage!.until(() => session!.$offers.get()[0]?.phase === 'sold-out');
      await offer.updateComplete;
      expect(words(offer)).to.include('Every unit of this offer is sold.');
      await expect(offer).to.be.accessible();
    });
  });

  describe('alone', () => {
    const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

    it('counts to its attribute and claims', async () => {
      const offer = await fixture<ShopcastCountdownOffer>(
        html`<shopcast-countdown-offer offer-id="lamp" ends-at=${soon(95_000)}>Lamp</shopcast-countdown-offer>`,
      );
      await expect(offer).to.be.accessible();
      expect(offer.secondsLeft).to.be.within(90, 95);
      const claim = oneEvent(offer, 'shopcast-claim');
      buttonOf(offer).click();
      expect((await claim).detail).to.deep.equal({ offerId: 'lamp' });
    });

    it('is over when its time has come, and says so itself', async () => {
      const offer = await fixture<ShopcastCountdownOffer>(
        html`<shopcast-countdown-offer ends-at=${soon(1200)}>Lamp</shopcast-countdown-offer>`,
      );
      const region = offer.shadowRoot!.querySelector('[role="status"]')!;
      await waitUntil(() => words(offer).includes('Offer over'), 'it ends');
      await waitUntil(() => region.textContent.includes('The offer is over.'), 'it is said');
    });

    it('warns once of a time that is none, and stays usable', async () => {
      const told = await warnings(async () => {
        const offer = await fixture<ShopcastCountdownOffer>(html`<shopcast-countdown-offer ends-at="soon">Lamp</shopcast-countdown-offer>`);
        offer.productId = 'lamp';
        await offer.updateComplete;
        expect(offer.shadowRoot!.querySelector('button')).to.equal(null);
        offer.endsAt = soon(60_000);
        await offer.updateComplete;
        expect(offer.secondsLeft).to.be.within(58, 60);
      });
      expect(told).to.have.length(1);
    });

    it('shares one clock, which runs only while somebody looks', async () => {
      const { setTimeout: begin, clearTimeout: end } = globalThis;
      // The timers of the clock, by their callback's name, that have been begun and not ended.
      const running = new Set<unknown>();
      let ticks = 0;
      globalThis.setTimeout = ((callback: () => void, ms?: number) => {
        if (callback.name !== 'tick') return begin(callback, ms);
        ticks += 1;
        const timer = begin(() => {
          running.delete(timer);
          callback();
        }, ms);
        running.add(timer);
        return timer;
      }) as typeof setTimeout;
      globalThis.clearTimeout = ((timer?: number) => {
        running.delete(timer);
        end(timer);
      }) as typeof clearTimeout;
      try {
        const five = [1, 2, 3, 4, 5].map(() => html`<shopcast-countdown-offer ends-at=${soon(60_000)}></shopcast-countdown-offer>`);
        const box = await fixture(html`<div>${five}</div>`);
        expect(running.size, 'one for all').to.equal(1);
        const begun = ticks;
        const first = words(box.children[0]!);
        await waitUntil(() => words(box.children[0]!) !== first, 'a second passes');
        // A clock each would be five at least; a timer may come a millisecond early, and once more.
        expect(ticks - begun, 'timers in a second, for five of them').to.be.within(1, 4);
        expect(new Set([...box.children].map(words))).to.have.length(1);
        box.children[0]!.remove();
        expect(running.size, 'while four look').to.equal(1);
        const place = box.parentElement!;
        box.remove();
        expect(running.size, 'when nobody looks').to.equal(0);
        place.append(box);
        expect(running.size, 'when they look again').to.equal(1);
        box.remove();
      } finally {
        Object.assign(globalThis, { setTimeout: begin, clearTimeout: end });
      }
    });
  });
});
