import type { CommerceAdapter } from '@shopcast/commerce';
import { memoryCommerce, type MemoryCommerce, type MemoryShopOptions } from '@shopcast/commerce/adapters/memory';
import { commandRules, type Author, type ShowCommand, type ShowManifest } from '@shopcast/core';
import { createTestEnvironment, type TestEnvironment } from '../test-environment/test-environment.js';
import { createTestRoom, type TestRoom } from '../test-room/test-room.js';
import { createTestTransport, type TestTransport } from '../test-transport/test-transport.js';
import { stageProducts } from './stage-products.js';

export interface TestStageOptions {
  /** How far the show is. Default `live`. */
  readonly phase?: 'scheduled' | 'live';
  /** What differs in the shop; its default sells {@link stageProducts}. `false` for a show without a shop. */
  readonly shop?: Partial<MemoryShopOptions> | false;
  /** Awaited before each call reaches the shop: a delay, a fault. */
  readonly latency?: (call: string) => Promise<void> | void;
  /** What differs in the manifest. */
  readonly manifest?: Partial<ShowManifest>;
  /** Server ms at the start. Default 1 January 2030, 12:00 UTC. */
  readonly now?: number;
}

/** What `createShowSession` takes. */
export interface StageParts {
  readonly manifest: ShowManifest;
  readonly transports: readonly TestTransport[];
  readonly environment: TestEnvironment;
  readonly viewer: Author;
  readonly commerce?: CommerceAdapter;
}

/** A whole show without a network: a room, a line to it, a shop and a clock that you move. */
export interface TestStage {
  readonly room: TestRoom;
  readonly line: TestTransport;
  readonly environment: TestEnvironment;
  /** The shop's adapter with the shop at hand; absent when there is none. */
  readonly commerce: MemoryCommerce | undefined;
  /** For `createShowSession(stage.parts)`. */
  readonly parts: StageParts;
  /** Has the show do something, one after the other: as its producer, or as the room itself where only that may. */
  run(...commands: readonly ShowCommand[]): Promise<void>;
  /** Lists products of the shop by their refs, under the same ids. */
  list(...refs: readonly string[]): Promise<void>;
  /** Lets time pass for page, line and room, ms. Answers that wait for it come in between. */
  pass(ms: number): Promise<void>;
  /** Lets time pass, a little at a time, until a wish comes true; throws after two minutes of the show. */
  until(wish: () => boolean): Promise<void>;
  /** Ends room and line. The session is ended by its own `dispose`. */
  close(): Promise<void>;
}

/** Sets a stage. Its show is called "Table for six" and plays nothing until a player is attached. */
export async function createTestStage(options: TestStageOptions = {}): Promise<TestStage> {
  const { phase = 'live', shop = {}, latency, now = Date.UTC(2030, 0, 1, 12) } = options;
  const environment = createTestEnvironment();
  environment.clock.jump(now);
  const room = await createTestRoom({ clock: environment.clock, phase: 'new' });
  const manifest: ShowManifest = {
    showId: 'test-show',
    title: 'Table for six',
    description: 'Mugs, linen and light for a long evening.',
    startsAt: phase === 'scheduled' ? now + 26 * 3_600_000 : now,
    host: { name: 'Hanna Lind' },
    streams: [],
    transports: [],
    ...options.manifest,
  };
  const line = createTestTransport(() => room, { environment, viewerId: 'ann' });
  const commerce =
    shop === false
      ? undefined
      : memoryCommerce({
          shop: { products: stageProducts(), now: () => environment.clock.now(), ...shop },
          checkoutUrl: 'https://shop.example/checkout',
          ...(latency && { latency }),
        });
  const run = async (...commands: readonly ShowCommand[]): Promise<void> => {
    for (const command of commands) await room.run(command, commandRules[command.type].by.includes('producer') ? 'producer' : 'system');
  };
  const breathe = (): Promise<void> => new Promise(resolve => setTimeout(resolve));
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 250) {
      environment.clock.advance(Math.min(250, left));
      await breathe();
    }
  };

  const { showId, title, description, startsAt, poster, language, host, streams } = manifest;
  const details = { showId, title, startsAt, streams, description, poster, language, host };
  await run({ type: 'schedule-show', data: JSON.parse(JSON.stringify(details)) as typeof manifest });
  if (phase === 'live') await run({ type: 'start-show', data: {} });
  return {
    room,
    line,
    environment,
    commerce,
    parts: {
      manifest,
      transports: [line],
      environment,
      viewer: { viewerId: 'ann', name: 'Ann', role: 'viewer' },
      ...(commerce && { commerce }),
    },
    run,
    list: (...refs) => run(...refs.map(ref => ({ type: 'list-product', data: { productId: ref, listing: { ref } } }) as const)),
    pass,
    async until(wish) {
      await breathe();
      for (let steps = 0; steps < 480 && !wish(); steps++) await pass(250);
      if (!wish()) throw new Error('What the stage waited for did not come true in two minutes of the show.');
    },
    async close() {
      line.dispose();
      await room.close();
    },
  };
}
