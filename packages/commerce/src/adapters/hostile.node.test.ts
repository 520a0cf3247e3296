import { readFileSync } from 'node:fs';
import { createRandom, ucpConformanceShop, type ConformanceShop, type RandomNumbers } from '@shopcast/testing';
import { themeConformanceShop } from '@shopcast/testing/shopify-theme-page';
import { storefrontConformanceShop } from '@shopcast/testing/shopify-twin';
import { wooConformanceShop } from '@shopcast/testing/woo-twin';
import type { CommerceAdapter, Fetch } from '../index.js';
import { CommerceError } from '../index.js';
import { vendureCommerce } from './vendure/vendure.js';
import { medusaCommerce } from './medusa/medusa.js';

const hostile = [null, undefined, '', 'x', '<img src=x onerror=alert(1)>', '&lt;b&gt;&amp;amp;', 'javascript:alert(1)', -1, 0, 1.5, 1e300, -9e15, true, false, [], {}, [null], [[]], 'USD', 'NaN', '-5', '9'.repeat(400), '\u0000\ud800', 9007199254740993];
type Node = Record<string, unknown> | unknown[];
function places(value: unknown, found: [Node, string][] = []): [Node, string][] {
  if (value && typeof value === 'object') for (const key of Object.keys(value)) { found.push([value as Node, key]); places((value as Record<string, unknown>)[key], found); }
  return found;
}
let last: string[] = [];
function spoil(text: string, random: RandomNumbers): string {
  let body: unknown;
  try { body = JSON.parse(text); } catch { return text; }
  const all = places(body);
  if (!all.length) return text;
  for (let n = 1 + random.below(2); n > 0; n--) {
    const [node, key] = random.pick(all);
    const v = random.pick(hostile);
    last.push(`${key}=${JSON.stringify(v)?.slice(0, 40)}`);
    (node as Record<string, unknown>)[key] = v;
  }
  return JSON.stringify(body);
}
const line = (ask: Fetch, random: RandomNumbers, on: () => boolean): Fetch => async (url, init) => {
  const response = await ask(url, init);
  if (!on()) return response;
  const text = await response.text();
  return new Response(response.status === 204 ? null : spoil(text, random), { status: response.status, headers: response.headers });
};
const problems = new Map<string, string>();
function note(where: string, what: string) { const k = `${where}: ${what}`; if (!problems.has(k)) problems.set(k, last.join(' ')); }
const str = (w: string, name: string, v: unknown, opt = true) => { if (!(typeof v === 'string' || (opt && v === undefined))) note(w, `${name} is ${v === null ? 'null' : typeof v}`); };
const url = (w: string, name: string, v: unknown) => { str(w, name, v); if (typeof v === 'string' && /^\s*javascript:/i.test(v)) note(w, `${name} javascript:`); };
const money = (w: string, name: string, v: any, opt = false) => { if (v === undefined && opt) return; if (!Number.isSafeInteger(v?.minor) || !/^[A-Z]{3}$/.test(v?.currency)) note(w, `${name} money ${JSON.stringify(v)?.slice(0,30)}`); };
function checkCart(w: string, { cart, issues }: any) {
  str(w, 'currency', cart.currency, false); if (!Number.isSafeInteger(cart.quantity)) note(w, `quantity ${typeof cart.quantity}`);
  for (const l of cart.lines) {
    for (const k of ['key', 'variantId', 'title']) str(w, `line.${k}`, l[k], false);
    for (const k of ['variantTitle', 'productId']) str(w, `line.${k}`, l[k]);
    url(w, 'line.image', l.image);
    if (l.variantId === '' || l.variantId === 'null' || l.variantId === 'undefined') note(w, 'line.variantId empty ' + l.variantId);
    if (!Number.isSafeInteger(l.quantity) || l.quantity < 1) note(w, `line.quantity ${String(l.quantity).slice(0,12)}`);
    money(w, 'line.unit', l.unit); money(w, 'line.total', l.total); money(w, 'line.compare', l.unitCompareAt, true);
    if (l.max !== undefined && !(Number.isSafeInteger(l.max) && l.max >= 0)) note(w, `line.max ${String(l.max).slice(0,12)}`);
    for (const v of Object.values(l.attributes ?? {})) str(w, 'attribute', v, false);
    if (typeof l.editable !== 'boolean') note(w, 'editable ' + typeof l.editable);
  }
  for (const k of ['subtotal', 'discount', 'total']) money(w, k, cart[k]); money(w, 'tax', cart.tax, true);
  for (const c of cart.codes) { str(w, 'code', c.code, false); if (typeof c.applied !== 'boolean') note(w, 'applied ' + typeof c.applied); }
  for (const i of issues) { str(w, 'issue.code', i.code, false); for (const k of ['message','variantId','lineKey','discountCode']) str(w, `issue.${k}`, i[k]); if (i.available !== undefined && !(Number.isSafeInteger(i.available) && i.available >= 0)) note(w, `issue.available ${i.available}`); }
}
function checkProducts(w: string, map: Map<string, any>) {
  for (const p of map.values()) { if (!p) continue;
    for (const k of ['id', 'title']) str(w, `product.${k}`, p[k], false);
    for (const k of ['handle', 'description']) str(w, `product.${k}`, p[k]);
    url(w, 'product.url', p.url); for (const i of p.images) { str(w, 'image', i, false); url(w, 'image', i); }
    for (const o of p.options) { str(w, 'option.id', o.id, false); str(w, 'option.label', o.label, false); for (const v of o.values) { str(w, 'value.id', v.id, false); str(w, 'value.label', v.label, false); } }
    for (const v of p.variants) { for (const k of ['id', 'title']) str(w, `variant.${k}`, v[k], false); str(w, 'variant.sku', v.sku); url(w, 'variant.image', v.image);
      money(w, 'variant.price', v.price); money(w, 'variant.compareAt', v.compareAt, true); money(w, 'variant.lowest', v.lowest30Days, true);
      const q = v.quantityRule; if (!(Number.isSafeInteger(q.min) && q.min >= 1 && Number.isSafeInteger(q.step) && q.step >= 1 && (q.max === undefined || Number.isSafeInteger(q.max)))) note(w, `rule ${JSON.stringify(q).slice(0, 50)}`);
      if (v.price.minor < 0) note(w, 'negative price');
      if (v.stock.quantity !== undefined && !Number.isSafeInteger(v.stock.quantity)) note(w, `stock.quantity ${String(v.stock.quantity).slice(0,10)}`);
    }
    if (p.rating && !(Number.isFinite(p.rating.value) && Number.isFinite(p.rating.count))) note(w, 'rating');
  }
}
const recordedShop = (name: string, make: (fetch: Fetch) => CommerceAdapter) => (random: RandomNumbers, on: () => boolean): ConformanceShop => {
  const recorded = Object.values(JSON.parse(readFileSync(new URL(`./${name}/fixtures/recorded.json`, import.meta.url), 'utf8')) as Record<string, any>);
  const fetch: Fetch = async () => {
    const { status = 200, headers = {}, body } = random.pick(recorded);
    let b = body;
    if (name === 'vendure' && !body.errors) { const f = Object.values(body.data ?? {}); const product = body.data?.product; const items = product?.variants ? [{ ...product, variantList: { totalItems: product.variants.length, items: product.variants } }] : []; b = { data: { ...body.data, r: f[0], products: { items }, activeChannel: { defaultCurrencyCode: 'USD' } } }; }
    return new Response(JSON.stringify(b), { status, headers });
  };
  const adapter = make(line(fetch, random, on));
  return { adapter, refs: { plain: 'hoodie' }, control: {}, another: () => adapter, dispose: () => adapter.dispose() } as never;
};
const shops: Record<string, (random: RandomNumbers, on: () => boolean) => ConformanceShop> = {
  storefront(random, on) { const shop: any = storefrontConformanceShop({}, { fetch: line((u, i) => shop.twin.fetch(u, i), random, on) }); return shop; },
  theme: (random, on) => themeConformanceShop({}, {}, page => ({ ...page, fetch: line((u, i) => page.fetch(u, i), random, on) })),
  woo: (random, on) => wooConformanceShop({}, { session: 'token', line: ask => line(ask, random, on) }),
  wooCookie: (random, on) => wooConformanceShop({}, { session: 'cookie', line: ask => line(ask, random, on) }),
  ucp(random, on) { const shop: any = ucpConformanceShop({}, { fetch: line((u, i) => shop.ucp.fetch(u, i), random, on) }); return shop; },
  vendure: recordedShop('vendure', fetch => vendureCommerce({ url: 'https://shop.example/shop-api', checkout: '/c', fetch })),
  medusa: recordedShop('medusa', fetch => medusaCommerce({ url: 'https://shop.example', publishableKey: 'pk', region: 'reg_1', country: 'DE', checkout: '/pay?cart={cart}', fetch })),
};
describe('hostile', function () {
  this.timeout(600_000);
  for (const [name, open] of Object.entries(shops)) it(name, async () => {
    problems.clear();
    const runs = Number(process.env['RUNS'] ?? 150); let answered = 0, refused = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const random = createRandom(seed); let on = false; last = [];
      const shop = open(random, () => on);
      const { adapter } = shop; const ref = shop.refs.plain ?? 'x'; const ref2 = shop.refs.twoOptions ?? ref;
      let id = '1';
      try { id = (await adapter.products([ref])).get(ref)?.variants[0]?.id ?? '1'; await adapter.change([{ type: 'add', variantId: id, quantity: 1 }]); } catch { /* */ }
      on = true;
      let key = 'x';
      const calls: [string, () => Promise<unknown>][] = [
        ['products', async () => checkProducts('products', await adapter.products([ref, ref2]) as never)],
        ['stock', async () => { for (const s of (await adapter.stock([id])).values()) { money('stock', 'price', s.price, true); if (s.stock.quantity !== undefined && !Number.isSafeInteger(s.stock.quantity)) note('stock', 'quantity'); } }],
        ['cart', async () => { const r = await adapter.cart(); checkCart('cart', r); key = r.cart.lines[0]?.key ?? 'x'; }],
        ['add', async () => checkCart('add', await adapter.change([{ type: 'add', variantId: id, quantity: 2 }]))],
        ['set', async () => checkCart('set', await adapter.change([{ type: 'set', lineKey: key, quantity: 3 }]))],
        ['code', async () => checkCart('code', await adapter.change([{ type: 'add-code', code: 'SAVE10' }]))],
        ['remove', async () => checkCart('remove', await adapter.change([{ type: 'remove', lineKey: key }]))],
        ['checkout', async () => { const h = await adapter.checkout(); if ('url' in h) { if (typeof h.url !== 'string') note('checkout', 'url ' + typeof h.url); url('checkout', 'url', h.url); } }],
        ['order', async () => { const o = await adapter.order?.('1?key=1&billing_email=a@b'); if (o) { str('order', 'number', o.number, false); for (const t of o.tracking) { str('order', 'code', t.code); url('order', 'tracking', t.url); } } }],
        ['reviews', async () => { const o = await adapter.reviews?.('1', 1); for (const t of o?.items ?? []) { str('reviews', 'author', t.author, false); str('reviews', 'text', t.text, false); str('reviews', 'date', t.date, false); if (!(t.rating >= 0 && t.rating <= 5)) note('reviews', 'rating'); } }],
        ['policies', async () => { for (const p of (await adapter.policies?.()) ?? []) { str('policies', 'title', p.title, false); str('policies', 'text', p.text); url('policies', 'url', p.url); } }],
        ['capabilities', () => adapter.capabilities()],
      ];
      for (let at = 0; at < 6; at++) {
        const [what, call] = random.pick(calls); last = [];
        try { await call(); answered++; } catch (error) { if (error instanceof CommerceError) refused++; else note(what, `threw ${(error as Error).name} ${(error as Error).message.slice(0, 80)}`); }
      }
      await shop.dispose();
    }
    console.log(name, { answered, refused }); for (const [k, v] of problems) console.log('   ', k, '<-', v);
  });
});
