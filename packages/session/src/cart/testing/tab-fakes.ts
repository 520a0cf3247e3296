import type { ChannelLike, LocksLike, TabsOptions } from '../tabs.js';

interface Request {
  readonly name: string;
  readonly mode: 'exclusive' | 'shared';
  readonly grant: () => void;
}

/** Web Locks in memory: first come, first served for each name. */
export function createFakeLocks(): LocksLike {
  let held: Request[] = [];
  let waiting: Request[] = [];

  function grantNext(): void {
    const blocked = new Set<string>();
    for (const request of [...waiting]) {
      const others = held.filter(other => other.name === request.name);
      const free = others.length === 0 || (request.mode === 'shared' && others.every(other => other.mode === 'shared'));
      if (blocked.has(request.name) || !free) {
        blocked.add(request.name);
        continue;
      }
      waiting = waiting.filter(other => other !== request);
      held = [...held, request];
      request.grant();
    }
  }

  return {
    request: (name, { mode = 'exclusive', signal }, run) =>
      new Promise((resolve, reject) => {
        const request: Request = {
          name,
          mode,
          grant() {
            const done = () => {
              held = held.filter(other => other !== request);
              grantNext();
            };
            void Promise.resolve().then(run).then(resolve, reject).finally(done);
          },
        };
        signal?.addEventListener('abort', () => {
          if (!waiting.includes(request)) return;
          waiting = waiting.filter(other => other !== request);
          reject(new DOMException('aborted', 'AbortError'));
          grantNext();
        });
        waiting.push(request);
        grantNext();
      }),
    query: () => Promise.resolve({ held: held.map(({ name }) => ({ name })) }),
  };
}

/** BroadcastChannels in memory. `delay` runs the delivery to one receiver, later if it likes. */
export function createFakeChannels(delay: (deliver: () => void) => void = deliver => queueMicrotask(deliver)) {
  const open = new Set<{ readonly name: string; readonly hear: (data: unknown) => void }>();
  return (name: string): ChannelLike => {
    const listeners = new Set<(event: { readonly data: unknown }) => void>();
    const self = { name, hear: (data: unknown) => listeners.forEach(listener => listener({ data })) };
    open.add(self);
    return {
      postMessage(message) {
        const text = JSON.stringify(message);
        for (const other of open) if (other !== self && other.name === name) delay(() => open.has(other) && other.hear(JSON.parse(text)));
      },
      addEventListener: (_, listener) => void listeners.add(listener),
      close: () => void open.delete(self),
    };
  };
}

/** Locks and channels of one browser with several tabs. */
export interface FakeBrowser extends TabsOptions {
  readonly locks: LocksLike;
  readonly channel: (name: string) => ChannelLike;
}

/** Makes a browser; see {@link createFakeChannels} for `delay`. */
export function createFakeBrowser(delay?: (deliver: () => void) => void): FakeBrowser {
  return { locks: createFakeLocks(), channel: createFakeChannels(delay) };
}
