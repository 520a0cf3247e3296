import type { LogPosition, ShowState } from '@shopcast/core';
import type { ConnectOptions, LiveTransport, TransportItem } from '@shopcast/live';
import type { TestEnvironment } from '../test-environment/test-environment.js';
import { createFollower } from '../test-room/follower.js';

/**
 * Lets real and fake time go by until the wish comes true: the device's clock moves on by `step` ms in each real moment. Throws with `what` when it does not.
 */
export async function until(
  environment: TestEnvironment,
  what: string,
  wish: () => boolean | Promise<boolean>,
  step: () => number = () => 25,
): Promise<void> {
  const end = performance.now() + environment.patience;
  while (!(await wish())) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}.`);
    environment.clock.advance(step());
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}

/** Waits for a promise while time goes by. */
export async function settled<T>(environment: TestEnvironment, what: string, promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  let result: PromiseSettledResult<T> | undefined;
  promise.then(
    value => (result = { status: 'fulfilled', value }),
    (reason: unknown) => (result = { status: 'rejected', reason }),
  );
  await until(environment, what, () => result !== undefined);
  return result!;
}

/** A consumer that minds the rules: every place once, in order, no hole, snapshots only where they belong. */
export interface SceneReader {
  readonly items: readonly TransportItem[];
  readonly position: LogPosition | undefined;
  readonly state: ShowState;
  readonly ended: boolean;
  readonly error: unknown;
  /** Resolves once this reader stands where the show does and has seen the same. */
  catchUp(): Promise<void>;
  leave(): void;
}

/** Reads a transport; a broken rule is this reader's `error`. */
export function readTransport(
  transport: LiveTransport,
  environment: TestEnvironment,
  target: () => Promise<LogPosition>,
  options: ConnectOptions & { readonly state?: ShowState } = {},
): SceneReader {
  const follower = createFollower();
  const items: TransportItem[] = [];
  const { after, signal } = options;
  let position = after;
  let ended = false;
  let error: unknown;
  if (after && options.state) follower.take({ type: 'snapshot', snapshot: { ...after, at: 0, state: options.state } });

  const take = (item: TransportItem) => {
    items.push(item);
    if (item.type === 'snapshot') {
      const { epoch, seq } = item.snapshot;
      // At the reader's own place it replaces what the reader holds, and may hold more.
      if (position?.epoch === epoch && seq < position.seq)
        throw new Error(`A snapshot of place ${seq} came to a reader at place ${position.seq}.`);
    } else {
      const { after: from, events, upTo } = item.frame;
      if (position && from !== position.seq) throw new Error(`A frame from place ${from} on came to a reader at place ${position.seq}.`);
      let last = from;
      for (const { seq } of events) {
        if (seq <= last) throw new Error(`Place ${seq} came after place ${last}.`);
        last = seq;
      }
      if (last > upTo) throw new Error(`Place ${last} lies beyond its frame.`);
    }
    follower.take(item);
    position = follower.position;
  };

  const iterator = transport.connect({ ...(after && { after }), ...(signal && { signal }) })[Symbol.asyncIterator]();
  const read = async () => {
    try {
      for (;;) {
        const result = await iterator.next();
        if (result.done === true) break;
        take(result.value);
      }
    } catch (problem) {
      error = problem;
    }
    ended = true;
  };
  void read();

  return {
    items,
    get position() {
      return position;
    },
    get state() {
      return follower.state;
    },
    get ended() {
      return ended;
    },
    get error() {
      return error;
    },
    async catchUp() {
      const end = await target();
      await until(environment, `the reader stands at place ${end.seq} of log ${end.epoch}`, () => {
        if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error));
        return position?.epoch === end.epoch && position.seq >= end.seq;
      });
    },
    leave: () => void iterator.return?.(),
  };
}
