import { createRoom, type LogItem, type Room, type RoomLog } from '@shopcast/core';
import type { LiveEnvironment } from '../../environment.js';
import { randomId } from '../../internal/random-id.js';
import { wait } from '../../internal/wait.js';
import type { TabHost } from './host.js';
import type { LogCopy } from './log-copy.js';
import type { TabMessage } from './messages.js';

/** How long a new leader waits for the other tabs to say how much of the log they have, ms. */
const gatherFor = 1000;
/** How often the room sums reactions and counts viewers, ms. */
const tickEvery = 1000;

export interface LeadershipOptions {
  readonly showId: string;
  readonly name: string;
  readonly tabId: string;
  readonly host: TabHost;
  readonly environment: LiveEnvironment;
  readonly copy: LogCopy;
  readonly post: (message: TabMessage) => void;
}

/** The room, run by this tab. */
export interface Leadership {
  readonly room: Room;
  handle(message: TabMessage): void;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

/** A log whose appends reach the other tabs before anybody hears of them, so that whichever goes on has what was acknowledged. */
function sharedLog({ copy, post, tabId }: LeadershipOptions): RoomLog {
  const epoch = copy.position?.epoch ?? randomId();
  copy.add(epoch, []);
  return {
    epoch,
    read: (after, limit) => Promise.resolve(copy.records.slice(after, after + limit)),
    append(records) {
      post({ type: 'log', from: tabId, epoch, records });
      copy.add(epoch, records);
      return Promise.resolve();
    },
  };
}

/** Opens the room on this tab's copy of the log. */
export async function lead(options: LeadershipOptions): Promise<Leadership> {
  const { showId, name, tabId, host, environment, post } = options;
  const life = new AbortController();
  const clock = { now: () => Math.floor(environment.wall()) };
  const room = await createRoom({
    showId,
    log: sharedLog(options),
    clock,
    ids: { next: randomId },
    report: problem => environment.warn(String(problem)),
  });
  const remote = new Map<string, () => void>();
  const watched = new Set<string>();

  const leave = (reader: string) => {
    remote.get(reader)?.();
    remote.delete(reader);
  };

  /** A tab holds a lock of its own for as long as it lives: getting it means that the tab is gone and its readers with it. */
  const watch = (tab: string) => {
    if (watched.has(tab)) return;
    watched.add(tab);
    const clear = () => {
      watched.delete(tab);
      for (const reader of remote.keys()) if (reader.startsWith(`${tab}.`)) leave(reader);
      return Promise.resolve();
    };
    void host.lock(`${name}:${tab}`, life.signal, clear);
  };

  const answer = async ({ from, command, sender }: TabMessage & { readonly type: 'submit' }) => {
    const answer = await room.submit(command, sender);
    // The next tab to run the room answers what this one could not take any more.
    if (answer.outcome === 'refused' && answer.code === 'room/closed') return;
    post({ type: 'answer', from: tabId, to: from, commandId: sender.commandId, answer });
  };

  const tick = async () => {
    while (!life.signal.aborted) {
      await wait(environment, tickEvery, life.signal);
      if (!life.signal.aborted) room.tick();
    }
  };
  void tick();
  post({ type: 'leader', from: tabId });

  return {
    room,
    handle(message) {
      const { from } = message;
      switch (message.type) {
        case 'hello':
          return post({ type: 'leader', from: tabId, to: from });
        case 'join': {
          const { reader, viewer, after } = message;
          const receive = (item: LogItem) => post({ type: 'item', from: tabId, to: from, reader, item });
          leave(reader);
          remote.set(reader, room.join({ viewer, after, receive }));
          return watch(from);
        }
        case 'leave':
          return leave(message.reader);
        case 'submit':
          return void answer(message);
        default:
      }
    },
    close() {
      life.abort();
      return room.close();
    },
  };
}

/** Before opening the room: brings the copy up to the furthest that any tab has. */
export async function gatherLog(
  { name, tabId, host, environment, copy, post }: LeadershipOptions,
  listen: (listener: (message: TabMessage) => void) => () => void,
  signal: AbortSignal,
): Promise<void> {
  // By name rather than by number: a tab that opens meanwhile answers too, and knows nothing.
  const locks = await host.held(`${name}:`);
  const missing = new Set(locks.map(lock => lock.slice(name.length + 1)).filter(id => id !== tabId));
  if (missing.size === 0) return;
  const done = new AbortController();
  const reach = () => copy.position?.seq ?? -1;
  let best = -1;
  const stop = listen(message => {
    if (message.type === 'position') {
      const seq = message.position?.seq ?? -1;
      missing.delete(message.from);
      // Asked for at once rather than when all have answered: a tab may close before it does.
      if (seq > reach()) post({ type: 'ask-log', from: tabId, to: message.from, ...(copy.position && { after: copy.position }) });
      best = Math.max(best, seq);
    } else if (message.type === 'log') copy.add(message.epoch, message.records);
    if (missing.size === 0 && reach() >= best) done.abort();
  });
  post({ type: 'ask-position', from: tabId });
  await wait(environment, gatherFor, AbortSignal.any([done.signal, signal]));
  stop();
}
