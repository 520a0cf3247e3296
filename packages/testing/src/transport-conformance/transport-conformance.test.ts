import type { BackOffOptions, LiveTransport, TransportItem } from '@shopcast/live';
import { expect } from 'chai';
import {
  createRoomSide,
  createTestTransport,
  transportConformance,
  type TestEnvironment,
  type TransportRig,
  type TransportSupports,
} from '../index.js';

const everything: TransportSupports = {
  live: true,
  send: true,
  serverTime: true,
  cuts: true,
  losses: true,
  newLog: true,
  backOff: true,
  tokens: true,
  ends: true,
};

async function createRig(environment: TestEnvironment, backOff: BackOffOptions = {}): Promise<TransportRig> {
  const side = await createRoomSide();
  const transport = createTestTransport(() => side.room, { environment, backOff });
  return {
    ...side,
    transport,
    cut: () => Promise.resolve(transport.cut()),
    lose: frames => Promise.resolve(void (transport.faults.lose = frames)),
    repeat: frames => Promise.resolve(void (transport.faults.repeat = frames)),
    async loseLog() {
      await side.replace();
      transport.cut();
    },
    refuse(attempts, retryAfter) {
      Object.assign(transport.faults, { refuse: attempts, retryAfter: retryAfter === undefined ? undefined : retryAfter * 1000 });
      return Promise.resolve(transport.cut());
    },
    attempts: () => Promise.resolve(transport.attempts),
    forbid() {
      transport.faults.forbid = true;
      return Promise.resolve(transport.cut());
    },
    swallowAnswers: on => Promise.resolve(void (transport.faults.swallowAnswers = on)),
    end: () => Promise.resolve(void (transport.faults.ended = true)),
    dispose: () => side.room.close(),
  };
}

/** A transport that is like another but for what differs. */
const mutate = (transport: LiveTransport, differs: Partial<LiveTransport>): LiveTransport =>
  Object.create(transport, Object.getOwnPropertyDescriptors(differs)) as LiveTransport;

/** Passes items through a function that may leave some out, double or change them. */
function through(transport: LiveTransport, change: (item: TransportItem, index: number) => readonly TransportItem[]): LiveTransport {
  return mutate(transport, {
    async *connect(options) {
      let index = 0;
      for await (const item of transport.connect(options)) yield* change(item, index++);
    },
  });
}

type Mutant = (rig: TransportRig, environment: TestEnvironment) => LiveTransport;

/** Each breaks one rule of the contract. */
const mutants = {
  'loses a frame now and then': ({ transport }) => through(transport, (item, index) => (index % 4 === 3 ? [] : [item])),
  'tells frames twice': ({ transport }) => through(transport, item => (item.type === 'frame' ? [item, item] : [item])),
  'turns events around': ({ transport }) =>
    through(transport, item =>
      item.type === 'frame' ? [{ ...item, frame: { ...item.frame, events: [...item.frame.events].reverse() } }] : [item],
    ),
  'leaves out the snapshot': ({ transport }) => through(transport, item => (item.type === 'snapshot' ? [] : [item])),
  'forgets where the reader stands': ({ transport }) =>
    mutate(transport, { connect: options => transport.connect(options?.signal ? { signal: options.signal } : {}) }),
  'goes on in a new log without a snapshot': ({ transport }) =>
    through(transport, (item, index) => (item.type === 'snapshot' && index > 0 ? [] : [item])),
  'does not hear the signal': ({ transport }) =>
    mutate(transport, { connect: options => transport.connect(options?.after ? { after: options.after } : {}) }),
  'says it can send and refuses': ({ transport }) =>
    mutate(transport, { send: () => Promise.resolve({ outcome: 'refused', code: 'transport/cannot-send', message: 'no' }) }),
  'says accepted without asking': ({ transport }) => mutate(transport, { send: () => Promise.resolve({ outcome: 'accepted', seq: 3 }) }),
  'makes up ids of its own': ({ transport }, { random }) =>
    mutate(transport, { send: command => transport.send(command, `own-${Math.floor(random() * 1e9)}`) }),
  'takes no answer for a refusal': ({ transport }) =>
    mutate(transport, {
      async send(command, id) {
        const result = await transport.send(command, id);
        return result.outcome === 'unknown' ? { outcome: 'refused', code: 'room/closed', message: 'No answer.' } : result;
      },
    }),
  'cannot send after all': ({ transport }) => mutate(transport, { canSend: false }),
  'tells the time of the device': ({ transport }, { wall, monotonic }) =>
    mutate(transport, { serverTime: () => Promise.resolve({ serverTime: wall() + 5000, sentAt: monotonic(), receivedAt: monotonic() }) }),
  'leaves something out of its history': ({ transport }) =>
    mutate(transport, {
      async history() {
        const { epoch, events } = await transport.history!();
        return { epoch, events: events.filter((_, index) => index !== 3) };
      },
    }),
  'stays open after dispose': ({ transport }) => mutate(transport, { dispose: () => undefined }),
  'never changes its state': ({ transport }) => mutate(transport, { state: 'open' }),
  'keeps states to itself': ({ transport }) => mutate(transport, { onState: () => () => undefined }),
  'never ends': ({ transport }) =>
    mutate(transport, {
      async *connect(options) {
        yield* transport.connect(options);
        await new Promise(resolve => options?.signal?.addEventListener('abort', resolve));
      },
    }),
} satisfies Readonly<Record<string, Mutant>>;

