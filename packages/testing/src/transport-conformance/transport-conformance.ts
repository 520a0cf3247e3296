import { createTestEnvironment, type TestEnvironment } from '../test-environment/test-environment.js';
import { mendingCases } from './cases/mending.js';
import { readingCases } from './cases/reading.js';
import { sendingCases } from './cases/sending.js';
import { ok, same } from './cases/checks.js';
import type { TransportCase, TransportRig, TransportSupports } from './transport-rig.js';

/** How to run the kit. */
export interface TransportConformanceOptions {
  /** Of any test runner: mocha's `it`, `test` of node:test or Vitest. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** Makes a transport with a live show of its own at the other end, on the device handed in. Called once for every case. */
  readonly create: (environment: TestEnvironment) => Promise<TransportRig> | TransportRig;
  /** What the way can do and what can happen to it. Decides which cases apply. */
  readonly supports: TransportSupports;
  /** How long a case waits for anything at most, in real ms. Default 15 000. */
  readonly patience?: number;
  /** Hears of every case that does not apply. */
  readonly skip?: (name: string, reason: string) => unknown;
}

const rigParts = {
  serverTime: ['serverNow'],
  cuts: ['cut'],
  losses: ['lose', 'repeat'],
  newLog: ['loseLog'],
  backOff: ['refuse', 'attempts'],
  tokens: ['forbid'],
  ends: ['end'],
  send: [],
  live: [],
} as const satisfies Record<keyof TransportSupports, readonly (keyof TransportRig)[]>;

const introduction: TransportCase = {
  name: 'says of itself what it is expected to be able to do',
  run({ rig }) {
    ok(rig.transport.name.length > 0, 'The transport has no name.');
    return Promise.resolve();
  },
};

const reasonAgainst = (each: TransportCase, supports: TransportSupports): string | undefined => {
  const lacking = each.needs?.find(need => !supports[need]);
  if (lacking) return `does not support "${lacking}"`;
  return each.without && supports[each.without] ? `supports "${each.without}"` : undefined;
};

/**
 * Registers the cases every transport has to pass. Needs no test runner and no assertion library of its own: a case that fails throws an error whose
 * message says what was expected and found.
 */
export function transportConformance({ test, create, supports, patience, skip }: TransportConformanceOptions): void {
  for (const each of [introduction, ...readingCases, ...mendingCases, ...sendingCases]) {
    const reason = reasonAgainst(each, supports);
    if (reason) {
      skip?.(each.name, reason);
      continue;
    }
    test(each.name, async () => {
      const environment = createTestEnvironment(patience === undefined ? {} : { patience });
      const rig = await create(environment);
      try {
        same(rig.transport.canSend, supports.send, 'canSend');
        for (const [need, parts] of Object.entries(rigParts)) {
          if (supports[need as keyof TransportSupports])
            for (const part of parts) ok(rig[part], `The rig lacks "${part}", which "${need}" needs.`);
        }
        await each.run({ rig, environment });
      } finally {
        rig.transport.dispose();
        await rig.dispose();
      }
    });
  }
}
