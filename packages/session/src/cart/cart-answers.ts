import type { CartIssue, CartResult, CommerceAdapter, CommerceError } from '@shopcast/commerce';
import type { ShopcastError } from '@shopcast/core';
import { batch } from 'nanostores';
import type { CartLedger } from './cart-ledger.js';
import type { CartOutcome } from './cart-types.js';
import type { Delivery } from './delivery.js';
import { appliedPart, linesOf, type LineTarget } from './effect.js';
import { failureOf, withdrawnFailure } from './failures.js';
import type { IssueList, NewIssue } from './issue-list.js';
import type { Correction, Explained } from './late-effects.js';
import type { CartClock } from './platform.js';
import { silentChanges } from './silent-changes.js';
import { changeOf, resolveWish, subjectOf, type Wish } from './wishes.js';

/** What taking in answers needs. */
export interface CartAnswersOptions {
  readonly adapter: CommerceAdapter;
  readonly ledger: CartLedger;
  readonly issues: IssueList;
  readonly clock: CartClock;
  /** Something that is shown has changed. */
  readonly onChange: () => void;
  readonly nextId: () => string;
  /** Has a wish of the engine's own fulfilled before all others. */
  readonly putFirst: (wish: Wish) => void;
}

/** Refusals that are beside the point once the wish is fulfilled: those of a repeat after the first sending had arrived. */
const overtaken: ReadonlySet<CartIssue['code']> = new Set(['out-of-stock', 'quantity-limited', 'cart-full']);

/** Takes in what the shop answers: what is known of the cart by now, what the shopper is told, and what has to be put right. */
export function createCartAnswers({ adapter, ledger, issues, clock, onChange, nextId, putFirst }: CartAnswersOptions) {
  let notifying = false;

  function giveUp(wish: Wish, error: CommerceError, unsure: boolean): void {
    const failure = wish.withdrawn ? withdrawnFailure() : failureOf(error, unsure);
    if (unsure) ledger.doubt();
    if (!wish.withdrawn) issues.push([{ code: unsure ? 'unsure' : 'not-sent', ...subjectOf(wish), failure }]);
    onChange();
    resolveWish(wish, outcome('none', [], failure));
  }

  function conclude(wish: Wish, target: LineTarget | undefined, delivery: Extract<Delivery, { result: CartResult }>): void {
    const { before, result, lost } = delivery;
    const after = result.cart;
    const lineKey = ledger.lineIn(before, wish.lineId ?? '')?.key;
    const line = ledger.lineIn(after, wish.lineId ?? '');
    const told =
      lost && !result.issues.some(issue => issue.code === 'cart-lost') ? [{ code: 'cart-lost' } as const, ...result.issues] : result.issues;
    const explained: Explained = {
      variantId: wish.variantId,
      ...(wish.type === 'add' ? { added: wish.quantity } : {}),
      ...(told.some(issue => issue.variantId === wish.variantId) ? { refused: true } : {}),
    };
    const expected = wish.type === 'add' && wish.lineId && wish.variantId ? [{ id: wish.lineId, variantId: wish.variantId }] : [];
    const corrections = ledger.learn(result, { before, explained, expected });
    // What a late sending took away again comes back at once, so the wish is as good as fulfilled.
    const restored = corrections.some(({ line, target: { variantId } }) => line && variantId === wish.variantId);
    const applied = restored ? 'all' : appliedPart({ wish, target, before, after, line });
    const relevant = applied === 'all' ? told.filter(issue => !(overtaken.has(issue.code) && issue.variantId === wish.variantId)) : told;
    const wanted = changeOf(wish, target, lineKey);
    const silent = silentChanges(before, after, wanted ? [wanted] : [], relevant).filter(
      ({ variantId }) => !corrections.some(one => one.target.variantId === variantId),
    );
    if (applied === 'none' && !wanted) silent.push({ code: 'line-gone', ...(wish.variantId ? { variantId: wish.variantId } : {}) });
    const all = [...relevant, ...silent];
    batch(() => {
      issues.push([...all.map(asShown), ...corrections.map(correct)]);
      onChange();
    });
    notifyHost({ cart: after, issues: all });
    resolveWish(wish, outcome(applied, all));
  }

  /** A wish that was withdrawn after its turn had begun: what the shop said is still worth knowing. */
  function learnQuietly(delivery: Delivery): void {
    if ('error' in delivery) return void (delivery.unsure && ledger.doubt());
    ledger.learn(delivery.result);
    onChange();
  }

  function learnFromReading(result: CartResult, absorb: boolean): readonly CartIssue[] {
    const before = ledger.cart;
    const corrections = ledger.learn(result, { absorb });
    // Who changed the cart from outside knows what they did; prices and codes nobody changes by hand.
    const silent = (before ? silentChanges(before, result.cart, [], result.issues) : []).filter(
      ({ code, variantId }) =>
        !corrections.some(one => one.target.variantId === variantId) && (!absorb || code === 'price-changed' || code === 'code-dropped'),
    );
    const told = [...result.issues, ...silent];
    batch(() => {
      issues.pushStanding(result.issues.map(asShown));
      // What differs from the last reading is news, also when the same happened before: a price that goes down and up again.
      issues.push([...silent.map(asShown), ...corrections.map(correct)]);
      onChange();
    });
    return told;
  }

  /** Puts right what a late sending has done, before anything else. */
  function correct({ target, by, line: was }: Correction): NewIssue {
    const lines = ledger.cart ? linesOf(ledger.cart, target) : [];
    const line = lines.find(one => one.quantity >= -by) ?? lines[0];
    const lineId = (line && ledger.ids.idOf(line)) ?? ledger.lineFor(target, []);
    const base = {
      id: nextId(),
      since: clock.now(),
      state: 'waiting',
      sent: false,
      own: true,
      variantId: target.variantId,
      lineId,
    } as const;
    const back = { exact: true, ...(was ? { display: was } : {}), ...(was?.attributes ? { attributes: was.attributes } : {}) } as const;
    const wish: Wish = line
      ? { ...base, type: 'set', by, quantity: Math.max(0, line.quantity + by), resolve: [] }
      : { ...base, ...back, type: 'add', quantity: by, resolve: [] };
    putFirst(wish);
    return { code: 'corrected', variantId: target.variantId, lineId };
  }

  function notifyHost(result: CartResult): void {
    notifying = true;
    try {
      adapter.notifyHost?.(result);
    } catch {
      // The page's own redrawing is the page's own business.
    }
    notifying = false;
  }

  function asShown(issue: CartIssue): NewIssue {
    const line = ledger.cart?.lines.find(one => (issue.lineKey ? one.key === issue.lineKey : one.variantId === issue.variantId));
    const lineId = line && ledger.ids.idOf(line);
    return lineId === undefined ? issue : { ...issue, lineId, variantId: issue.variantId ?? line!.variantId };
  }

  function outcome(applied: CartOutcome['applied'], told: readonly CartIssue[], failure?: ShopcastError): CartOutcome {
    return { cart: ledger.cart, applied, issues: told, ...(failure ? { failure } : {}) };
  }

  return {
    /** Whether the page is hearing of a change of ours. */
    get notifying() {
      return notifying;
    },
    outcome,
    giveUp,
    conclude,
    learnQuietly,
    learnFromReading,
    notifyHost,
  };
}
