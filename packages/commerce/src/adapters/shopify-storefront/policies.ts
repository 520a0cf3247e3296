import type { Policy } from '../../commerce-adapter.js';
import { plainText } from '../../internal/text.js';
import { present } from '../../internal/values.js';
import type { StorefrontApi } from './storefront-api.js';

const policy = '{title body url}';
const policiesQuery = (context: string): string =>
  `query${context}{shop{returns:refundPolicy${policy}delivery:shippingPolicy${policy}privacy:privacyPolicy${policy}terms:termsOfService${policy}}}`;

type WirePolicy = { readonly title: string; readonly body: string; readonly url: string } | null;

/** The policies a shop has. Loaded when they are asked for. */
export async function readPolicies({ ask, context }: StorefrontApi, signal: AbortSignal): Promise<Policy[]> {
  const { shop } = await ask<{ shop: Record<Policy['kind'], WirePolicy> }>(policiesQuery(context), {}, signal);
  return (Object.keys(shop) as Policy['kind'][]).flatMap(kind => {
    const policy = shop[kind];
    return policy ? [{ kind, title: policy.title, url: policy.url, ...present({ text: plainText(policy.body) }) }] : [];
  });
}
