import { wooTwin } from '@shopcast/testing/woo-twin';
import { expect } from 'chai';
import type { TokenStore } from '../../commerce-adapter.js';
import type { Fetch } from '../../internal/request.js';
import { add, unitsOf } from './testing/shopper.js';
import { lamp, open, productOf } from './testing/theme-page.js';
import { wooCommerce } from './woocommerce.js';

function mapTokens(kept = new Map<string, string>()): TokenStore {
  return { get: key => kept.get(key) ?? null, set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)) };
}

describe('WooCommerce, who proves who asks', () => {
  it('with the nonce of the theme, with none, and after it ran out', async () => {
    for (const [options, requests] of [
      [{}, 1],
      [{ page: {} }, 2],
      [{ nonce: 'stale' }, 2],
    ] as const) {
      const { adapter, asked, twin, sent } = open([lamp], options);
      expect(unitsOf(await adapter.change([add('10')]))).to.deep.equal({ 10: 1 });
      expect(asked).to.have.length(requests);
      twin.expireNonces();
      expect(unitsOf(await adapter.change([add('10'), add('10')]))).to.deep.equal({ 10: 3 });
      expect(asked.slice(-2)).to.deep.equal(['POST /batch', 'POST /batch']);
      await adapter.cart();
      expect(sent.at(-1)?.has('nonce')).to.equal(false);
    }
  });

  it('keeps a token once something hangs on it, and the newest', async () => {
    const kept = new Map<string, string>();
    let now = Date.now();
    const twin = wooTwin({ products: [lamp], now: () => now });
    const tokens = mapTokens(kept);
    const adapter = wooCommerce({ url: twin.url, session: 'token', tokens, fetch: twin.fetch });
    await adapter.products(['lamp']);
    await adapter.cart();
    expect([...kept.values()].filter(Boolean)).to.deep.equal([]);
    expect(await adapter.checkout()).to.deep.equal({ url: 'https://woo.example/checkout/', target: 'same-tab' });
    await adapter.change([add('10')]);
    const first = kept.get(`woocommerce:${twin.url}`);
    now += 60_000;
    await adapter.cart();
    const second = kept.get(`woocommerce:${twin.url}`);
    expect(second).to.be.a('string').and.not.equal(first);
    expect(await adapter.checkout()).to.deep.equal({ url: `https://woo.example/checkout/?session=${second}`, target: 'same-tab' });
  });

  it('a token that ran out is not sent: another is minted, and the cart is told as lost', async () => {
    const twin = wooTwin({ products: [lamp], now: () => Date.now() - 200_000_000 });
    const fresh = wooTwin({ products: [lamp] });
    const kept = new Map([[`woocommerce:${twin.url}`, twin.mintToken()]]);
    const tokens = mapTokens(kept);
    const sent: (string | null)[] = [];
    let minted = 0;
    const mintToken = () => {
      minted += 1;
      return Promise.resolve(fresh.mintToken());
    };
    const fetch: Fetch = (url, init) => {
      sent.push(new Headers(init.headers).get('cart-token'));
      return fresh.fetch(url, init);
    };
    const adapter = wooCommerce({ url: twin.url, session: 'token', tokens, mintToken, fetch });
    const [{ issues }] = await Promise.all([adapter.cart(), adapter.products(['lamp']), adapter.stock(['10'])]);
    expect(issues).to.deep.equal([{ code: 'cart-lost' }]);
    expect(new Set(sent.map(token => fresh.isToken(token ?? '')))).to.deep.equal(new Set([true]));
    expect(minted).to.equal(1);
    expect((await adapter.change([add('10')])).issues).to.deep.equal([]);
  });

  it('who signs in keeps the cart; a guest who becomes another has lost it', async () => {
    const token = (user: string) => `x.${btoa(JSON.stringify({ user_id: user, exp: 9e9 }))}.y`;
    let user = 't_one';
    const { adapter } = open([lamp], {
      line: ask => async (url, init) => {
        const answer = await ask(url, init);
        const headers = new Headers(answer.headers);
        if (headers.has('cart-token')) headers.set('cart-token', token(user));
        return new Response(await answer.text(), { status: answer.status, headers });
      },
    });
    await adapter.change([add('10')]);
    user = '7';
    expect((await adapter.cart()).issues).to.deep.equal([]);
    user = 't_two';
    expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
    expect((await adapter.cart()).issues).to.deep.equal([]);
  });

  it('an address with a query, as a WordPress without pretty links has it', async () => {
    const { adapter, asked } = open([lamp], {
      url: '/index.php?rest_route=/wc/store/v1',
      line: ask => (url, init) => ask(url.replace(/^\/index\.php\?rest_route=\/wc\/store\/v1([^&]*)&?/, '/wp-json/wc/store/v1$1?'), init),
    });
    expect((await productOf(adapter, '10')).title).to.equal('Lamp "No 5"');
    expect(asked[0]).to.match(/\/products&include=10&per_page=100$/);
    expect(await adapter.checkout()).to.deep.equal({ url: '/checkout/', target: 'same-tab' });
  });
});
