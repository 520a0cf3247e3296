import type { CommerceAdapter, Variant } from '../../../commerce-adapter.js';

export const eur = (minor: number) => ({ minor, currency: 'EUR' });

export const add = (adapter: CommerceAdapter, { id }: Variant, quantity: number, attributes?: Record<string, string>) =>
  adapter.change([{ type: 'add', variantId: id, quantity, ...(attributes ? { attributes } : {}) }]);
