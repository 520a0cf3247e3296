import type { QuantityRule, Stock, Variant } from '@shopcast/session';

/** Which quantities of a variant can be had: from `min` to `max`, in steps. */
export interface QuantityBounds {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** So many and no more are ever asked for at once, where neither shop nor stock has a limit. */
const most = 999;

/** What rule and stock allow. `max` below `min` when what is left is less than the least that is sold. */
export function quantityBounds(rule: QuantityRule, stock: Stock | undefined): QuantityBounds {
  const min = Math.max(1, Math.trunc(rule.min) || 1);
  const step = Math.max(1, Math.trunc(rule.step) || 1);
  const left = stock?.quantity !== undefined && stock.state !== 'backorder' ? stock.quantity : most;
  const limit = Math.min(rule.max ?? most, left, most);
  return { min, step, max: limit < min ? limit : min + Math.floor((limit - min) / step) * step };
}

/** The allowed quantity nearest to a wish. */
export function allowedQuantity(wish: number, { min, max, step }: QuantityBounds): number {
  const number = Number.isFinite(wish) ? wish : min;
  const stepped = min + Math.round((number - min) / step) * step;
  return Math.max(min, Math.min(stepped, Math.max(min, max)));
}

/** Whether a variant can be bought now: not sold out, and at least as many left as are sold together. What nobody knows may be had. */
export function isSellable(variant: Variant, stock: Stock | undefined): boolean {
  if (stock?.state === 'out') return false;
  const { min, max } = quantityBounds(variant.quantityRule, stock);
  return max >= min;
}
