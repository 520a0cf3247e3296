import type { MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { registerShop, registerTransport, ShopcastError, type NamedOptions, type TransportFactoryContext } from '@shopcast/session';
import { randomId } from '@shopcast/live';
import { medusaOptions, storefrontOptions, vendureOptions, wooOptions } from './shop-options.js';

/** An option that a shop cannot do without. Throws `commerce/config` naming it. */
function needed(shop: string, options: NamedOptions, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  const attribute = `shop-${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
  throw new ShopcastError('commerce/config', `The shop "${shop}" needs the option "${name}" (attribute ${attribute}).`, { field: name });
}

/** The address of a transport. Throws `transport/bad-options`. */
function address(kind: string, { url }: TransportFactoryContext): string {
  if (url !== undefined) return url;
  throw new ShopcastError('transport/bad-options', `The transport "${kind}" needs a url.`, { field: 'url' });
}

// Each shop's code is fetched when a page names it. What comes in by attributes is text; the adapters check it themselves.
registerShop('woocommerce', async (options, { tokens }) =>
  (await import('@shopcast/commerce/adapters/woocommerce')).wooCommerce({ ...wooOptions(options), tokens }),
);
registerShop('shopify-storefront', async (options, { tokens }) =>
  (await import('@shopcast/commerce/adapters/shopify-storefront')).shopifyStorefrontCommerce({
    ...storefrontOptions(options),
    shop: needed('shopify-storefront', options, 'shop'),
    token: needed('shopify-storefront', options, 'token'),
    tokens,
  }),
);
registerShop('shopify-theme', async options =>
  (await import('@shopcast/commerce/adapters/shopify-theme')).shopifyThemeCommerce({ ...options }),
);
registerShop('vendure', async (options, { tokens }) =>
  (await import('@shopcast/commerce/adapters/vendure')).vendureCommerce({
    ...vendureOptions(options),
    url: needed('vendure', options, 'url'),
    checkout: needed('vendure', options, 'checkout'),
    tokens,
  }),
);
registerShop('host', async options => {
  const { hostApi, hostCommerce } = await import('@shopcast/commerce/adapters/host');
  return hostCommerce({
    ...hostApi({ url: needed('host', options, 'url') }),
    currency: needed('host', options, 'currency'),
    checkout: needed('host', options, 'checkout'),
  });
});
registerShop('medusa', async (options, { tokens }) =>
  (await import('@shopcast/commerce/adapters/medusa')).medusaCommerce({
    ...medusaOptions(options),
    url: needed('medusa', options, 'url'),
    publishableKey: needed('medusa', options, 'publishableKey'),
    region: needed('medusa', options, 'region'),
    checkout: needed('medusa', options, 'checkout'),
    tokens,
  }),
);
registerShop('ucp', async (options, { tokens }) =>
  (await import('@shopcast/commerce/adapters/ucp')).ucpCommerce({
    ...options,
    url: needed('ucp', options, 'url'),
    profile: needed('ucp', options, 'profile'),
    tokens,
  }),
);

// A shop for demos and replays that need no server: `goods` is the address of what it sells, MemoryShopOptions as JSON.
registerShop('memory', async options => {
  const goods = needed('memory', options, 'goods');
  const [{ memoryCommerce }, answer] = await Promise.all([import('@shopcast/commerce/adapters/memory'), fetch(goods)]);
  if (!answer.ok)
    throw new ShopcastError('commerce/config', `The goods at ${goods} were answered with status ${answer.status}.`, { field: 'goods' });
  return memoryCommerce({ shop: (await answer.json()) as MemoryShopOptions });
});

registerTransport('sse', async context =>
  (await import('@shopcast/live/transports/sse')).sseTransport({ ...context, base: address('sse', context) }),
);
registerTransport('poll', async context =>
  (await import('@shopcast/live/transports/poll')).pollTransport({ ...context, base: address('poll', context) }),
);
registerTransport('file', async context =>
  (await import('@shopcast/live/transports/file')).fileTransport({ url: address('file', context) }),
);
registerTransport('tabs', async ({ showId, viewer }) =>
  (await import('@shopcast/live/transports/tabs')).tabsTransport({
    showId,
    author: viewer ?? { viewerId: randomId(), name: '', role: 'viewer' },
  }),
);
