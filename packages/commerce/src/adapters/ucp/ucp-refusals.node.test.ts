import { ucpConformanceShop } from '@shopcast/testing';
import { expect } from 'chai';
import type { CartChange } from '../../commerce-adapter.js';
import { add, bentShop, refusal } from './testing/bent-shop.js';

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   answers are bent out of every shape here */

describe('UCP, refusals', () => {
  /** What a change is answered with when the shop writes this into its answer. */
  async function issuesOf(write: (answer: any) => unknown, change: CartChange = add('plain', 3)) {
    const shop = bentShop((operation, answer) => (operation === 'PUT /carts/{id}' ? write(answer) : undefined));
    await shop.adapter.change([add('lowStock')]);
    return { ...(await shop.adapter.change([change])), shop };
  }
  const message = (code: string, extra: object = {}) => ({ type: 'error', code, content: 'Words.', severity: 'recoverable', ...extra });

  for (const [code, issue] of [
    ['out_of_stock', 'quantity-limited'],
    ['item_unavailable', 'variant-gone'],
    ['item_ineligible', 'variant-gone'],
    ['quantity_invalid_limit_exceeded', 'quantity-limited'],
    ['quantity_invalid_minimum_not_met', 'quantity-rule'],
    ['something_of_its_own', 'other'],
  ] as const) {
    it(`an answer without a cart that says ${code} leaves the cart, and is ${issue}`, async () => {
      const { cart, issues } = await issuesOf(() => refusal(code, { path: '$.line_items[1]' }));
      expect(cart.lines.map(({ variantId }) => variantId)).to.deep.equal(['lowStock']);
      expect(issues).to.deep.equal([{ code: issue, variantId: 'plain', message: `It is ${code}.` }]);
    });
  }

  it('an item the shop does not know is none of the cart, with a path or without', async () => {
    for (const extra of [{ path: "$['line_items'][1].item" }, {}]) {
      const { cart, issues } = await issuesOf(() => refusal('not_found', extra));
      expect(issues.map(issue => [issue.code, issue.variantId])).to.deep.equal([['variant-gone', 'plain']]);
      expect(cart.quantity).to.equal(1);
    }
  });

  it('a refusal may come with a status of its own', async () => {
    const { issues } = await issuesOf(() => new Response(JSON.stringify(refusal('out_of_stock')), { status: 422 }));
    expect(issues.map(({ code }) => code)).to.deep.equal(['quantity-limited']);
  });

  it('what the shop takes in although it cannot be had is taken back', async () => {
    let once = true;
    const { cart, issues, shop } = await issuesOf(answer => {
      if (!once) return undefined;
      once = false;
      return { ...answer, messages: [message('out_of_stock', { path: '$.line_items[1]' })] };
    });
    expect(issues.map(({ code, variantId }) => [code, variantId])).to.deep.equal([['quantity-limited', 'plain']]);
    expect(cart.lines.map(({ variantId, quantity }) => [variantId, quantity])).to.deep.equal([['lowStock', 1]]);
    expect(await shop.control.readCart?.(shop.adapter)).to.deep.equal({ lowStock: 1 });
  });

  it('what stands in the cart already and cannot be had takes nothing back: neither another wish nor one for less', async () => {
    const messages = [message('out_of_stock')];
    const { adapter, control } = bentShop((operation, answer) => (/carts/.test(operation) ? { ...answer, messages } : undefined));
    const { issues } = await adapter.change([add('plain', 3)]);
    expect(issues.map(({ code }) => code)).to.deep.equal(['quantity-limited']);
    await adapter.change([add('oneOption-s', 3)]);
    const [line] = (await adapter.change([add('lowStock', 2)])).cart.lines;
    await adapter.change([{ type: 'set', lineKey: line?.key ?? '', quantity: 1 }]);
    expect(await control.readCart?.(adapter)).to.deep.equal({ 'oneOption-s': 1, lowStock: 2 });
  });

  it('a wish for less is not taken back, whatever is said of it', async () => {
    let content = 0;
    const { adapter, control } = bentShop((operation, answer) =>
      operation === 'PUT /carts/{id}' ? { ...answer, messages: [message('out_of_stock', { content: `${content++}` })] } : undefined,
    );
    const [line] = (await adapter.change([add('plain', 3)])).cart.lines;
    const { issues } = await adapter.change([{ type: 'set', lineKey: line?.key ?? '', quantity: 2 }]);
    expect(issues).to.have.length(1);
    expect(await control.readCart?.(adapter)).to.deep.equal({ plain: 2 });
  });

  it('a warning about something else does not stand for the word that is missing', async () => {
    const warning = { type: 'warning', code: 'final_sale', content: 'No returns.', path: '$.line_items[1]' };
    const { issues } = await issuesOf(answer => ({
      ...answer,
      line_items: answer.line_items.map((line: any) => ({ ...line, quantity: 1 })),
      messages: [warning],
    }));
    expect(issues.map(({ code }) => code)).to.deep.equal(['quantity-limited', 'other']);
  });

  it('a loss that a look at the policies or the checkout meets is still told', async () => {
    for (const look of ['policies', 'checkout'] as const) {
      const { adapter, control } = bentShop((operation, answer) => (/carts/.test(operation) ? { ...answer, links: [] } : undefined));
      await adapter.change([add('plain')]);
      await control.loseCart?.(adapter);
      await adapter[look]?.();
      expect((await adapter.cart()).issues).to.deep.equal([{ code: 'cart-lost' }]);
    }
  });

  it('what wants the buyer stays in the cart, and is told', async () => {
    const { cart, issues } = await issuesOf(answer => ({
      ...answer,
      messages: [message('item_ineligible', { severity: 'requires_buyer_review', path: '$.line_items[1]' })],
    }));
    expect(cart.quantity).to.equal(4);
    expect(issues).to.deep.equal([{ code: 'other', variantId: 'plain', lineKey: 'line-2', message: 'Words.' }]);
  });

  it('warnings are told once, and again when they come back; what is for information is not', async () => {
    let messages: object[] = [];
    const { adapter } = bentShop((operation, answer) => (/carts/.test(operation) ? { ...answer, messages } : undefined));
    const told = async () => (await adapter.cart()).issues.map(issue => issue.message);
    const warning = { type: 'warning', code: 'final_sale', content: 'No returns.' };
    await adapter.change([add('plain')]);
    messages = [warning, { type: 'info', content: 'Free shipping soon.' }];
    expect(await told()).to.deep.equal(['No returns.']);
    expect(await told()).to.deep.equal([]);
    expect((await adapter.change([add('plain')])).issues).to.deep.equal([]);
    messages = [];
    expect(await told()).to.deep.equal([]);
    messages = [warning];
    expect((await adapter.change([add('plain')])).issues).to.have.length(1);
  });

  it('a wish that is cut short without a word is told all the same', async () => {
    const cut = (quantity: number) => (answer: any) => ({
      ...answer,
      line_items: answer.line_items.flatMap((line: any) => (line.item.id === 'plain' ? (quantity ? [{ ...line, quantity }] : []) : [line])),
      messages: undefined,
    });
    expect((await issuesOf(cut(2))).issues).to.deep.equal([{ code: 'quantity-limited', variantId: 'plain' }]);
    expect((await issuesOf(cut(0))).issues).to.deep.equal([{ code: 'out-of-stock', variantId: 'plain' }]);
    const silent = await issuesOf(answer => ({ ...answer, messages: undefined }), { type: 'add-code', code: 'NOPE' });
    expect(silent.issues).to.deep.equal([{ code: 'code-not-applicable', discountCode: 'NOPE' }]);
  });

  it('a code that is refused is told each time it is tried, not sent again, and one that is dropped as dropped', async () => {
    const { adapter, ucp } = ucpConformanceShop();
    await adapter.change([add('plain', 6), { type: 'add-code', code: 'big100' }]);
    const code = 'LASTYEAR';
    for (let round = 0; round < 2; round++) {
      const { cart, issues } = await adapter.change([{ type: 'add-code', code }]);
      expect(issues).to.deep.equal([{ code: 'code-expired', discountCode: code, message: '"LASTYEAR" is not applied.' }]);
      expect(cart.codes).to.deep.equal([
        { code: 'big100', applied: true },
        { code, applied: false },
      ]);
      expect((await adapter.cart()).issues).to.deep.equal([]);
    }
    const [line] = (await adapter.cart()).cart.lines;
    const { issues } = await adapter.change([{ type: 'set', lineKey: line?.key ?? '', quantity: 1 }]);
    expect(issues.map(issue => [issue.code, issue.discountCode])).to.deep.equal([['code-dropped', 'big100']]);
    expect((ucp.exchanges.at(-1)?.request as any).discounts).to.deep.equal({ codes: ['big100'] });
  });

  it('a cart that goes while it is written is lost, once', async () => {
    let gone = false;
    const lossy = bentShop(operation => {
      if (operation === 'PUT /carts/{id}') gone = true;
      return gone && /carts\//.test(operation) ? refusal('not_found') : undefined;
    });
    await lossy.adapter.change([add('plain')]);
    const { cart, issues } = await lossy.adapter.change([add('plain'), add('plain')]);
    expect([cart.lines, issues]).to.deep.equal([[], [{ code: 'cart-lost' }]]);
    expect(cart.currency).to.equal('EUR');
  });

  it('a look-up that fails does not undo a change that was answered', async () => {
    const { adapter } = bentShop(operation => (operation === 'POST /catalog/lookup' ? null : undefined));
    const { issues } = await adapter.change([add('plain'), add('soldOut', 2)]);
    expect(issues.map(({ code }) => code)).to.deep.equal(['out-of-stock']);
  });
});
