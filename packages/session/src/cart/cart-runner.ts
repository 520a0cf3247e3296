import type { CheckoutHandOff, CommerceAdapter, CommerceError } from '@shopcast/commerce';
import { ShopcastError } from '@shopcast/core';
import { createCartAnswers } from './cart-answers.js';
import type { CartLedger } from './cart-ledger.js';
import type { CartOutcome, CartPolicy, CheckoutOutcome } from './cart-types.js';
import type { Deliver, Delivery } from './delivery.js';
import { disposedFailure, failureOf, withdrawnFailure } from './failures.js';
import type { IssueList } from './issue-list.js';
import type { CartClock } from './platform.js';
import type { ShopCalls } from './shop-calls.js';
import type { CartNews, Tabs } from './tabs.js';
import { changeOf, mergeIntoWaiting, resolveWish, targetOf, type Wish } from './wishes.js';

type Task =
  | { readonly kind: 'wish'; readonly wish: Wish }
  /** `absorb`: somebody outside changed the cart. */
  | { readonly kind: 'read'; absorb: boolean; reprice: boolean; readonly resolve: ((outcome: CartOutcome) => void)[] }
  | { readonly kind: 'checkout'; readonly resolve: (outcome: CheckoutOutcome) => void };

/** What the runner needs. */
export interface CartRunnerOptions {
  readonly adapter: CommerceAdapter;
  readonly calls: ShopCalls;
  readonly deliver: Deliver;
  readonly ledger: CartLedger;
  readonly issues: IssueList;
  readonly tabs: Tabs;
  readonly policy: CartPolicy;
  readonly clock: CartClock;
  readonly end: AbortSignal;
  /** Awaited before the first call. */
  readonly ready: Promise<void> | undefined;
  /** Something that is shown has changed. */
  readonly onChange: () => void;
}

