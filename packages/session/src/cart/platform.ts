/** The time an engine lives by. The page's own by default; a test hands in one that it moves itself. */
export interface CartClock {
  /** ms since 1970. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Whether the device has a connection at all. */
export interface OnlineSource {
  online(): boolean;
  /** Calls `listener` at every change. Returns how to stop. */
  subscribe(listener: () => void): () => void;
}

/**
 * What happens to a page: it is shown or focused, hidden, or back from the back-forward cache (`restored`: everything it knew may be old). `told`: it has
 * changed the cart itself, and says so by the event `shopcast-refresh-cart` at the document.
 */
export type PageChange = 'shown' | 'hidden' | 'restored' | 'told';

/** What an engine has to know of the page it runs in. */
export interface PageSource {
  visible(): boolean;
  /** Calls `listener` at every change. Returns how to stop. */
  subscribe(listener: (change: PageChange) => void): () => void;
}

/** Clock of the platform. */
export const platformClock: CartClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => globalThis.setTimeout(run, ms),
  clearTimeout: timer => globalThis.clearTimeout(timer as number),
};

/** Connection as the browser states it; always online where nobody says. */
export function platformOnline(): OnlineSource {
  return {
    online: () => globalThis.navigator?.onLine !== false,
    subscribe: listener => listen(globalThis, ['online', 'offline'], listener),
  };
}

/** The page as the browser states it; always visible where there is none. */
export function platformPage(): PageSource {
  const page = globalThis.document as Document | undefined;
  return {
    visible: () => page?.visibilityState !== 'hidden',
    subscribe(listener) {
      if (!page) return () => {};
      const stops = [
        listen(page, ['visibilitychange'], () => listener(page.visibilityState === 'hidden' ? 'hidden' : 'shown')),
        listen(globalThis, ['focus'], () => listener('shown')),
        listen(globalThis, ['pagehide'], () => listener('hidden')),
        listen(page, ['shopcast-refresh-cart'], () => listener('told')),
        listen(globalThis, ['pageshow'], event => {
          if ((event as PageTransitionEvent).persisted) listener('restored');
        }),
      ];
      return () => stops.forEach(stop => stop());
    },
  };
}

function listen(target: object, types: readonly string[], listener: (event: Event) => void): () => void {
  const heard = target as Partial<EventTarget>;
  for (const type of types) heard.addEventListener?.(type, listener);
  return () => types.forEach(type => heard.removeEventListener?.(type, listener));
}
