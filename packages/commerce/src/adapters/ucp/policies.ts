import type { Policy } from '../../commerce-adapter.js';
import { webUrl } from './profile.js';
import type { WireLink } from './wire.js';

const policyKinds: Readonly<Record<string, Policy['kind']>> = {
  refund_policy: 'returns',
  shipping_policy: 'delivery',
  privacy_policy: 'privacy',
  terms_of_service: 'terms',
};

/** The links that are policies. */
export function readPolicies(links: readonly WireLink[]): Policy[] {
  return links.flatMap(({ type, url, title }) => {
    const kind = policyKinds[type];
    return kind && webUrl(url) ? [{ kind, title: title || type.replaceAll('_', ' '), url }] : [];
  });
}
