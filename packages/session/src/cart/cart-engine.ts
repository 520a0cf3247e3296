import { ShopcastError } from '@shopcast/core';
import { atom, onMount } from 'nanostores';
import { createCartLedger } from './cart-ledger.js';
import { createCartRunner } from './cart-runner.js';
import {
  defaultCartPolicy,
  type CartEngine,
  type CartEngineOptions,
  type CartItem,
  type CartOutcome,
  type CheckoutOutcome,
  type PendingChange,
  type RemovedLine,
  type ShopState,
  type ShownLine,
} from './cart-types.js';
import { createContact } from './contact.js';
import { createDelivery } from './delivery.js';
import { createIssueList } from './issue-list.js';
import { createPauses } from './pauses.js';
import { platformClock, platformOnline, platformPage } from './platform.js';
import { createShopCalls } from './shop-calls.js';
import { showCart, unknownCart } from './shown-cart.js';
import { createTabs } from './tabs.js';
import { isItem, type Wish } from './wishes.js';

export type { CartEngine, CartEngineOptions };

/** No shop takes a longer code; a request that is too large for the shop would look like a failure of the line. */
const longestCode = 255;
/** Removed lines that are offered back at a time. */
const mostRemoved = 5;
/** When, as parts of the time in which a late sending may still arrive, the cart is read to find it. */
const watchTimes = [1 / 60, 1 / 20, 1 / 8, 1 / 4, 1 / 2, 1, 2.01];

/**
 * Makes the one cart of a page and its shop: everything asked of it is shown at once, done one after the other, over all tabs too, and
 * once only, whatever happens to the connection. Reads nothing before somebody looks at `$cart` or changes something.
 */
