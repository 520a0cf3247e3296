import type { Cart } from '@shopcast/commerce';
import type { Late } from './late-effects.js';
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

/** What a tab knows when its turn is over; the next one goes on from there. */
export interface CartNews {
  readonly cart: Cart;
  /** Sendings that may still arrive. */
  readonly late: readonly Late[];
  /** False when the cart has to be read before anything is built on it. */
  readonly sure: boolean;
}

interface Message extends CartNews {
  readonly shopcast: 1;
  /** Names the turn: later ones have higher numbers. */
  readonly version: number;
}

/** What an agreement of tabs is made of. */
export interface TabsSetup {
  readonly name: string;
  readonly options: TabsOptions | false;
  readonly pauses: Pauses;
  readonly end: AbortSignal;
  /** Another tab knows more. */
  readonly receive: (news: CartNews) => void;
  readonly now: () => number;
}

/** A tab whose turn takes long says so this often, ms. */
const beatMs = 15_000;
/** A tab that holds the lock and has not been heard of for so long is frozen, and waited for no longer, ms. */
const silenceMs = 60_000;
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
export function createTabs({ name, options, pauses, end, now, receive }: TabsSetup) {
  const locks = options === false ? undefined : (options.locks ?? globalThis.navigator?.locks);
  const channel = options === false ? undefined : openChannel(name, options.channel);
  const markPrefix = `${name}#`;
  let version = 0;
  let releaseMark = () => {};
  let onNews = () => {};
  let beats = 0;

  channel?.addEventListener('message', ({ data }) => {
    const message = data as Partial<Message & { busy: true }> | null;
    if (message?.shopcast === 1 && message.busy) beats += 1;
    if (
      end.aborted ||
      message?.shopcast !== 1 ||
      typeof message.version !== 'number' ||
      !Array.isArray(message.cart?.lines) ||
      !Array.isArray(message.late)
    )
      return;
    // Messages of several tabs may overtake each other; only the newest counts.
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
    const held = (await asked(() => locks?.query()))?.held ?? [];
    return held.reduce(
      (most, lock) => (lock.name?.startsWith(markPrefix) ? Math.max(most, Number(lock.name.slice(markPrefix.length))) : most),
      0,
    );
  }

  /** The turn itself, with the lock or without: hears first what others did. */
  async function takeTurn(work: (behind: boolean) => Promise<void>): Promise<void> {
    const theirs = await newest();
    const heard = () => new Promise<void>(resolve => (onNews = () => version >= theirs && resolve()));
    if (theirs > version) await pauses.within(heard(), newsMs);
    const behind = theirs > version;
    version = Math.max(version, theirs);
    const done = work(behind);
    void beat(done.then(() => true));
    await done;
  }

  /** Takes a turn. `work` hears whether another tab has made changes that this one has not heard of. */
  async function turn(mode: 'exclusive' | 'shared', work: (behind: boolean) => Promise<void>): Promise<void> {
    let begun: Promise<void> | undefined;
    const run = () => (begun = takeTurn(work));
    if (!locks) return run();
    const giveUp = new AbortController();
    try {
      const held = locks.request(name, { mode, signal: giveUp.signal }, run);
      const finished = held.then(() => true);
      for (let heard = -1; !begun && heard !== beats && !end.aborted;) {
        heard = beats;
        if (await pauses.within(finished, silenceMs)) return;
      }
      if (!begun) giveUp.abort();
      await held;
    } catch {
      // Locks may be forbidden (a sandboxed frame), and a frozen tab may never give its own back: better alone than not at all.
      // A lock stolen in the middle of a turn: what was begun goes on, and whoever waits for the turn hears how it ends.
      if (begun) return begun;
      if (!end.aborted) await run();
    }
  }

  /** Tells those who wait that this tab is alive, for as long as its turn takes. */
  async function beat(done: Promise<boolean>): Promise<void> {
    try {
      while (!(await pauses.within(done, beatMs)) && !end.aborted) channel?.postMessage({ shopcast: 1, busy: true });
    } catch {
      // The turn failed, which whoever took it hears of.
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
      // A tab that has just come knows no numbers; the time keeps its own above those of the others.
      version = Math.max(version + 1, now());
      if (!channel) return;
      await mark();
      const message: Message = { ...news, shopcast: 1, version };
      if (!end.aborted) channel.postMessage(message);
    },
    /** Gives up the mark, which would keep the page out of the back-forward cache. */
    rest: () => releaseMark(),
  };
}

/** See {@link createTabs}. */
export type Tabs = ReturnType<typeof createTabs>;

/** The answer, or nothing where the browser forbids the question. */
async function asked<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}

/** A channel, made by `open` or by the platform; nothing where it cannot be had. */
export function openChannel(name: string, open: TabsOptions['channel']): ChannelLike | undefined {
  try {
    if (open) return open(name);
    if (typeof BroadcastChannel !== 'function') return undefined;
    const channel = new BroadcastChannel(name);
    // Node would not end while a channel is open.
    (channel as { unref?: () => void }).unref?.();
    return channel;
  } catch {
    return undefined;
  }
}
