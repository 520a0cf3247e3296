import type { ShowState } from '@shopcast/core';
import { ok, same } from '../../commerce-conformance/checks.js';
import type { SceneReader } from '../scene-reader.js';
import { readTransport } from '../scene-reader.js';
import type { ConformanceScene } from '../transport-rig.js';

export { ok, same };

/** A reader on the transport under test. */
export function reader({ rig, environment }: ConformanceScene, options?: Parameters<typeof readTransport>[3]): SceneReader {
  return readTransport(rig.transport, environment, () => rig.position(), options);
}

/** What readers must agree on. Counts and the clock of the state come by the lossy lane and may differ. */
export const lasting = ({
  viewers: _viewers,
  reactions: _reactions,
  at: _at,
  ...rest
}: ShowState & { viewers?: unknown; reactions?: unknown }) => rest;

/** Brings a reader to where the show is and compares what it has seen with the show itself. */
export async function sawAll({ rig }: ConformanceScene, reading: SceneReader, what: string): Promise<void> {
  await reading.catchUp();
  same(reading.position?.epoch, (await rig.position()).epoch, `${what}: log`);
  same(lasting(reading.state), lasting(await rig.state()), `${what}: the show as the reader knows it`);
}

/** Ids of the events a reader got in frames. */
export function idsOf(reading: SceneReader): string[] {
  return reading.items.flatMap(item => (item.type === 'frame' ? item.frame.events.map(event => event.id) : []));
}
