import type { CartChange, CartResult } from '../../../commerce-adapter.js';

export const add = (variantId: string, quantity = 1): CartChange => ({ type: 'add', variantId, quantity });

export const unitsOf = ({ cart }: CartResult) => Object.fromEntries(cart.lines.map(line => [line.variantId, line.quantity]));

export const euro = (minor: number) => ({ minor, currency: 'EUR' });
