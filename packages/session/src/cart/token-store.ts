import type { TokenStore } from '@shopcast/commerce';
import type { ReadableAtom } from 'nanostores';
import { openChannel, type ChannelLike } from './tabs.js';

/** Where tokens last: `localStorage` or what works like it. */
export type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What a token store is made of. */
export interface TokenStoreOptions {
  /** Default `localStorage` where the page may use it; `null` for memory alone. */
  readonly storage?: TokenStorage | null;
  /**
   * Where the merchant wants to ask first: whether the shopper has agreed. Tokens stay in memory while false, are written down when it
   * becomes true, and erased when it becomes false again. Left out, a token is written down as soon as the shop gives one.
   */
  readonly consent?: ReadableAtom<boolean>;
  /** Tokens kept in memory are told to the other tabs on a channel of this name. Default `shopcast-tokens`; `false` for none. */
  readonly channel?: string | false | ((name: string) => ChannelLike);
}

/** A {@link TokenStore} with a life of its own. */
export interface SessionTokenStore extends TokenStore {
  /** Resolves when the other tabs had time to tell the tokens they hold in memory: at most after 150 ms. */
  readonly ready: Promise<void>;
  dispose(): void;
}

const prefix = 'shopcast:';
const answerMs = 150;
/** Tokens travel in headers and addresses. What does not fit there was spoilt in the storage, and would make every call fail. */
const plausible = /^[!-~]{1,4096}$/;

/**
 * Keeps the cart token of shops whose cart would otherwise be lost with the page (`capabilities.identity` is `token`).
 * Works without any storage: the token then lives as long as a tab of the shop is open.
 */
export function createTokenStore(options: TokenStoreOptions = {}): SessionTokenStore {
  const storage = options.storage === undefined ? pageStorage() : options.storage;
  const { consent } = options;
  const memory = new Map<string, string>();
  const { channel: way = 'shopcast-tokens' } = options;
  const channel = way === false ? undefined : typeof way === 'string' ? openChannel(way, undefined) : openChannel('shopcast-tokens', way);
  const lasting = () => storage !== null && consent?.get() !== false;
  let answered = () => {};
  // A call still under way may bring a token after the end.
  let ended = false;

  const written = (key: string): string | null => {
    const text = guarded(() => storage?.getItem(prefix + key)) ?? '';
    return plausible.test(text) ? text : null;
  };
  const write = (key: string, value: string | null) =>
    guarded(() => (value === null ? storage?.removeItem(prefix + key) : storage?.setItem(prefix + key, value)));
  const keep = (key: string, value: string | null) => (value === null ? memory.delete(key) : memory.set(key, value));

  const stopListening = consent?.listen(granted => {
    for (const [key, value] of memory) write(key, granted ? value : null);
  });

  channel?.addEventListener('message', ({ data }) => {
    const message = data as { shopcast?: unknown; hello?: unknown; tokens?: unknown; answer?: unknown } | null;
    if (message?.shopcast !== 'tokens') return;
    if (message.hello) return void (memory.size > 0 && channel.postMessage({ shopcast: 'tokens', tokens: [...memory], answer: true }));
    if (!Array.isArray(message.tokens)) return;
    for (const entry of message.tokens as unknown[]) {
      const [key, value] = Array.isArray(entry) ? (entry as unknown[]) : [];
      // An answer only fills gaps; a token just given by the shop replaces what was there.
      if (typeof key !== 'string' || (message.answer && memory.has(key))) continue;
      if (value === null || typeof value === 'string') keep(key, value);
    }
    answered();
  });

  const ready = new Promise<void>(resolve => {
    if (!channel) return resolve();
    const timer = setTimeout(resolve, answerMs);
    answered = () => {
      clearTimeout(timer);
      resolve();
    };
    channel.postMessage({ shopcast: 'tokens', hello: true });
  });

  return {
    ready,
    get: key => (lasting() ? (written(key) ?? memory.get(key) ?? null) : (memory.get(key) ?? null)),
    set(key, value) {
      if ((memory.get(key) ?? null) === value && (!lasting() || written(key) === value)) return;
      keep(key, value);
      if (lasting()) write(key, value);
      if (!ended) channel?.postMessage({ shopcast: 'tokens', tokens: [[key, value]] });
    },
    dispose() {
      ended = true;
      stopListening?.();
      answered();
      channel?.close();
    },
  };
}

/** Storage may be forbidden, full, or throw for its mere mention. */
function guarded<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function pageStorage(): TokenStorage | null {
  return guarded(() => globalThis.localStorage as Storage | undefined) ?? null;
}
