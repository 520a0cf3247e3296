/**
 * What tests of a session share: a room, Ann, and the session she has opened. Imports of `environment`, `room` and `session` are live:
 * they are those of the test that runs, in each file that calls `setScene` before its tests and `clearScene` after them.
 */
import { createMemoryLog } from '@shopcast/core';
import { createTestEnvironment, createTestRoom, createTestTransport, type TestEnvironment, type TestRoom } from '@shopcast/testing';
import { expect } from 'chai';
import { atom, type ReadableAtom } from 'nanostores';
import type { Playback } from '../playback.js';
import type { ShowSession } from '../session-types.js';
import { createShowSession, type ShowSessionOptions } from '../show-session.js';

export const manifest = { showId: 'test-show', title: 'Test show', startsAt: Date.UTC(2030, 0, 1, 12), streams: [], transports: [] };
export const lamp = { type: 'list-product', data: { productId: 'lamp', listing: { ref: 'lamp', title: 'Lamp' } } } as const;
export const mug = { type: 'list-product', data: { productId: 'mug', listing: { title: 'Mug', picture: '/mug.png', stock: 3 } } } as const;
export const feature = (productId: string) => ({ type: 'feature-product', data: { productId } }) as const;

/** Resolves as soon as a store holds what is wished for; the test's own time limit ends a wait in vain. */
export function until<T>(store: ReadableAtom<T>, wish: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const stop = store.subscribe(value => {
      if (!wish(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    });
  });
}

/** A video that shows what it is told to, and remembers what was asked of it. */
export function memoryPlayback(): Playback & {
  readonly at: (time: number | undefined) => void;
  readonly play: (playing: boolean) => void;
  readonly sought: unknown[];
} {
  const $playhead = atom<number | undefined>(undefined);
  const $playing = atom(true);
  const sought: unknown[] = [];
  return {
    $playhead,
    $playing,
    at: time => $playhead.set(time),
    play: playing => $playing.set(playing),
    sought,
    seek: at => void sought.push(at),
  };
}

export let environment: TestEnvironment;
export let room: TestRoom;
/** The one that was opened last. */
export let session: ShowSession;

/** To be called before each test: a room, and nobody in it. */
export async function setScene(): Promise<void> {
  environment = createTestEnvironment();
  room = await createTestRoom({ clock: environment.clock });
}

/** To be called after each test. */
export async function clearScene(): Promise<void> {
  session?.dispose();
  await room.close();
}

/** The log of the room is gone: another, under an epoch of its own, takes its place. Answers the old one, which is still to be closed. */
export async function replaceRoom(): Promise<TestRoom> {
  const old = room;
  room = await createTestRoom({ clock: environment.clock, log: createMemoryLog({ epoch: 'second' }) });
  return old;
}

/** Ann joins the show. */
export function open(options: Partial<ShowSessionOptions> = {}): ShowSession {
  const transport = createTestTransport(() => room, { environment, viewerId: 'ann' });
  session = createShowSession({
    manifest,
    transports: [transport],
    environment,
    viewer: { viewerId: 'ann', name: 'Ann', role: 'viewer' },
    ...options,
  });
  return session;
}

/** Lets ms pass. */
export const pass = (ms: number): void => environment.clock.advance(ms);

/** Lets time pass, a little at a time, so that answers get in between. */
export async function passUntil(wish: () => boolean): Promise<void> {
  for (let steps = 0; !wish() && steps < 1000; steps++) {
    pass(250);
    await new Promise(resolve => setTimeout(resolve));
  }
  expect(wish(), 'the wish came true').to.equal(true);
}
