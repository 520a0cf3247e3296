import type { Cart, CartLine } from '@shopcast/commerce';
import { sameCode } from '@shopcast/core';
import type { ShownCart, ShownCode, ShownLine } from './cart-types.js';
import type { LineIds } from './line-ids.js';
import type { Wish } from './wishes.js';

/** The cart before anything is known. */
export const unknownCart: ShownCart = { shop: null, lines: [], quantity: 0, codes: [], pending: false, unsure: false };

/** What the shopper sees: the shop's cart with every wish under way as if it had been granted. Amounts stay the shop's. */
export function showCart(shop: Cart | null, ids: LineIds, wishes: readonly Wish[]): ShownCart {
  let lines: ShownLine[] = (shop?.lines ?? []).map(line => fromShop(ids.idOf(line) ?? line.key, line));
  let codes: ShownCode[] = (shop?.codes ?? []).map(code => ({ ...code, pending: false }));
  for (const asked of wishes) {
    const wish = asked.lineId === undefined ? asked : { ...asked, lineId: ids.resolve(asked.lineId) };
    if (wish.type === 'add') lines = withAdd(lines, wish);
    else if (wish.type === 'add-code') codes = withCode(codes, wish.code ?? '');
    else if (wish.type === 'remove-code') codes = codes.filter(({ code }) => !sameCode(code, wish.code ?? ''));
    else if (wish.quantity === 0) lines = lines.filter(line => line.id !== wish.lineId);
    else lines = lines.map(line => (line.id === wish.lineId ? touched(line, wish, wish.quantity) : line));
  }
  return {
    shop,
    lines,
    quantity: lines.reduce((units, line) => units + line.quantity, 0),
    codes,
    pending: wishes.length > 0,
    unsure: wishes.some(wish => wish.state === 'unsure'),
  };
}

function fromShop(id: string, line: CartLine): ShownLine {
  const { key: _, ...shown } = line;
  return { ...shown, id, pending: false, unsure: false };
}

function withAdd(lines: readonly ShownLine[], wish: Wish): ShownLine[] {
  if (lines.some(line => line.id === wish.lineId))
    return lines.map(line => (line.id === wish.lineId ? touched(line, wish, line.quantity + wish.quantity) : line));
  const line: ShownLine = {
    title: '',
    ...wish.display,
    id: wish.lineId ?? wish.id,
    variantId: wish.variantId ?? '',
    quantity: wish.quantity,
    editable: true,
    ...(wish.attributes ? { attributes: wish.attributes } : {}),
    pending: true,
    unsure: wish.state === 'unsure',
  };
  return [...lines, line];
}

/** The line with a change under way; the shop's total no longer fits. */
function touched({ total: _, ...line }: ShownLine, wish: Wish, quantity: number): ShownLine {
  return { ...line, quantity, pending: true, unsure: line.unsure || wish.state === 'unsure' };
}

function withCode(codes: readonly ShownCode[], code: string): ShownCode[] {
  const others = codes.filter(other => !sameCode(other.code, code));
  return [...others, { code, applied: codes.some(other => sameCode(other.code, code) && other.applied), pending: true }];
}
