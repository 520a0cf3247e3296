import type { Policy } from '../../commerce-adapter.js';
import type { Catalogue } from './catalogue.js';
import { webUrl } from './profile.js';
import type { WireLink } from './wire.js';

const policyKinds: Readonly<Record<string, Policy['kind']>> = {
  refund_policy: 'returns',
  shipping_policy: 'delivery',
  privacy_policy: 'privacy',
  terms_of_service: 'terms',
};

/** The links that are policies: those of the cart, else those of the sellers of what was read. Loaded when they are asked for. */
export function readPolicies(links: readonly WireLink[], known: Catalogue['known']): Policy[] {
  const sellers = () => [...known.values()].flatMap(({ variant }) => variant.seller?.links ?? []);
  return (links.length ? links : sellers()).flatMap(({ type, url, title }) => {
    const kind = policyKinds[type];
    return kind && webUrl(url) ? [{ kind, title: title || type.replaceAll('_', ' '), url }] : [];
  });
}
