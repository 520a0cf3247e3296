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
  /** Names of the locks held just now that begin so. */
  held(prefix: string): Promise<readonly string[]>;
}

/** The BroadcastChannel and Web Locks of a page, this one unless another is given. Throws `transport/not-available`. */
export function browserTabHost(page: Partial<Pick<typeof globalThis, 'BroadcastChannel' | 'navigator'>> = globalThis): TabHost {
  const locks = page.navigator?.locks;
  const Channel = page.BroadcastChannel;
  if (!Channel || !locks) {
    throw new ShopcastError(
      'transport/not-available',
      'Tabs need BroadcastChannel and Web Locks, which pages have on HTTPS or localhost only.',
    );
  }
  return {
    openChannel(name, receive) {
      const channel = new Channel(name);
      channel.addEventListener('message', (event: MessageEvent<unknown>) => receive(event.data));
      return { post: message => channel.postMessage(message), close: () => channel.close() };
    },
    async lock(name, signal, hold) {
      try {
        await locks.request(name, { signal }, hold);
      } catch (error) {
        // Also when the page is going away, as whoever held or wanted the lock is with it.
        if ((error as Error).name !== 'AbortError') throw error;
      }
    },
    async held(prefix) {
      const { held = [] } = await locks.query();
      return held.flatMap(({ name }) => (name?.startsWith(prefix) ? name : []));
    },
  };
}
