import type { Cart } from '@shopcast/commerce';
import type { Explained } from './late-effects.js';
import type { Pauses } from './pauses.js';

/** The part of `navigator.locks` that an engine needs. */
export interface LocksLike {
  request(name: string, options: { mode?: 'exclusive' | 'shared'; signal?: AbortSignal }, run: () => Promise<void>): Promise<unknown>;
  query(): Promise<{ held?: { name?: string }[] }>;
}

/** The part of a BroadcastChannel that an engine needs. */
export interface ChannelLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** How the tabs of one origin agree. What is left out comes from the platform; what the platform lacks is gone without. */
export interface TabsOptions {
  readonly locks?: LocksLike | undefined;
  readonly channel?: ((name: string) => ChannelLike) | undefined;
}

/** What a tab tells the others after a change. */
export interface CartNews {
  readonly cart: Cart;
  readonly explained: Explained;
}

interface Message extends CartNews {
  readonly shopcast: 1;
  readonly version: number;
}

/** What an agreement of tabs is made of. */
export interface TabsSetup {
  readonly name: string;
  readonly options: TabsOptions | false;
  readonly pauses: Pauses;
  readonly end: AbortSignal;
  /** Another tab has changed the cart. */
  readonly receive: (news: CartNews) => void;
}

/** A lock holder that hangs (a frozen tab) holds the others up no longer than this, ms. */
const longestTurnMs = 120_000;
/** News of a change is with every tab after this, ms; until then a mark in the lock manager says that there is some. */
const markMs = 10_000;
/** A tab that sees such a mark waits so long for the news before it reads the cart, ms. */
const newsMs = 250;

/**
 * One writer at a time over all tabs of an origin, by Web Locks; the others hear what has changed by BroadcastChannel.
 *
 * Lock and news travel on different ways, so a tab may get its turn before it has heard what the tab before it did. Therefore every
 * change takes a number, and whoever made it holds for a while a second lock with the number in its name: `query()` then tells the
 * next writer, reliably, whether it knows the newest cart.
 */
export function createTabs({ name, options, pauses, end, receive }: TabsSetup) {
  const locks = options === false ? undefined : (options.locks ?? globalThis.navigator?.locks);
  const channel = options === false ? undefined : openChannel(name, options);
  const markPrefix = `${name}#`;
  let version = 0;
  let releaseMark = () => {};
  let onNews = () => {};

  channel?.addEventListener('message', ({ data }) => {
    const message = data as Partial<Message> | null;
    if (end.aborted || message?.shopcast !== 1 || typeof message.version !== 'number' || !Array.isArray(message.cart?.lines)) return;
    if (message.version <= version) return;
    version = message.version;
    receive(message as Message);
    onNews();
  });
  end.addEventListener('abort', () => {
    releaseMark();
    channel?.close();
  });

  async function newest(): Promise<number> {
    const held = (await locks?.query().catch(() => undefined))?.held ?? [];
    return held.reduce(
      (most, lock) => (lock.name?.startsWith(markPrefix) ? Math.max(most, Number(lock.name.slice(markPrefix.length))) : most),
      0,
    );
  }

  /** Takes a turn. `work` hears whether another tab has made changes that this one has not heard of. */
  async function turn(mode: 'exclusive' | 'shared', work: (behind: boolean) => Promise<void>): Promise<void> {
    let begun = false;
    const run = async () => {
      begun = true;
      const theirs = await newest();
      if (theirs > version) await pauses.within(new Promise<void>(resolve => (onNews = resolve)), newsMs);
      const behind = theirs > version;
      version = Math.max(version, theirs);
      await work(behind);
    };
    if (!locks) return run();
    const giveUp = new AbortController();
    try {
      const held = locks.request(name, { mode, signal: giveUp.signal }, run);
      const granted = await pauses.within(
        held.then(() => true),
        longestTurnMs,
      );
      if (granted || begun) return void (await held);
      giveUp.abort();
      await held;
    } catch (error) {
      // Locks may be forbidden (a sandboxed frame), and a frozen tab may never give its own back: better alone than not at all.
      if (begun) throw error;
      if (!end.aborted) await run();
    }
  }

  /** Holds a lock that says which change was the last, until every tab has surely heard of it. */
  async function mark(): Promise<void> {
    releaseMark();
    if (!locks) return;
    await new Promise<void>(granted => {
      const hold = () => {
        granted();
        return new Promise<void>(release => {
          releaseMark = release;
          void pauses.sleep(markMs).then(release);
        });
      };
      locks.request(markPrefix + String(version), { mode: 'shared' }, hold).catch(() => granted());
    });
  }

  return {
    turn,
    /** Tells the others. Called by the writer during its turn. */
    async tell(news: CartNews): Promise<void> {
      version += 1;
      if (!channel) return;
      await mark();
      const message: Message = { shopcast: 1, version, cart: news.cart, explained: news.explained };
      if (!end.aborted) channel.postMessage(message);
    },
    /** Gives up the mark, which would keep the page out of the back-forward cache. */
    rest: () => releaseMark(),
  };
}

/** See {@link createTabs}. */
export type Tabs = ReturnType<typeof createTabs>;

function openChannel(name: string, options: TabsOptions): ChannelLike | undefined {
  try {
    if (options.channel) return options.channel(name);
    return typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : undefined;
  } catch {
    return undefined;
  }
}
