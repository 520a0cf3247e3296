import type { ShowSession } from '@shopcast/session';
import { ShopcastErrorEvent, type ShopcastPanel } from '../events.js';
import type { Messages } from '../messages/en.js';
import { cartActs } from './later-code.js';
import type * as CartActs from './cart-acts.js';

/** What acting on a wish needs of the show around it. */
export interface IntentScene {
  readonly session: ShowSession | undefined;
  readonly t: Messages;
  /** Sends an event from the show; false when the page cancelled it. */
  readonly send: (event: Event) => boolean;
  /** Tells the viewer, in writing and in the live region. */
  readonly tell: (words: string) => void;
  readonly openPanel: (panel: ShopcastPanel, productId?: string) => void;
  readonly closePanel: (panel: ShopcastPanel) => void;
}

/** What a show does about each of some intents that the page has not cancelled. */
export type Acts<Intent extends keyof HTMLElementEventMap> = {
  readonly [Type in Intent]: (
    scene: IntentScene,
    detail: HTMLElementEventMap[Type] extends CustomEvent<infer Detail> ? Detail : never,
  ) => unknown;
};

/** Done at once, with or without a session. */
const ownActs: Acts<'shopcast-open' | 'shopcast-close' | 'shopcast-seek'> = {
  'shopcast-open': (scene, { panel, productId }) => scene.openPanel(panel, productId),
  'shopcast-close': (scene, { panel }) => scene.closePanel(panel),
  'shopcast-seek': ({ session }, { at }) => session?.seek(at),
};

/** Those for the shop: how to do them is fetched while the session opens. */
const forShop = [
  'shopcast-add-to-cart',
  'shopcast-set-quantity',
  'shopcast-undo-remove',
  'shopcast-add-code',
  'shopcast-remove-code',
  'shopcast-checkout',
  'shopcast-claim',
] as const;
export type ShopIntent = (typeof forShop)[number];

/** An intent that several shows around it could hear belongs to the innermost. */
const heard = new WeakSet<Event>();

/** Fetches how to do what is for the shop, unless it is there. */
export type BringActs = () => Promise<typeof CartActs | undefined>;

/** Does what is wished for inside a show, unless the page cancels it. */
export function hearIntents(show: EventTarget, scene: () => IntentScene, bring: BringActs): void {
  /** Wishes whose code is on its way: made twice meanwhile, they are meant once. */
  const waiting = new Set<string>();
  const act = async (type: string, detail: unknown): Promise<void> => {
    let acts: object | undefined = type in ownActs ? ownActs : cartActs.here?.acts;
    // Waits only where the code is still on its way: the cart shows a wish in the next frame.
    if (!acts) {
      const wish = type + JSON.stringify(detail);
      if (waiting.has(wish)) return;
      waiting.add(wish);
      acts = (await bring())?.acts;
      waiting.delete(wish);
    }
    const now = scene();
    if (acts) (acts as Readonly<Record<string, Act>>)[type]!(now, detail);
    else fail(now, 'cart/unreachable', now.t.shopSilent);
  };
  for (const type of [...Object.keys(ownActs), ...forShop])
    show.addEventListener(type, event => {
      if (heard.has(event)) return;
      heard.add(event);
      // The page hears the event after us, further out, and may still cancel it.
      queueMicrotask(() => {
        if (!event.defaultPrevented) void act(type, (event as CustomEvent).detail);
      });
    });
}

type Act = (scene: IntentScene, detail: unknown) => unknown;

/** Tells page and viewer that a wish came to nothing. */
export function fail(scene: IntentScene, code: string, words: string): void {
  scene.send(new ShopcastErrorEvent(code, words));
  scene.tell(words);
}
