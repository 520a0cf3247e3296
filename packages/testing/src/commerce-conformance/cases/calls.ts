import type { CommerceAdapter } from '@shopcast/commerce';
import { fail, ok, oneOf, rejects, same, unitsOf } from '../checks.js';
import type { ConformanceCase } from '../conformance-case.js';

/** Every call of the contract, for what is true of all of them. */
function allCalls(adapter: CommerceAdapter, ref: string, variantId: string, signal?: AbortSignal): Record<string, () => Promise<unknown>> {
  const options = signal ? { signal } : {};
  return {
    capabilities: () => adapter.capabilities(options),
    products: () => adapter.products([ref], options),
    stock: () => adapter.stock([variantId], options),
    cart: () => adapter.cart(options),
    change: () => adapter.change([{ type: 'add', variantId, quantity: 1 }], options),
    checkout: () => adapter.checkout(options),
    ...(adapter.order ? { order: () => adapter.order?.('1', options) ?? fail('order went away.') } : {}),
    ...(adapter.reviews ? { reviews: () => adapter.reviews?.('1', 1, options) ?? fail('reviews went away.') } : {}),
    ...(adapter.policies ? { policies: () => adapter.policies?.(options) ?? fail('policies went away.') } : {}),
  };
}

/** The calls themselves: hand-off, abort, end, optional parts. */
export const callCases: readonly ConformanceCase[] = [
  {
    name: 'optional parts are there exactly where the capabilities say so',
    async run({ shop: { adapter }, supports }) {
      ok(/^[a-z][a-z0-9-]*$/.test(adapter.name), `The name of an adapter is a word such as "vendure", not "${adapter.name}".`);
      // Some shops tell what they can only when they are asked; optional parts appear with it.
      await adapter.capabilities();
      same(typeof adapter.order === 'function', supports.order !== 'none', 'has order()');
      same(typeof adapter.reviews === 'function', supports.reviews, 'has reviews()');
      same(typeof adapter.policies === 'function', supports.policies, 'has policies()');
      same(typeof adapter.onExternalChange === 'function', supports.hostCart === 'events', 'has onExternalChange()');
      if (supports.hostCart === 'events')
        same(typeof adapter.notifyHost, 'function', 'notifyHost, of an adapter whose hostCart is "events"');
    },
  },
  {
    name: 'the checkout is handed off as the capabilities say',
    async run({ shopper, variant, supports }) {
      await shopper.add(await variant('plain'), 1);
      const handOff = await shopper.adapter.checkout();
      if (supports.checkout === 'host-callback') return same(handOff, { handled: true }, 'hand-off');
      ok('url' in handOff, `checkout is "${supports.checkout}", but the answer has no url.`);
      oneOf(handOff.target, ['same-tab', 'new-tab'], 'target of the hand-off');
      const url = new URL(handOff.url, 'https://page.example');
      oneOf(url.protocol, ['https:', 'http:'], 'protocol of the checkout');
      if (supports.checkout === 'url') ok(/^https?:/.test(handOff.url), `The url of the checkout is not absolute: "${handOff.url}".`);
    },
  },
  {
    name: 'an order that was placed can be followed by its guest',
    needs: ['placeOrder'],
    unless: supports => supports.order === 'none' && 'a guest cannot follow an order in this shop',
    async run({ shopper, variant, control }) {
      await shopper.add(await variant('plain'), 1);
      const order = await control.placeOrder(shopper.adapter);
      ok(order.placed, 'The order was not placed.');
      const status = (await shopper.adapter.order?.(order.ref)) ?? fail('The shop does not know the order.');
      ok(status.number, 'The order has no number.');
      oneOf(status.state, ['open', 'paid', 'shipped', 'delivered', 'cancelled', 'unknown'], 'state of the order');
      same(await shopper.adapter.order?.('no-such-order-0000'), null, 'an order that does not exist');
    },
  },
  {
    name: 'after an order the cart is empty again and usable',
    needs: ['placeOrder'],
    async run({ shopper, variant, control }) {
      const plain = await variant('plain');
      await shopper.add(plain, 2);
      ok((await control.placeOrder(shopper.adapter)).placed, 'The order was not placed.');
      same((await shopper.cart()).cart.lines, [], 'lines after the order');
      const added = await shopper.add(plain, 1);
      if (unitsOf(added.cart)[plain.id] === undefined) await shopper.add(plain, 1);
      await shopper.expectUnits([plain, 1]);
    },
  },
  {
    name: 'reviews come by page, with a total',
    unless: supports => !supports.reviews && 'the shop has no reviews',
    async run({ shop, product }) {
      const reviews = (await shop.adapter.reviews?.((await product('plain')).id, 1)) ?? fail('reviews went away.');
      ok(
        Number.isInteger(reviews.total) && reviews.total >= reviews.items.length,
        `total is ${reviews.total} with ${reviews.items.length} items.`,
      );
      for (const { rating } of reviews.items) ok(rating >= 0 && rating <= 5, `A rating is 0 to 5, found ${rating}.`);
    },
  },
  {
    name: 'policies are texts or links',
    unless: supports => !supports.policies && 'the shop tells no policies',
    async run({ shop }) {
      for (const policy of (await shop.adapter.policies?.()) ?? fail('policies went away.')) {
        oneOf(policy.kind, ['returns', 'delivery', 'privacy', 'terms'], 'kind of the policy');
        ok(policy.title && (policy.text || policy.url), `The policy "${policy.kind}" says nothing.`);
      }
    },
  },
  {
    name: 'a call whose signal is already aborted rejects and does nothing',
    async run({ shop, shopper, variant, ref }) {
      const plain = await variant('plain');
      const calls = allCalls(shop.adapter, ref('plain'), plain.id, AbortSignal.abort());
      for (const [name, call] of Object.entries(calls)) await rejects(call, ['aborted'], `${name}() with an aborted signal`);
      await shopper.expectUnits();
    },
  },
  {
    name: 'a call aborted on its way rejects as aborted or was answered, and the adapter works on',
    async run({ shop, shopper, variant }) {
      const plain = await variant('plain');
      await shopper.add(plain, 1);
      const stop = new AbortController();
      const call = shop.adapter.change([{ type: 'add', variantId: plain.id, quantity: 1 }], { signal: stop.signal });
      stop.abort();
      const outcome = await call.then(
        () => 'answered',
        (error: { kind?: string }) => error.kind,
      );
      oneOf(outcome, ['answered', 'aborted'], 'outcome of the aborted call');
      const units = unitsOf((await shopper.cart()).cart)[plain.id];
      oneOf(units, outcome === 'answered' ? [2] : [1, 2], 'units after the aborted call');
      await shopper.set(plain, 5);
      await shopper.expectUnits([plain, 5]);
    },
  },
  {
    name: 'after dispose every call rejects as disposed, and dispose may be repeated',
    async run({ shop: { adapter }, variant, ref }) {
      const { id } = await variant('plain');
      adapter.dispose();
      adapter.dispose();
      for (const [name, call] of Object.entries(allCalls(adapter, ref('plain'), id)))
        await rejects(call, ['disposed'], `${name}() after dispose`);
    },
  },
  {
    name: 'a call on its way at dispose ends, answered or disposed',
    async run({ shop, variant, ref }) {
      const { id } = await variant('plain');
      const adapter = await shop.another();
      const calls = [adapter.cart(), adapter.products([ref('plain')]), adapter.stock([id])];
      adapter.dispose();
      for (const answer of await Promise.allSettled(calls)) {
        if (answer.status === 'rejected') oneOf((answer.reason as { kind?: string }).kind, ['disposed'], 'kind of the error');
      }
    },
  },
];
