import { expect } from 'chai';
import fc from 'fast-check';
import { compareCarts, type CartLike, type CartLineLike, type WantedChange } from '../index.js';

const line = (key: string, variantId: string, quantity: number, more: Partial<CartLineLike> & { cents?: number } = {}): CartLineLike => {
  const { cents = 1990, ...rest } = more;
  return { key, variantId, quantity, unit: { minor: cents, currency: 'EUR' }, ...rest };
};
const cart = (lines: readonly CartLineLike[] = [], codes: string[] = []): CartLike => ({
  lines,
  codes: codes.map(code => ({ code: code.replace('!', ''), applied: !code.endsWith('!') })),
});
const add = (variantId: string, quantity: number, attributes?: Record<string, string>): WantedChange => ({
  type: 'add',
  variantId,
  quantity,
  ...(attributes && { attributes }),
});

describe('comparing carts', () => {
  it('finds nothing when the shop did what was asked, whatever its keys', () => {
    const before = cart([line('1', 'lamp', 1), line('2', 'shoe', 2)], ['TEN']);
    const after = cart([line('9', 'shoe', 5), line('8', 'sock', 1)], ['five', 'TEN!']);
    const wanted: WantedChange[] = [
      { type: 'remove', lineKey: '1' },
      { type: 'set', lineKey: '2', quantity: 4 },
      add('shoe', 1),
      add('sock', 1),
      { type: 'add-code', code: 'FIVE' },
      { type: 'remove-code', code: 'ten' },
    ];
    expect(compareCarts(before, after, wanted)).to.deep.equal([]);
    expect(compareCarts(before, before)).to.deep.equal([]);
  });
  it('finds a clamped quantity, asked for or not', () => {
    const before = cart([line('1', 'lamp', 2)]);
    const after = cart([line('5', 'lamp', 3)]);
    const limited = { type: 'quantity-limited', variantId: 'lamp', lineKey: '5' };
    expect(compareCarts(before, after, [add('lamp', 4)])).to.deep.equal([{ ...limited, wanted: 6, got: 3, asked: true }]);
    expect(compareCarts(before, after, [{ type: 'set', lineKey: '1', quantity: 9 }])).to.deep.equal([
      { ...limited, wanted: 9, got: 3, asked: true },
    ]);
    expect(compareCarts(after, before)).to.deep.equal([
      { type: 'quantity-limited', variantId: 'lamp', lineKey: '1', wanted: 3, got: 2, asked: false },
    ]);
    expect(compareCarts(cart(), cart(), [add('lamp', 1)])).to.deep.equal([
      { type: 'quantity-limited', variantId: 'lamp', wanted: 1, got: 0, asked: true },
    ]);
  });
  it('finds a vanished line, and only an unwanted one', () => {
    const before = cart([line('1', 'lamp', 2), line('2', 'shoe', 1)]);
    const after = cart([line('2', 'shoe', 1)]);
    expect(compareCarts(before, after)).to.deep.equal([{ type: 'line-gone', variantId: 'lamp', lineKey: '1', quantity: 2 }]);
    expect(compareCarts(before, after, [{ type: 'remove', lineKey: '1' }])).to.deep.equal([]);
    expect(compareCarts(before, after, [{ type: 'set', lineKey: '1', quantity: 0 }])).to.deep.equal([]);
    expect(compareCarts(before, cart(), [add('lamp', 1), { type: 'remove', lineKey: '2' }])).to.deep.equal([
      { type: 'line-gone', variantId: 'lamp', lineKey: '1', quantity: 3 },
    ]);
  });
  it('finds what came from elsewhere, and what did not become less', () => {
    const before = cart([line('1', 'lamp', 1)]);
    const after = cart([line('1', 'lamp', 3), line('7', 'gift', 1, { cents: 0 })]);
    expect(compareCarts(before, after, [add('lamp', 1)])).to.deep.equal([
      { type: 'added-elsewhere', variantId: 'lamp', lineKey: '1', quantity: 1 },
      { type: 'added-elsewhere', variantId: 'gift', lineKey: '7', quantity: 1 },
    ]);
    expect(compareCarts(before, before, [{ type: 'remove', lineKey: '1' }])).to.deep.equal([
      { type: 'quantity-raised', variantId: 'lamp', lineKey: '1', wanted: 0, got: 1 },
    ]);
  });
  it('finds a new price, in another currency too, but not of a line that is new', () => {
    const before = cart([line('1', 'lamp', 1)]);
    const from = { minor: 1990, currency: 'EUR' };
    const to = { minor: 2490, currency: 'EUR' };
    expect(compareCarts(before, cart([line('2', 'lamp', 2, { cents: 2490 })]), [add('lamp', 1)])).to.deep.equal([
      { type: 'price-changed', variantId: 'lamp', lineKey: '2', from, to },
    ]);
    const dollars = { minor: 1990, currency: 'USD' };
    expect(compareCarts(before, cart([line('1', 'lamp', 1, { unit: dollars })]))).to.deep.equal([
      { type: 'price-changed', variantId: 'lamp', lineKey: '1', from, to: dollars },
    ]);
    expect(compareCarts(cart(), cart([line('2', 'lamp', 1)]), [add('lamp', 1)])).to.deep.equal([]);
    // Shops split a line when a reduction is good for some of its units.
    expect(compareCarts(cart([line('1', 'lamp', 2)]), cart([line('1', 'lamp', 1), line('2', 'lamp', 1, { cents: 990 })]))).to.deep.equal([
      { type: 'price-changed', variantId: 'lamp', lineKey: '2', from, to: { minor: 990, currency: 'EUR' } },
    ]);
  });
  it('finds dropped, refused and foreign codes, in any case', () => {
    expect(compareCarts(cart([], ['TEN']), cart([], ['ten']))).to.deep.equal([]);
    expect(compareCarts(cart([], ['TEN']), cart([], ['TEN!']))).to.deep.equal([{ type: 'code-dropped', code: 'TEN' }]);
    expect(compareCarts(cart([], ['TEN']), cart([], ['FIVE']), [{ type: 'add-code', code: 'FIVE' }])).to.deep.equal([
      { type: 'code-dropped', code: 'TEN' },
    ]);
    expect(compareCarts(cart(), cart([], ['FIVE!']), [{ type: 'add-code', code: 'five' }])).to.deep.equal([
      { type: 'code-refused', code: 'five' },
    ]);
    expect(compareCarts(cart(), cart([], ['AUTO']))).to.deep.equal([{ type: 'code-added-elsewhere', code: 'AUTO' }]);
    const change = [{ type: 'add-code', code: 'A' } as const, { type: 'remove-code', code: 'a' } as const];
    expect(compareCarts(cart(), cart(), change), 'the last word counts').to.deep.equal([]);
  });
  it('tells lines of one variant apart by their attributes', () => {
    const ann = { engraving: 'Ann', font: 'serif' };
    const before = cart([line('1', 'ring', 1), line('2', 'ring', 1, { attributes: ann })]);
    const after = cart([line('8', 'ring', 1, { attributes: { font: 'serif', engraving: 'Ann' } }), line('9', 'ring', 2)]);
    expect(compareCarts(before, after, [add('ring', 1)])).to.deep.equal([]);
    expect(compareCarts(before, cart([line('1', 'ring', 2)]), [add('ring', 1)])).to.deep.equal([
      { type: 'line-gone', variantId: 'ring', lineKey: '2', quantity: 1 },
    ]);
  });
  it('knows an add again when the shop adds attributes of its own, or keeps none', () => {
    const tag = { _shopcast: 'live' };
    const more = { ...tag, _origin: 'web' };
    expect(compareCarts(cart(), cart([line('1', 'lamp', 2, { attributes: more })]), [add('lamp', 2, tag)])).to.deep.equal([]);
    const had = cart([line('1', 'lamp', 1, { attributes: more })]);
    expect(compareCarts(had, cart([line('1', 'lamp', 3, { attributes: more })]), [add('lamp', 2, tag)])).to.deep.equal([]);
    expect(compareCarts(cart([line('1', 'lamp', 1)]), cart([line('1', 'lamp', 3)]), [add('lamp', 2, tag)])).to.deep.equal([]);
    expect(compareCarts(cart([line('1', 'lamp', 1)]), cart([line('1', 'lamp', 2)]), [add('lamp', 2, tag)])).to.deep.equal([
      { type: 'quantity-limited', variantId: 'lamp', lineKey: '1', wanted: 3, got: 2, asked: true },
    ]);
    const other = { attributes: { engraving: 'Ann' } };
    expect(compareCarts(cart([line('1', 'lamp', 1, other)]), cart([line('1', 'lamp', 1, other)]), [add('lamp', 1, tag)])).to.deep.equal([
      { type: 'quantity-limited', variantId: 'lamp', wanted: 1, got: 0, asked: true },
    ]);
  });
  it('counts a line twice changed once, and overlooks keys it does not know', () => {
    const before = cart([line('1', 'lamp', 1)]);
    const wanted: WantedChange[] = [
      { type: 'set', lineKey: '1', quantity: 5 },
      { type: 'set', lineKey: '1', quantity: 2 },
      { type: 'remove', lineKey: 'gone' },
    ];
    expect(compareCarts(before, cart([line('1', 'lamp', 2)]), wanted)).to.deep.equal([]);
  });

  it('accounts for every unit, whatever the shop did', () => {
    const variantId = fc.constantFrom('a', 'b', 'c');
    const lines = fc.array(fc.record({ variantId, quantity: fc.integer({ min: 1, max: 5 }), tagged: fc.boolean() }), { maxLength: 6 });
    const toCart = (drawn: readonly { variantId: string; quantity: number; tagged: boolean }[]) =>
      cart(drawn.map((one, at) => line(`k${at}`, one.variantId, one.quantity, one.tagged ? { attributes: { tag: 'x' } } : {})));
    const wishes = fc.array(
      fc.oneof(
        fc.record({ type: fc.constant('add' as const), variantId, quantity: fc.integer({ min: 1, max: 3 }) }),
        fc.record({
          type: fc.constant('set' as const),
          lineKey: fc.constantFrom('k0', 'k1', 'k9'),
          quantity: fc.integer({ min: 0, max: 6 }),
        }),
      ),
    );
    fc.assert(
      fc.property(lines, lines, wishes, (first, second, wanted) => {
        const before = toCart(first);
        const after = toCart(second);
        // What should be there per variant, told in the plainest way; then every difference is undone.
        const units = new Map(['a', 'b', 'c'].map(id => [id, 0]));
        const count = (id: string, by: number) => units.set(id, units.get(id)! + by);
        const left = new Map(before.lines.map(one => [one.key, one]));
        for (const wish of wanted) {
          if (wish.type === 'add') count(wish.variantId, wish.quantity);
          else if (left.has(wish.lineKey)) left.set(wish.lineKey, { ...left.get(wish.lineKey)!, quantity: wish.quantity });
        }
        for (const one of left.values()) count(one.variantId, one.quantity);
        for (const difference of compareCarts(before, after, wanted)) {
          if (difference.type === 'quantity-limited' || difference.type === 'quantity-raised')
            count(difference.variantId, difference.got - difference.wanted);
          else if (difference.type === 'line-gone') count(difference.variantId, -difference.quantity);
          else if (difference.type === 'added-elsewhere') count(difference.variantId, difference.quantity);
        }
        for (const one of after.lines) count(one.variantId, -one.quantity);
        expect([...units.values()]).to.deep.equal([0, 0, 0]);
      }),
      { numRuns: 500 },
    );
  });
});
