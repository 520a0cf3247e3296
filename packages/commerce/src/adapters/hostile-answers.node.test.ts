import { readFileSync } from 'node:fs';
import { isMoney } from '@shopcast/core';
import { createRandom, ucpConformanceShop, type ConformanceShop, type RandomNumbers } from '@shopcast/testing';
import { themeConformanceShop } from '@shopcast/testing/shopify-theme-page';
import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import { wooConformanceShop } from '@shopcast/testing/woo-twin';
import { expect } from 'chai';
import { CommerceError, type CommerceAdapter, type Fetch } from '../index.js';
import { medusaCommerce } from './medusa/medusa.js';
import { vendureCommerce } from './vendure/vendure.js';

/** What a broken plugin, or somebody who means harm, may put in any place of an answer. */
const hostile = [
  ...[null, undefined, '', 'x', 'USD', 'NaN', '-5', '9'.repeat(400), '\u0000\ud800', true, false, [], {}, [null], [[]]],
  ...['<img src=x onerror=alert(1)>', '&lt;b&gt;&amp;amp;', 'javascript:alert(1)', ' java\tscript:alert(1)', 'data:text/html,x'],
  ...[-1, 0, 1.5, 1e300, -9e15, Number.MAX_SAFE_INTEGER + 1],
];
type Holder = Record<string, unknown>;

/** A shop whose answers are spoiled in one or two places once `on` says so. */
type OpenShop = (random: RandomNumbers, on: () => boolean) => ConformanceShop;

function placesIn(value: unknown): [Holder, string][] {
  if (!value || typeof value !== 'object') return [];
  return Object.keys(value).flatMap(name => [[value as Holder, name] as [Holder, string], ...placesIn((value as Holder)[name])]);
}

function spoiling(ask: Fetch, random: RandomNumbers, on: () => boolean): Fetch {
  return async (url, init) => {
    const response = await ask(url, init);
    const text = await response.text();
    const { status, headers } = response;
    const isJson = on() && /^[[{]/.test(text);
    const body: unknown = isJson ? JSON.parse(text) : undefined;
    for (let times = 1 + random.below(2); isJson && times > 0; times -= 1) {
      const places = placesIn(body);
      const [holder, name] = places.length > 0 ? random.pick(places) : [{}, ''];
      holder[name] = random.pick(hostile);
    }
    return new Response(status === 204 ? null : isJson ? JSON.stringify(body) : text, { status, headers });
  };
}

/** A shop that answers with any of its recordings, whatever is asked. */
function recordedShop(name: string, open: (fetch: Fetch) => CommerceAdapter): OpenShop {
  type Recording = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: Holder };
  const text = readFileSync(new URL(`./${name}/fixtures/recorded.json`, import.meta.url), 'utf8');
  const recorded = Object.values(JSON.parse(text) as Record<string, Recording>);
  return (random, on) => {
    const ask: Fetch = () => {
      const { status = 200, headers = {}, body } = random.pick(recorded);
      const data = body['data'] as Holder | undefined;
      const named = data ? { data: { ...data, r: Object.values(data)[0], activeChannel: { defaultCurrencyCode: 'USD' } } } : body;
      return Promise.resolve(new Response(JSON.stringify(named), { status, headers }));
    };
    const adapter = open(spoiling(ask, random, on));
    return { adapter, another: () => adapter, refs: { plain: 'hoodie' }, control: {}, dispose: () => adapter.dispose() };
  };
}

const url = 'https://shop.example';
const shops: Readonly<Record<string, OpenShop>> = {
  'shopify-storefront'(random, on) {
    const fetch: Fetch = (address, init) => shop.twin.fetch(address, init);
    const shop: ReturnType<typeof storefrontConformanceShop> = storefrontConformanceShop({}, { fetch: spoiling(fetch, random, on) });
    return shop;
  },
  'shopify-theme': (random, on) => {
    return themeConformanceShop({}, {}, page => ({ ...page, fetch: spoiling((address, init) => page.fetch(address, init), random, on) }));
  },
  woocommerce: (random, on) => wooConformanceShop({}, { session: 'token', line: ask => spoiling(ask, random, on) }),
  ucp(random, on) {
    const fetch: Fetch = (address, init) => shop.ucp.fetch(address, init);
    const shop: ReturnType<typeof ucpConformanceShop> = ucpConformanceShop({}, { fetch: spoiling(fetch, random, on) });
    return shop;
  },
  vendure: recordedShop('vendure', fetch => vendureCommerce({ url, checkout: '/checkout', fetch })),
  medusa: recordedShop('medusa', fetch =>
    medusaCommerce({ url, publishableKey: 'pk', region: 'reg_1', country: 'DE', checkout: '/pay', fetch }),
  ),
};

const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown) => typeof value === 'string';
const isLink = (value: unknown) => isText(value) && /^(?:https?:|data:image\/)/.test(new URL(value, url).href);