export function createCartEngine(options: CartEngineOptions): CartEngine {
  const { adapter, clock = platformClock, random = Math.random, online = platformOnline(), page = platformPage() } = options;
  const policy = { ...defaultCartPolicy, ...options.policy };
  const ending = new AbortController();
  const end = ending.signal;
  const pauses = createPauses(clock, end);
  const now = () => clock.now();

  const $cart = atom(unknownCart);
  const $pending = atom<readonly PendingChange[]>([]);
  const $removed = atom<readonly RemovedLine[]>([]);
  const $shop = atom<ShopState>({ state: 'idle' });
  const issues = createIssueList(policy.maxIssues, now);
  const ledger = createCartLedger(now, policy.watchMs);
  const contact = createContact(now);

  const calls = createShopCalls({
    adapter,
    clock,
    random,
    online,
    policy,
    pauses,
    end,
    onContact: (...news) => (contact.hear(...news), show()),
  });
  const tabs = createTabs({
    name: `shopcast-cart:${options.shop ?? adapter.name}`,
    options: options.tabs ?? {},
    pauses,
    end,
    now,
    receive: news => runner.receive(news),
  });
  const deliver = createDelivery({
    calls,
    pauses,
    clock,
    policy,
    end,
    lineIn: (cart, wish) => ledger.lineIn(cart, wish.lineId ?? ''),
    late: () => ledger.late,
    addLate(one) {
      ledger.addLate(one);
      watch();
    },
    renewLate(variantId) {
      ledger.renewLate(variantId);
      watch();
    },
    onState(wish, state) {
      wish.state = state;
      show();
    },
  });
  const runner = createCartRunner({
    adapter,
    calls,
    deliver,
    ledger,
    issues,
    tabs,
    policy,
    clock,
    end,
    ready: options.tokens?.ready,
    onChange: show,
  });

  /** Looks for late sendings from now on: often at first, then seldom. */
  function watch(): void {
    const look = () => void (!end.aborted && ledger.late.length > 0 && runner.read(false));
    for (const part of watchTimes) void pauses.sleep(part * policy.watchMs).then(look);
  }

  function show(): void {
    if (end.aborted) return;
    const wishes = runner.wishes();
    $cart.set(showCart(ledger.cart, ledger.ids, wishes));
    $pending.set(wishes.filter(wish => !wish.own).map(asPending));
    $shop.set(contact.state(online.online(), runner.busy));
  }

  function asPending(wish: Wish): PendingChange {
    const { id, type, lineId, variantId, code, quantity, state, since } = wish;
    return {
      id,
      type,
      ...(lineId === undefined ? {} : { lineId }),
      ...(variantId === undefined ? {} : { variantId }),
      ...(code === undefined ? { quantity } : { code }),
      state,
      since,
      withdraw: () => runner.withdraw(wish),
    };
  }

  function wish(given: Omit<Wish, 'id' | 'since' | 'state' | 'sent' | 'resolve'>): { wish: Wish; outcome: Promise<CartOutcome> } {
    const made: Wish = { ...given, id: runner.nextId(), since: now(), state: 'waiting', sent: false, resolve: [] };
    const outcome = new Promise<CartOutcome>(resolve => made.resolve.push(resolve));
    runner.wish(made);
    return { wish: made, outcome };
  }

  function refuse(
    code: 'cart/bad-change' | 'cart/unknown-line' | 'cart/offline' | 'cart/unsure' | 'cart/look-first' | 'cart/unreachable',
    words: string,
  ) {
    return runner.outcome('none', [], new ShopcastError(code, words));
  }

  function add(item: CartItem, exact = false): Promise<CartOutcome> {
    if (!isItem(item))
      return Promise.resolve(refuse('cart/bad-change', 'To add, name a variant and a whole number >= 1; attributes are texts.'));
    const { variantId, quantity = 1, attributes, display } = item;
    const kept = !exact && policy.tag !== false ? { ...attributes, _shopcast: policy.tag } : attributes;
    const tagged = calls.plainLines ? undefined : kept;
    const wished = runner
      .wishes()
      .flatMap(({ lineId: id, variantId, type }) => (type === 'add' && id && variantId ? [{ id, variantId }] : []));
    const lineId = ledger.lineFor({ variantId, ...(tagged ? { attributes: tagged } : {}) }, wished);
    return wish({
      type: 'add',
      variantId,
      quantity,
      lineId,
      ...(attributes ? { attributes } : {}),
      ...(display ? { display } : {}),
      ...(exact ? { exact } : {}),
    }).outcome;
  }

  const lineShown = (lineId: string): ShownLine | undefined => $cart.get().lines.find(line => line.id === lineId);
  const unknownLine = (lineId: string) =>
    Promise.resolve(refuse('cart/unknown-line', `The cart has no line "${lineId}". Take ids from $cart.`));

  function setQuantity(lineId: string, quantity: number): Promise<CartOutcome> {
    const line = lineShown(lineId);
    if (!Number.isSafeInteger(quantity) || quantity < 0)
      return Promise.resolve(refuse('cart/bad-change', `A quantity is a whole number >= 0, not ${quantity}.`));
    if (!line) return unknownLine(lineId);
    if (quantity === 0) return remove(lineId);
    return wish({ type: 'set', lineId, variantId: line.variantId, quantity }).outcome;
  }

  function remove(lineId: string): Promise<CartOutcome> {
    const line = lineShown(lineId);
    if (!line) return unknownLine(lineId);
    const { wish: removal, outcome } = wish({ type: 'remove', lineId, variantId: line.variantId, quantity: 0 });
    const dismiss = () => $removed.set($removed.get().filter(other => other.id !== removal.id));
    const undo = (): Promise<CartOutcome> => {
      dismiss();
      if (runner.withdraw(removal)) return Promise.resolve(runner.outcome('all', []));
      const { variantId, quantity, attributes } = line;
      return add({ variantId, quantity, ...(attributes ? { attributes } : {}), display: line }, true);
    };
    $removed.set([...$removed.get(), { id: removal.id, line, undo, dismiss }].slice(-mostRemoved));
    void outcome.then(({ applied }) => applied === 'all' || dismiss());
    return outcome;
  }

  function changeCode(type: 'add-code' | 'remove-code', code: string): Promise<CartOutcome> {
    const trimmed = typeof code === 'string' ? code.trim() : '';
    if (!trimmed || trimmed.length > longestCode)
      return Promise.resolve(refuse('cart/bad-change', `A discount code has 1 to ${longestCode} characters.`));
    return wish({ type, code: trimmed, quantity: 0 }).outcome;
  }

  function refresh({ reprice = false } = {}): Promise<CartOutcome> {
    if (!online.online()) return Promise.resolve(refuse('cart/offline', 'There is no connection.'));
    return runner.read(false, reprice);
  }

  /** Why the checkout cannot be asked for now. */
  function obstacle(): CheckoutOutcome | undefined {
    if ($cart.get().unsure) return refuse('cart/unsure', 'It is being found out whether a change has reached the shop.');
    if (!online.online()) return refuse('cart/offline', 'There is no connection.');
    return contact.unreachable ? refuse('cart/unreachable', 'The shop does not answer at present.') : undefined;
  }

  async function checkout(): Promise<CheckoutOutcome> {
    const early = end.aborted ? undefined : obstacle();
    if (early) return early;
    const waiting = runner.wishes();
    if (waiting.length > 0) {
      const outcomes = Promise.all(waiting.map(one => new Promise<CartOutcome>(resolve => one.resolve.push(resolve))));
      let stopListening = () => {};
      const trouble = new Promise<CheckoutOutcome>(resolve => {
        const look = () => {
          const found = obstacle();
          if (found) resolve(found);
        };
        const stops = [$cart.listen(look), $shop.listen(look)];
        stopListening = () => stops.forEach(stop => stop());
      });
      const flushed = await pauses.within(Promise.race([outcomes, trouble]), policy.flushMs);
      stopListening();
      if (flushed && !Array.isArray(flushed)) return flushed;
      if (!flushed && !end.aborted) return refuse('cart/look-first', 'The changes take long. Wait for them, then check out.');
      if (flushed?.some(({ failure, issues: told }) => failure || told.length > 0))
        return refuse('cart/look-first', 'The shop did not do all that was asked. Look at the cart, then check out.');
    }
    return runner.checkOut();
  }

  const readSoon = debounced(() => void runner.read(true), 100);
  function debounced(run: () => void, ms: number): () => void {
    let waiting = false;
    return () => {
      if (waiting) return;
      waiting = true;
      void pauses.sleep(ms).then(() => {
        waiting = false;
        if (!end.aborted) run();
      });
    };
  }

  /** The page has changed the cart. */
  function hearPage(): void {
    // The page's redrawing of our own change may come back to us; what it tells we know.
    if (runner.notifying) return;
    ledger.doubt();
    readSoon();
  }

  const stops = [
    adapter.onExternalChange?.(hearPage),
    online.subscribe(() => {
      show();
      if (online.online() && ledger.cart) void runner.read(false);
    }),
    page.subscribe(change => {
      if (change === 'hidden') return tabs.rest();
      if (change === 'told') return hearPage();
      if (change === 'restored') ledger.doubt();
      if (ledger.cart && online.online() && (ledger.stale || ledger.age > policy.refreshMs)) void runner.read(false);
    }),
    onMount($cart, () => {
      if (!ledger.cart && !runner.busy && online.online()) void runner.read(false);
    }),
  ];
  show();

  return {
    $cart,
    $pending,
    $issues: issues.$issues,
    $removed,
    $shop,
    add: item => add(item),
    setQuantity,
    remove,
    addCode: code => changeCode('add-code', code),
    removeCode: code => changeCode('remove-code', code),
    refresh,
    checkout,
    dispose() {
      for (const stop of stops) stop?.();
      ending.abort();
      options.tokens?.dispose();
    },
  };
}