/** The same for what a transport does between lines. */
const restless = {
  'waits no longer each time': environment => createRig(environment, { base: 100, max: 100 }),
  'comes back too late': environment => createRig(environment, { base: 60_000, max: 600_000 }),
  'comes back together with all others': environment => createRig({ ...environment, random: () => 0.999 }),
} satisfies Readonly<Record<string, (environment: TestEnvironment) => Promise<TransportRig>>>;

/** Which case is to catch it. */
const caughtBy: Readonly<Record<keyof typeof mutants | keyof typeof restless, string>> = {
  'loses a frame now and then': 'brings what happens, in order',
  'tells frames twice': 'brings what happens, in order',
  'turns events around': 'goes on after the place the reader names, without telling again what it knows',
  'leaves out the snapshot': 'starts a newcomer with a snapshot',
  'forgets where the reader stands': 'goes on after the place the reader names, without telling again what it knows',
  'goes on in a new log without a snapshot': 'starts again from a snapshot when the log was lost',
  'does not hear the signal': 'stops reading when its signal aborts, and is idle when nobody reads',
  'says it can send and refuses': 'brings a command to the room and its event to the reader',
  'says accepted without asking': 'brings a command to the room and its event to the reader',
  'makes up ids of its own': 'carries a command out once, however often it is sent under one id',
  'takes no answer for a refusal': 'says "unknown" when no answer came, and the same id is then safe to send again',
  'cannot send after all': 'says of itself what it is expected to be able to do',
  'tells the time of the device': 'reads the server’s clock',
  'leaves something out of its history': 'tells the whole log as its history, where it has one',
  'stays open after dispose': 'ends everything when disposed, and leaves no timer behind',
  'never changes its state': 'stops reading when its signal aborts, and is idle when nobody reads',
  'keeps states to itself': 'stops reading when its signal aborts, and is idle when nobody reads',
  'never ends': 'ends readers when the log has ended',
  'waits no longer each time': 'comes back after twice as long each time at most, up to half a minute',
  'comes back too late': 'comes back after twice as long each time at most, up to half a minute',
  'comes back together with all others': 'spreads the moment of coming back over the whole wait',
};

describe('transportConformance', () => {
  describe('the transport in memory', () => {
    transportConformance({ test: it, create: createRig, supports: everything });
  });

  describe('catches a transport that', () => {
    const catches = (name: keyof typeof caughtBy, create: (environment: TestEnvironment) => Promise<TransportRig>) =>
      it(name, async () => {
        const cases = new Map<string, () => Promise<void>>();
        transportConformance({ test: (title, run) => cases.set(title, run), create, supports: everything, patience: 1000 });
        const caught = await cases.get(caughtBy[name])!().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(caught, 'what the kit said of it').to.be.instanceOf(Error);
      });
    for (const [name, mutant] of Object.entries<Mutant>(mutants)) {
      catches(name as keyof typeof mutants, async environment => {
        const rig = await createRig(environment);
        const dispose = () => (rig.transport.dispose(), rig.dispose());
        return { ...rig, transport: mutant(rig, environment), dispose };
      });
    }
    for (const [name, create] of Object.entries(restless)) catches(name as keyof typeof restless, create);
  });
});
