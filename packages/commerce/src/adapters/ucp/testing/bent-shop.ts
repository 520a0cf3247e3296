import { ucpConformanceShop, type UcpShopOptions } from '@shopcast/testing';
import type { CartChange } from '../../../commerce-adapter.js';

/** A shop whose answers are bent on their way. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- they are bent out of every shape
export const bentShop = (bend: (operation: string, answer: any, url: string) => unknown, options: UcpShopOptions = {}) =>
  ucpConformanceShop({ ...options, bend });

export const add = (variantId: string, quantity = 1): CartChange => ({ type: 'add', variantId, quantity });

/** An answer in which there is nothing but that the shop refuses. */
export const refusal = (code: string, extra: object = {}) => ({
  ucp: { version: '2026-04-08', status: 'error' },
  messages: [{ type: 'error', code, content: `It is ${code}.`, severity: 'unrecoverable', ...extra }],
});
