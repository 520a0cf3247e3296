import type { CommerceCapabilities } from '../../../commerce-adapter.js';

/** What UCP can say of a shop that has all of it. */
export const supports: CommerceCapabilities = {
  stock: 'boolean',
  reservation: 'none',
  overAdd: 'varies',
  concurrency: 'lost-updates',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'token',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: false,
  order: 'order-secret',
  reviews: false,
  policies: true,
  lowest30Days: false,
};

/** What a case of the kit asks for and no shop can say in this protocol. */
export const cannot = { ruled: 'the protocol has no words for a quantity rule' } as const;
