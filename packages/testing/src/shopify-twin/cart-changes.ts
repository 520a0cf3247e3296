import type { ShelfCart, ShelfLine, ShelfVariant, ShopifyShop, Verdict } from './shopify-shop.js';

/** A change that was not made, in the words of the Storefront API. */
export interface TwinUserError {
  readonly code: string;
  readonly field: readonly string[];
  readonly message: string;
}

/** A change that was adjusted on the way. */
export interface TwinWarning {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** What became of a mutation. With an error nothing of it was done. */
export interface TwinOutcome {
  readonly userErrors: readonly TwinUserError[];
  readonly warnings: readonly TwinWarning[];
}

/** One line to add, or to set by its id. */
export interface TwinLineInput {
  readonly variant?: ShelfVariant | undefined;
  readonly id?: string | undefined;
  readonly quantity: number;
  readonly attributes?: readonly { readonly key: string; readonly value: string }[] | null;
}

const errors: Readonly<Record<string, readonly [code: string, message: string]>> = {
  gone: ['INVALID', 'The merchandise does not exist.'],
  'above-maximum': ['MAXIMUM_EXCEEDED', 'The maximum quantity is exceeded.'],
  'below-minimum': ['MINIMUM_NOT_MET', 'The minimum quantity is not met.'],
  increment: ['INVALID_INCREMENT', 'The quantity is not a multiple of the increment.'],
};

/** Changes carts as the Storefront API does: wholly or not at all, and with less than was wished where there is less. */
export function cartChanges(shop: ShopifyShop, soldOut: 'warning' | 'error', idOf: (cart: ShelfCart, line: ShelfLine) => string) {
  interface Planned {
    readonly variant: ShelfVariant;
    readonly line: ShelfLine | undefined;
    readonly attributes: Readonly<Record<string, string>>;
    readonly verdict: Verdict;
  }

  function plan(cart: ShelfCart, input: TwinLineInput, field: readonly string[]): Planned | TwinUserError {
    const attributes = Object.fromEntries(input.attributes?.map(({ key, value }) => [key, value]) ?? []);
    const line = input.id
      ? cart.lines.find(found => input.id === found.id)
      : input.variant && shop.lineFor(cart, input.variant, attributes);
    if (input.id && !line)
      return { code: 'INVALID_MERCHANDISE_LINE', field: [...field, 'id'], message: 'The merchandise line with this id does not exist.' };
    const variant = line?.variant ?? input.variant;
    if (!Number.isInteger(input.quantity) || input.quantity < 0)
      return { code: 'INVALID', field: [...field, 'quantity'], message: 'The quantity is not valid.' };
    const wish = input.id ? input.quantity : (line?.quantity ?? 0) + input.quantity;
    const verdict = input.id && wish === 0 ? { allowed: 0 } : shop.judge(cart, variant, line, wish);
    const [code, message] = errors[verdict.problem ?? ''] ?? [];
    if (code && message) return { code, field: [...field, verdict.problem === 'gone' ? 'merchandiseId' : 'quantity'], message };
    if (verdict.problem === 'sold-out' && soldOut === 'error' && !line)
      return { code: 'MERCHANDISE_NOT_APPLICABLE', field: [...field, 'merchandiseId'], message: 'This product is sold out.' };
    return { variant: variant as ShelfVariant, line, attributes: line?.attributes ?? attributes, verdict };
  }

  /** Stock that went away under the cart, and codes that do not apply: told with every change. */
  function standing(cart: ShelfCart, changed: ReadonlySet<ShelfVariant>): TwinWarning[] {
    const found: TwinWarning[] = [];
    for (const line of cart.lines) {
      if (changed.has(line.variant) || line.variant.stock >= shop.heldBy(cart, line.variant)) continue;
      if (line.variant.stock > 0) line.quantity = Math.max(1, line.variant.stock - shop.heldBy(cart, line.variant, line));
      found.push(stockWarning(line.variant.stock <= 0, idOf(cart, line)));
    }
    for (const code of cart.codes) {
      const problem = shop.codeProblem(cart, code);
      if (problem)
        found.push({ code: problem, message: `The code ${code} can&#39;t be used.`, target: `gid://shopify/Cart/${cart.token}` });
    }
    return found;
  }

  return {
    /** Adds or sets lines. */
    lines(cart: ShelfCart, inputs: readonly TwinLineInput[]): TwinOutcome {
      shop.tidy(cart);
      const planned = inputs.map((input, at) => plan(cart, input, ['lines', String(at)]));
      const userErrors = planned.filter(one => 'code' in one);
      if (userErrors.length) return { userErrors, warnings: [] };
      const warnings: TwinWarning[] = [];
      const ready = planned.filter(one => 'verdict' in one);
      for (const { variant, line, attributes, verdict } of ready) {
        shop.put(cart, variant, line, verdict.allowed, attributes);
        const now = line ?? shop.lineFor(cart, variant, attributes);
        const target = now && cart.lines.includes(now) ? idOf(cart, now) : `gid://shopify/ProductVariant/${variant.id}`;
        if (verdict.problem) warnings.push(stockWarning(verdict.problem === 'sold-out', target));
      }
      return { userErrors, warnings: [...warnings, ...standing(cart, new Set(ready.map(({ variant }) => variant)))] };
    },
    /** Replaces the codes. One that does not apply stays, and is told as not applicable. */
    codes(cart: ShelfCart, codes: readonly string[]): TwinOutcome {
      cart.codes = [...new Set(codes)];
      return { userErrors: [], warnings: standing(cart, new Set()) };
    },
  };
}

/** See {@link cartChanges}. */
export type CartChanges = ReturnType<typeof cartChanges>;

function stockWarning(isSoldOut: boolean, target: string): TwinWarning {
  return isSoldOut
    ? { code: 'MERCHANDISE_OUT_OF_STOCK', message: 'The product &quot;is&quot; sold out.', target }
    : { code: 'MERCHANDISE_NOT_ENOUGH_STOCK', message: 'Not enough items are available.', target };
}
