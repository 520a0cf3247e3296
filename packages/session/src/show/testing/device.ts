import { createTestEnvironment, type TestEnvironment } from '@shopcast/testing';

/** A viewer's device that gets cut off and falls asleep. */
export interface Device {
  readonly environment: TestEnvironment;
  readonly isAway: boolean;
  readonly isAsleep: boolean;
  /** Breaks what is under way in the middle, and lets nothing new through. */
  goOffline(): void;
  goOnline(): void;
  /** Nothing comes and nothing goes, without a word, and no timer runs. */
  fallAsleep(): void;
  /** The clock on the wall has moved on, the timers have not; what was open stays dead. */
  wakeUp(after: number): void;
  /** What reaches the device by another way than the network: at once, or when it wakes up. */
  deliver(act: () => void): void;
}

export function createDevice(fetch: (url: string, init: RequestInit) => Promise<Response>): Device {
  let state: 'awake' | 'offline' | 'asleep' = 'awake';
  const lines = new Set<{ readonly cut: () => void; dead: boolean }>();
  const late: (() => void)[] = [];

  /** The same answer, on a line that can break or fall silent. */
  const onLine = ({ body, status, headers }: Response): Response => {
    const reader = body?.getReader();
    if (!reader) return new Response(null, { status, headers });
    let forget = (): void => undefined;
    const through = new ReadableStream<Uint8Array>({
      start(controller) {
        const line = {
          dead: false,
          cut() {
            const isStream = headers.get('content-type')?.startsWith('text/event-stream');
            controller.enqueue(new TextEncoder().encode(isStream ? 'event: frame\ndata: {"epo' : '{"epo')); // in the middle of an event
            controller.error(new TypeError('cut'));
            forget();
          },
        };
        forget = () => {
          lines.delete(line);
          reader.cancel().catch(() => undefined); // broken already
        };
        lines.add(line);
        const pump = async (): Promise<void> => {
          for (;;) {
            const { done, value } = await reader.read();
            if (line.dead || !lines.has(line)) return;
            if (done) {
              lines.delete(line);
              return controller.close();
            }
            controller.enqueue(value);
          }
        };
        pump().catch((error: unknown) => lines.delete(line) && controller.error(error));
      },
      cancel: () => forget(),
    });
    return new Response(through, { status, headers });
  };

  const never = (signal: AbortSignal | null | undefined) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('Given up.', 'AbortError'))));

  const environment = createTestEnvironment({
    async fetch(input, init = {}) {
      if (state === 'offline') throw new TypeError('offline');
      if (state === 'asleep') return never(init.signal);
      const answer = await fetch(input as string, init);
      return state === 'awake' ? onLine(answer) : never(init.signal);
    },
  });

  return {
    environment,
    get isAway() {
      return state !== 'awake';
    },
    get isAsleep() {
      return state === 'asleep';
    },
    goOffline() {
      state = 'offline';
      for (const line of [...lines]) line.cut();
    },
    goOnline() {
      state = 'awake';
      environment.wakeUp();
    },
    fallAsleep() {
      state = 'asleep';
      for (const line of lines) line.dead = true;
    },
    wakeUp(after) {
      state = 'awake';
      environment.clock.jump(environment.clock.now() + after);
      for (const act of late.splice(0)) act();
      environment.wakeUp();
    },
    deliver: act => void (state === 'asleep' ? late.push(act) : act()),
  };
}
