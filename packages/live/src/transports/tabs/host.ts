import { ShopcastError } from '@shopcast/core';

/** A line to the other tabs. */
export interface TabChannel {
  post(message: unknown): void;
  close(): void;
}

/** What a tab needs of its browser. */
export interface TabHost {
  openChannel(name: string, receive: (message: unknown) => void): TabChannel;
  /** Runs `hold` once nobody else holds the lock, and keeps it until the promise settles or the tab is gone. Aborting stops waiting. */
  lock(name: string, signal: AbortSignal, hold: () => Promise<void>): Promise<void>;
  /** How many tabs wait for the lock. */
  waiting(name: string): Promise<number>;
}

/** The browser's own BroadcastChannel and Web Locks. Throws `transport/not-available`. */
export function browserTabHost(): TabHost {
  const locks = globalThis.navigator?.locks;
  if (typeof BroadcastChannel === 'undefined' || !locks) {
    throw new ShopcastError(
      'transport/not-available',
      'Tabs need BroadcastChannel and Web Locks, which pages have on HTTPS or localhost only.',
    );
  }
  return {
    openChannel(name, receive) {
      const channel = new BroadcastChannel(name);
      channel.addEventListener('message', (event: MessageEvent<unknown>) => receive(event.data));
      return { post: message => channel.postMessage(message), close: () => channel.close() };
    },
    async lock(name, signal, hold) {
      try {
        await locks.request(name, { signal }, hold);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    async waiting(name) {
      const { pending = [] } = await locks.query();
      return pending.filter(request => request.name === name).length;
    },
  };
}