/** Does one thing after the other, each in a turn that no other tab has at the same time. */
export function createCartRunner(options: CartRunnerOptions) {
  const { calls, deliver, ledger, tabs, policy, end, ready, onChange } = options;
  const tasks: Task[] = [];
  let running = false;
  let wishCount = 0;

  const nextId = () => `w${(wishCount += 1)}`;
  const answers = createCartAnswers({
    ...options,
    nextId,
    putFirst(wish) {
      tasks.unshift({ kind: 'wish', wish });
      void run();
    },
  });
  const { outcome } = answers;

  const wishes = () => tasks.flatMap(task => (task.kind === 'wish' ? [task.wish] : []));

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await ready;
    for (let task = tasks[0]; task && !end.aborted; task = tasks[0]) {
      onChange();
      if (task.kind !== 'read') await calls.whenOnline();
      // Withdrawn meanwhile, or a correction goes first.
      if (tasks[0] !== task || end.aborted) continue;
      const current = task;
      try {
        // What the page has changed the other tabs have to hear of.
        const mere = current.kind === 'read' && !current.absorb && !current.reprice && ledger.late.length === 0;
        if (mere) await tabs.turn('shared', behind => readShared(current, behind));
        else await tabs.turn('exclusive', behind => performAll(current, behind));
      } catch (error) {
        // Nothing above rejects; should it ever, the one task fails and the queue goes on.
        fail(current, new ShopcastError('cart/shop-failed', 'The change failed in an unforeseen way.', { cause: error }));
      }
    }
    running = false;
    onChange();
  }

  /** A mere reading, which several tabs may do at once as long as nothing can come of it. */
  async function readShared(task: Task, behind: boolean): Promise<void> {
    if (ledger.late.length === 0) await perform(task, behind);
  }

  /** One task and what has to be put right because of it, before any other tab has its turn. */
  async function performAll(task: Task, behind: boolean): Promise<void> {
    const { revision } = ledger;
    await perform(task, behind);
    for (let next = tasks[0]; next?.kind === 'wish' && next.wish.own && !end.aborted; next = tasks[0]) await perform(next, false);
    if (ledger.cart && ledger.revision !== revision) await tabs.tell({ cart: ledger.cart, late: ledger.late, sure: !ledger.stale });
  }

  async function perform(task: Task, behind: boolean): Promise<void> {
    if (tasks[0] !== task) return;
    if (task.kind === 'read') {
      const { reprice } = task;
      const read = await calls.persistently(call => calls.cart(reprice ? { ...call, reprice } : call));
      await calls.capabilities();
      drop(task);
      const failure = 'error' in read ? failureOf(read.error, false) : undefined;
      const told = 'value' in read ? answers.learnFromReading(read.value, task.absorb || behind) : [];
      for (const resolve of task.resolve) resolve(outcome(failure ? 'none' : 'all', told, failure));
    } else if (task.kind === 'wish') await fulfil(task, behind);
    else await checkOut(task, behind);
  }

  /** Makes sure that the cart is known well enough to tell afterwards what has changed. */
  async function getReady(behind: boolean, mustBeFresh: boolean): Promise<CommerceError | undefined> {
    if (ledger.cart && !ledger.stale && !behind && !mustBeFresh) return undefined;
    const read = await calls.persistently(calls.cart);
    if ('error' in read) return read.error;
    answers.learnFromReading(read.value, behind);
    return undefined;
  }

  async function fulfil(task: Extract<Task, { kind: 'wish' }>, behind: boolean): Promise<void> {
    const { wish } = task;
    const capabilities = await calls.capabilities();
    const addTarget = targetOf(wish, capabilities.lineAttributes, policy.tag);
    // The page may have changed a cart that it shares with us; lines with our mark it leaves alone.
    const shared = capabilities.identity === 'page' && !addTarget?.attributes;
    const error = await getReady(behind, shared && wish.type === 'add' && ledger.age > policy.trustMs);
    // A correction found while reading goes first, and a wish may have been withdrawn.
    if (tasks[0] !== task) return;
    wish.sent = true;
    const known = ledger.cart;
    makeAbsolute(wish);
    const target = wish.type === 'add' || wish.variantId === undefined ? addTarget : { variantId: wish.variantId };
    const delivery: Delivery =
      error || !known
        ? { error: error!, unsure: false }
        : await deliver(wish, known, target, capabilities.overAdd, cart =>
            changeOf(wish, target, ledger.lineIn(cart, wish.lineId ?? '')?.key),
          );
    if (end.aborted) return;
    if (!tasks.includes(task)) return answers.learnQuietly(delivery);
    drop(task);
    if ('error' in delivery) return answers.giveUp(wish, delivery.error, delivery.unsure);
    answers.conclude(wish, target, delivery);
  }

  /**
   * Quantities are worked out when the turn has come. While an old quantity of a line may still arrive, units added to it could vanish with
   * it, and nobody could tell from the sum what has come and what has not. An absolute quantity can always be told.
   */
  function makeAbsolute(wish: Wish): void {
    const there = wish.lineId === undefined ? undefined : ledger.ids.lineOf(wish.lineId);
    if (wish.by !== undefined) wish.quantity = Math.max(0, (there?.quantity ?? 0) + wish.by);
    const line = wish.type === 'add' ? there : undefined;
    if (!line || !ledger.late.some(one => one.type === 'set' && one.variantId === line.variantId)) return;
    wish.type = 'set';
    wish.quantity += line.quantity;
  }

  async function checkOut(task: Extract<Task, { kind: 'checkout' }>, behind: boolean): Promise<void> {
    const error = await getReady(behind, ledger.late.length > 0);
    // What a late sending did is put right first.
    if (tasks[0] !== task) return;
    const { checkout } = await calls.capabilities();
    let handOff: CheckoutHandOff | undefined;
    let failure = error && failureOf(error, false);
    if (!failure && ledger.cart?.quantity === 0) failure = new ShopcastError('cart/empty', 'There is nothing in the cart to check out.');
    if (!failure) {
      // A function of the page may order at once, so it is called once.
      const called = await (checkout === 'host-callback' ? calls.once(calls.checkout) : calls.persistently(calls.checkout));
      if ('value' in called) handOff = called.value;
      else failure = failureOf(called.error, checkout === 'host-callback' && called.error.effectUnknown);
    }
    drop(task);
    // The checkout may have made an order of the cart.
    if (handOff) ledger.doubt();
    task.resolve({ ...outcome(failure ? 'none' : 'all', [], failure), ...(handOff ? { handOff } : {}) });
  }

  function fail(task: Task, failure: ShopcastError): void {
    drop(task);
    const failed = outcome('none', [], failure);
    if (task.kind === 'wish') resolveWish(task.wish, failed);
    else if (task.kind === 'read') for (const resolve of task.resolve) resolve(failed);
    else task.resolve(failed);
  }

  function drop(task: Task): void {
    const at = tasks.indexOf(task);
    if (at >= 0) tasks.splice(at, 1);
  }

  end.addEventListener('abort', () => {
    for (const task of [...tasks]) fail(task, disposedFailure());
  });

  return {
    nextId,
    wishes,
    get busy() {
      return tasks.length > 0;
    },
    get notifying() {
      return answers.notifying;
    },
    outcome,
    /** Queues a wish, or takes it into one that waits already. */
    wish(wish: Wish): void {
      if (end.aborted) return resolveWish(wish, outcome('none', [], disposedFailure()));
      if (!mergeIntoWaiting(wishes(), wish)) tasks.push({ kind: 'wish', wish });
      onChange();
      void run();
    },
    read(absorb: boolean, reprice = false): Promise<CartOutcome> {
      if (end.aborted) return Promise.resolve(outcome('none', [], disposedFailure()));
      return new Promise(resolve => {
        // One that runs already may have begun before what made this one necessary.
        const waiting = tasks.find((task, at) => task.kind === 'read' && at > 0) as Extract<Task, { kind: 'read' }> | undefined;
        if (waiting) {
          waiting.absorb ||= absorb;
          waiting.reprice ||= reprice;
          waiting.resolve.push(resolve);
        } else tasks.push({ kind: 'read', absorb, reprice, resolve: [resolve] });
        void run();
      });
    },
    checkOut: () =>
      new Promise<CheckoutOutcome>(resolve => {
        if (end.aborted) return resolve(outcome('none', [], disposedFailure()));
        tasks.push({ kind: 'checkout', resolve });
        void run();
      }),
    /** Takes a wish back; false when it is on its way. */
    withdraw(wish: Wish): boolean {
      const task = tasks.find(other => other.kind === 'wish' && other.wish === wish);
      if (!task || wish.state !== 'waiting') return false;
      wish.withdrawn = true;
      fail(task, withdrawnFailure());
      onChange();
      return true;
    },
    /** Another tab changed the cart. */
    receive(news: CartNews): void {
      ledger.adopt(news);
      onChange();
      answers.notifyHost({ cart: news.cart, issues: [] });
    },
  };
}

/** See {@link createCartRunner}. */
export type CartRunner = ReturnType<typeof createCartRunner>;
