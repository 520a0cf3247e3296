import type { CommerceAdapter } from '@shopcast/commerce';
import { memoryCommerce, type MemoryCommerce, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { createCartEngine } from '../cart-engine.js';
import type { CartEngine, CartEngineOptions, CartPolicy } from '../cart-types.js';
import type { CartClock, OnlineSource, PageChange, PageSource } from '../platform.js';
import type { TabsOptions } from '../tabs.js';
import { createSimulation, type Simulation } from './simulation.js';
import { unreliable, type CallFault, type FaultyCall, type UnreliableAdapter } from './unreliable-adapter.js';

/** A switch that an engine listens to. */
export interface Switch<T> {
  set(value: T): void;
}

/** How a scene differs from a good line to a careful shop. */
export interface SceneOptions {
  readonly shop?: Partial<MemoryShopOptions>;
  readonly checkoutUrl?: string;
  /** What happens to the next call. */
  readonly fault?: (call: FaultyCall) => CallFault | undefined;
  readonly policy?: Partial<CartPolicy>;
  readonly tabs?: TabsOptions | false;
  readonly engine?: Partial<CartEngineOptions>;
  /** A shop that keeps no attributes of lines. */
  readonly plainLines?: boolean;
  /** A shop whose page does not tell of its own changes. */
  readonly silentPage?: boolean;
  /** Share time and shop with another scene: another tab of the same shopper. */
  readonly beside?: Scene;
  readonly random?: () => number;
}

/** One shopper at one shop. */
export interface Scene {
  readonly time: Simulation;
  readonly memory: MemoryCommerce;
  readonly adapter: UnreliableAdapter;
  readonly engine: CartEngine;
  readonly online: Switch<boolean>;
  readonly page: Switch<PageChange>;
  /** Units in the shop's own cart. */
  units(): Record<string, number>;
  /** Units as shown. */
  shown(): Record<string, number>;
  /** Timers of the engine that wait. */
  timers(): number;
  /** Moves on until nothing is pending and nothing can arrive late any more. */
  rest(): Promise<void>;
}

const products = ['lamp', 'mug', 'shirt', 'sofa'].map(id => ({ id, title: id, price: 1_000 }));

// A shop in memory fetches what carts need with the first of them. No scene may wait for a file while its own clock goes on.
await memoryCommerce({ shop: { products } }).change([{ type: 'add', variantId: 'lamp', quantity: 1 }]);

/** Sets a scene: lamp, mug, shirt and sofa, as many as anybody wants, and the codes TEN and LATE (expired). */
export function createScene(options: SceneOptions = {}): Scene {
  const time = options.beside?.time ?? createSimulation();
  const memory = memoryCommerce({
    shop: options.beside?.memory.shop ?? {
      products,
      discountCodes: [
        { code: 'TEN', percent: 10 },
        { code: 'LATE', percent: 10, expiresAt: 1 },
      ],
      now: time.now,
      ...options.shop,
    },
    ...(options.beside ? { shopper: options.beside.memory.shopper } : {}),
    checkoutUrl: options.checkoutUrl ?? 'https://shop.example/checkout',
  });
  const adapter = unreliable(dress(memory, options), time, call => options.fault?.(call));
  const timers = new Set<unknown>();
  const counted: CartClock = {
    now: time.now,
    setTimeout(run, ms) {
      const timer = time.setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer);
      time.clearTimeout(timer as number);
    },
  };
  const online = createOnline();
  const page = createPage();
  const engine = createCartEngine({
    adapter,
    clock: counted,
    random: options.random ?? (() => 0.5),
    online,
    page,
    tabs: options.tabs ?? false,
    ...(options.policy ? { policy: options.policy } : {}),
    ...options.engine,
  });
  const units = () => memory.shop.unitsOf(memory.shopper);
  const shown = () => {
    const sums: Record<string, number> = {};
    for (const { variantId, quantity } of engine.$cart.get().lines) sums[variantId] = (sums[variantId] ?? 0) + quantity;
    return sums;
  };
  return {
    time,
    memory,
    adapter,
    engine,
    online,
    page,
    units,
    shown,
    timers: () => timers.size,
    async rest() {
      await time.until(() => engine.$pending.get().length === 0 && ['idle', 'unreachable'].includes(engine.$shop.get().state), 3_600_000);
      // Late sendings are looked for as long as this; afterwards nothing is left to come.
      await time.pass(125_000);
      await time.until(() => !engine.$cart.get().pending);
    },
  };
}

/** A scene with two lamps and a mug in the cart. */
export async function filled(options: SceneOptions = {}): Promise<Scene> {
  const scene = createScene(options);
  await scene.time.of(scene.engine.add({ variantId: 'lamp', quantity: 2 }));
  await scene.time.of(scene.engine.add({ variantId: 'mug' }));
  return scene;
}

/** What issues are about. */
export const codes = (issues: readonly { readonly code: string }[]) => issues.map(issue => issue.code);

function dress(memory: MemoryCommerce, { plainLines, silentPage }: SceneOptions): CommerceAdapter {
  const adapter: CommerceAdapter = { ...memory };
  if (silentPage) delete adapter.onExternalChange;
  if (!plainLines) return adapter;
  return {
    ...adapter,
    capabilities: async options => ({ ...(await memory.capabilities(options)), lineAttributes: false }),
    change: (changes, options) =>
      memory.change(
        changes.map(change => (change.type === 'add' ? { type: 'add', variantId: change.variantId, quantity: change.quantity } : change)),
        options,
      ),
  };
}

function createOnline(): OnlineSource & Switch<boolean> {
  let value = true;
  const listeners = new Set<() => void>();
  return {
    online: () => value,
    subscribe: listener => (listeners.add(listener), () => void listeners.delete(listener)),
    set(next) {
      value = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

function createPage(): PageSource & Switch<PageChange> {
  let visible = true;
  const listeners = new Set<(change: PageChange) => void>();
  return {
    visible: () => visible,
    subscribe: listener => (listeners.add(listener), () => void listeners.delete(listener)),
    set(change) {
      visible = change !== 'hidden';
      for (const listener of [...listeners]) listener(change);
    },
  };
}
