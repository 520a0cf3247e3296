import { parseMoney, ShopcastError, type Money, type ShowEventData } from '@shopcast/core';
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { OrderHookConfig } from '../config/config.js';

/** An order as a shop reports it, without anything that names a person. */
export type ReportedOrder = ShowEventData['order-placed'] & { readonly orderRef: string };

const id = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(value => String(value)),
  v.regex(/^.{1,128}$/u),
);
const quantity = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/));

const shopifyOrder = v.object({
  id,
  admin_graphql_api_id: v.optional(v.string()),
  currency,
  total_price: v.string(),
  line_items: v.array(v.object({ variant_id: v.nullable(id), product_id: v.nullable(id), quantity })),
});
const wooOrder = v.object({
  id,
  currency,
  total: v.string(),
  line_items: v.array(v.object({ product_id: id, variation_id: v.optional(id), quantity })),
});
const vendureOrder = v.object({
  code: id,
  currencyCode: currency,
  totalWithTax: v.pipe(v.number(), v.safeInteger()),
  lines: v.array(v.object({ productVariantId: id, productId: v.optional(id), quantity })),
});
const plainOrder = v.object({
  orderRef: id,
  total: v.optional(v.object({ minor: v.pipe(v.number(), v.safeInteger()), currency })),
  lines: v.array(v.object({ variantId: id, productId: v.optional(id), quantity })),
});

function readShopify(order: v.InferOutput<typeof shopifyOrder>): ReportedOrder {
  return {
    orderRef: order.id,
    total: parseMoney(order.total_price, order.currency),
    // A line whose variant was deleted meanwhile cannot be told apart any more; it still was an order.
    lines: order.line_items.map(line => ({
      variantId: line.variant_id === null ? 'deleted' : `gid://shopify/ProductVariant/${line.variant_id}`,
      ...(line.product_id !== null && { productId: `gid://shopify/Product/${line.product_id}` }),
      quantity: line.quantity,
    })),
  };
}

function readWoo(order: v.InferOutput<typeof wooOrder>): ReportedOrder {
  return {
    orderRef: order.id,
    total: parseMoney(order.total, order.currency, { round: 'half-up' }),
    lines: order.line_items.map(line => {
      const variation = line.variation_id !== undefined && line.variation_id !== '0' ? line.variation_id : undefined;
      return { variantId: variation ?? line.product_id, productId: line.product_id, quantity: line.quantity };
    }),
  };
}

function readVendure(order: v.InferOutput<typeof vendureOrder>): ReportedOrder {
  const total: Money = { minor: order.totalWithTax, currency: order.currencyCode };
  return {
    orderRef: order.code,
    total,
    lines: order.lines.map(({ productVariantId, productId, quantity: units }) => ({
      variantId: productVariantId,
      ...(productId !== undefined && { productId }),
      quantity: units,
    })),
  };
}

/** The header each shop signs in, and how it writes the HMAC-SHA256 of the raw body. */
const signatures = {
  shopify: { header: 'x-shopify-hmac-sha256', encoding: 'base64' },
  woocommerce: { header: 'x-wc-webhook-signature', encoding: 'base64' },
  vendure: { header: 'x-shopcast-signature', encoding: 'hex' },
  hmac: { header: 'x-shopcast-signature', encoding: 'hex' },
} as const;

/** The hook whose secret signed the raw body: two shops of one kind may report to one show. Throws `server/bad-signature`. */
export function verifyOrderHook(
  hooks: readonly OrderHookConfig[],
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
): OrderHookConfig {
  const [first] = hooks;
  if (!first) throw new ShopcastError('server/bad-signature', 'No secret is configured for orders of this shop. Name it in "orderHooks".');
  const { header, encoding } = signatures[first.shop];
  const value = headers[header];
  const given = typeof value === 'string' ? value.trim() : '';
  const received = Buffer.from(encoding === 'hex' ? given.toLowerCase() : given);
  const signer = hooks.find(({ secret }) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(body).digest(encoding));
    return received.length === expected.length && timingSafeEqual(received, expected);
  });
  if (signer) return signer;
  throw new ShopcastError('server/bad-signature', `The order was not signed in the header "${header}" with the secret of this shop.`);
}

/**
 * Whether WooCommerce only asks if there is somebody: it does so, unsigned, when a webhook is saved, and shows an error to whoever set it up unless the
 * answer is 200.
 */
export const isWooPing = (hooks: readonly OrderHookConfig[], body: Buffer): boolean =>
  hooks.some(({ shop }) => shop === 'woocommerce') && body.length < 64 && /^webhook_id=\d+$/.test(body.toString('latin1'));

/** Reads a verified body. Throws `server/bad-request` naming the field. */
export function readOrderHook(shop: OrderHookConfig['shop'], body: Buffer): ReportedOrder {
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new ShopcastError('server/bad-request', 'The body is not JSON.', { cause });
  }
  try {
    switch (shop) {
      case 'shopify':
        return readShopify(v.parse(shopifyOrder, input));
      case 'woocommerce':
        return readWoo(v.parse(wooOrder, input));
      case 'vendure':
        return readVendure(v.parse(vendureOrder, input));
      case 'hmac': {
        const { orderRef, lines, total } = v.parse(plainOrder, input);
        const exact = lines.map(({ productId, ...line }) => (productId === undefined ? line : { ...line, productId }));
        return { orderRef, lines: exact, ...(total && { total }) };
      }
    }
  } catch (cause) {
    if (!(cause instanceof v.ValiError)) throw cause;
    const issue = cause.issues[0] as v.BaseIssue<unknown>;
    const field = v.getDotPath(issue) ?? undefined;
    throw new ShopcastError('server/bad-request', `The order's ${field ?? 'body'}: ${issue.message}.`, {
      cause,
      ...(field !== undefined && { field }),
    });
  }
}
