import type { LogPosition, ShowState } from '@shopcast/core';
import { createRoomSide, type TransportRig } from '@shopcast/testing';
import type { LiveTransport } from '../live-transport.js';

/** Two servers play the same part: a small one made for tests, quick to ask for any fault, and the room server itself behind a proxy. */
export type LiveServerKind = 'live-test-server' | 'room-test-server';

/** A server for tests: in Node of this process, in browsers beside the test runner. */
export async function openLiveServer(kind: LiveServerKind): Promise<{ readonly url: string; readonly close: () => void }> {
  if ('window' in globalThis) return { url: await (await fetch(`/__${kind}`)).text(), close: () => {} };
  const folder = kind === 'live-test-server' ? 'live' : 'server';
  const path = new URL(`../../../${folder}/test/${kind}.mjs`, import.meta.url).href;
  const started = (await import(path)) as Readonly<Record<string, () => ReturnType<typeof openLiveServer>>>;
  return started[folder === 'live' ? 'startLiveTestServer' : 'startRoomTestServer']!();
}

/** A show on the server for tests, and a rig that plays the world around it by remote control. */
export async function createHttpRig(
  base: string,
  create: (showId: string, token: string) => LiveTransport,
): Promise<Required<TransportRig> & { readonly showId: string }> {
  const post = async <T>(path: string, values: Readonly<Record<string, number | undefined>> = {}): Promise<T> => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
    const response = await fetch(`${base}/control/${path}?${query.toString()}`, { method: 'POST' });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { showId, token } = await post<{ readonly showId: string; readonly token: string }>('new');
  const act = <T = void>(action: string, n?: number, retryAfter?: number) =>
    post<T>(`${encodeURIComponent(showId)}/${action}`, { n, retryAfter });
  const { goodCommand, badCommand, room } = await createRoomSide(); // only its commands are wanted
  await room.close();
  return {
    showId,
    transport: create(showId, token),
    goodCommand,
    badCommand,
    append: count => act('append', count),
    position: () => act<LogPosition>('position'),
    state: () => act<ShowState>('state'),
    serverNow: () => act<number>('now'),
    cut: () => act('cut'),
    lose: frames => act('lose', frames),
    repeat: frames => act('repeat', frames),
    loseLog: () => act('loseLog'),
    refuse: (attempts, retryAfter) => act('refuse', attempts, retryAfter),
    attempts: () => act<number>('attempts'),
    forbid: () => act('forbid'),
    swallowAnswers: on => act('swallow', on ? 1 : 0),
    end: () => act('end'),
    dispose: () => act('close'),
  };
}
