import type { Cart, CartLine } from '@shopcast/commerce';

/** A line that is about to come: the id its optimistic twin already shows. */
export interface ExpectedLine {
  readonly id: string;
  readonly variantId: string;
}

/**
 * Gives every line of a cart an id that lasts while the line lives. A shop may give a line a new key with any answer, so a line is
 * known again by key and variant, then by variant and attributes, then by variant alone.
 */
export function createLineIds() {
  /** Ids of lines that were expected, and turned out to be units of a line that was there. */
  const aliases = new Map<string, string>();
  let known: readonly { readonly id: string; readonly line: CartLine }[] = [];

  function resolve(id: string): string {
    return known.some(entry => entry.id === id) ? id : (aliases.get(id) ?? id);
  }

  return {
    /** The id of a line of the cart last given to `assign`. */
    idOf: (line: CartLine): string | undefined => known.find(entry => entry.line.key === line.key)?.id,
    lineOf: (id: string): CartLine | undefined => known.find(entry => entry.id === resolve(id))?.line,
    /** The id that stands for a line now. */
    resolve,
    /** Takes over the shop's new cart. `expected` are lines shown before the shop had them. */
    assign(cart: Cart, expected: readonly ExpectedLine[]): void {
      const free = new Set(known);
      const found = new Map<CartLine, string>();
      const match = (same: (old: CartLine, line: CartLine) => boolean) => {
        for (const line of cart.lines) {
          if (found.has(line)) continue;
          for (const entry of free) {
            if (entry.line.variantId !== line.variantId || !same(entry.line, line)) continue;
            free.delete(entry);
            found.set(line, entry.id);
            break;
          }
        }
      };
      match((old, line) => old.key === line.key);
      match((old, line) => sameAttributes(old.attributes, line.attributes));
      match(() => true);
      const taken = new Set([...found.values()]);
      known = cart.lines.map(line => {
        const id =
          found.get(line) ??
          expected.find(next => next.variantId === line.variantId && !taken.has(next.id))?.id ??
          freshId(line.variantId, id => taken.has(id));
        taken.add(id);
        return { id, line };
      });
      for (const { id, variantId } of expected) {
        const home = taken.has(id) ? undefined : known.find(entry => entry.line.variantId === variantId)?.id;
        if (home !== undefined) aliases.set(id, home);
      }
    },
    /** An id for a line that the shop does not have yet. */
    fresh: (variantId: string, taken: (id: string) => boolean): string =>
      freshId(variantId, id => taken(id) || known.some(entry => entry.id === id)),
  };
}

/** See {@link createLineIds}. */
export type LineIds = ReturnType<typeof createLineIds>;

/** Whether two lines say the same of themselves; a shop that keeps no attributes says nothing. */
export function sameAttributes(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key]);
}

function freshId(variantId: string, taken: (id: string) => boolean): string {
  let id = variantId;
  for (let n = 2; taken(id); n += 1) id = `${variantId}~${n}`;
  return id;
}