/** What each field of the contract has to be, wherever it stands. */
const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...Object.fromEntries(['id', 'key', 'variantId'].map(name => [name, value => isText(value) && value !== ''])),
  ...Object.fromEntries(
    'title label productId variantTitle lineKey discountCode code handle description sku message author text date number'
      .split(' ')
      .map(name => [name, isText]),
  ),
  ...Object.fromEntries(['quantity', 'available', 'max', 'min', 'step'].map(name => [name, isWhole])),
  ...Object.fromEntries(
    ['price', 'unit', 'total', 'subtotal', 'discount', 'tax', 'compareAt', 'unitCompareAt'].map(name => [name, isMoney]),
  ),
  ...Object.fromEntries(['applied', 'editable'].map(name => [name, value => typeof value === 'boolean'])),
  url: isLink,
  image: isLink,
  images: value => (value as unknown[]).every(isLink),
  attributes: value => Object.values(value as object).every(isText),
};

function illFormed(answer: unknown, path = ''): string[] {
  if (answer instanceof Map) return [...answer.values()].flatMap(value => illFormed(value, path));
  if (!answer || typeof answer !== 'object') return [];
  return Object.entries(answer).flatMap(([name, value]) => {
    const form = forms[name];
    // The number of reviews is a total too, and what a variant's options are called is up to the shop.
    if (form && !(name === 'total' && typeof value === 'number')) return form(value) ? [] : `${path}.${name} is ${JSON.stringify(value)}`;
    return name === 'options' && !Array.isArray(value) ? [] : illFormed(value, `${path}.${name}`);
  });
}

describe('answers spoiled in any place', function () {
  this.timeout(120_000);
  const seeds = 120;
  for (const [name, open] of Object.entries(shops)) {
    it(`${name}: every call answers in the form of the contract, or rejects as CommerceError`, async () => {
      const counts = { answered: 0, refused: 0 };
      for (let seed = 1; seed <= seeds; seed += 1) {
        const random = createRandom(seed);
        let on = false;
        const shop = open(random, () => on);
        const { adapter, refs } = shop;
        const ref = refs.plain ?? '';
        const known = await adapter.products([ref]).catch(() => undefined);
        const variantId = known?.get(ref)?.variants[0]?.id ?? '1';
        await adapter.change([{ type: 'add', variantId, quantity: 1 }]).catch(() => undefined);
        on = true;
        let lineKey = 'none';
        const calls: Readonly<Record<string, () => Promise<unknown>>> = {
          products: () => adapter.products([ref, refs.twoOptions ?? ref]),
          stock: () => adapter.stock([variantId]),
          cart: () => adapter.cart().then(result => ((lineKey = result.cart.lines[0]?.key ?? lineKey), result)),
          add: () => adapter.change([{ type: 'add', variantId, quantity: 2 }]),
          set: () => adapter.change([{ type: 'set', lineKey, quantity: 3 }]),
          remove: () => adapter.change([{ type: 'remove', lineKey }]),
          code: () => adapter.change([{ type: 'add-code', code: 'SAVE10' }]),
          checkout: () => adapter.checkout(),
          order: () => adapter.order?.('1?key=1&billing_email=a@shop.example') ?? Promise.resolve(),
          reviews: () => adapter.reviews?.('1', 1) ?? Promise.resolve(),
          policies: () => adapter.policies?.() ?? Promise.resolve(),
        };
        for (let step = 0; step < 6; step += 1) {
          const call = random.pick(Object.keys(calls));
          const where = `seed ${seed}, step ${step}, ${call}`;
          try {
            expect(illFormed(await calls[call]?.()), where).to.deep.equal([]);
            counts.answered += 1;
          } catch (error) {
            if (!(error instanceof CommerceError)) throw new Error(where, { cause: error });
            counts.refused += 1;
          }
        }
        await shop.dispose();
      }
      expect(counts.answered, 'answered').to.be.greaterThan(seeds);
      expect(counts.refused, 'refused').to.be.greaterThan(seeds / 4);
    });
  }
});
