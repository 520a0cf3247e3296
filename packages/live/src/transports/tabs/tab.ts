import { ShopcastError, type CommandAnswer, type CommandSender, type LogItem, type LogPosition, type Viewer } from '@shopcast/core';
import type { LiveEnvironment } from '../../environment.js';
import type { TabHost } from './host.js';
import { randomId } from '../../internal/random-id.js';
import { gatherLog, lead, type Leadership, type LeadershipOptions } from './leadership.js';
import { createLogCopy } from './log-copy.js';
import type { TabMessage } from './messages.js';

/** What a reader in a tab hears. */
export interface TabReader {
  receive(item: LogItem): void;
  /** The room has moved to another tab: join again. With a reason there is none and will be none. */
  broke(reason?: ShopcastError): void;
}

/** One tab of a show: runs the room or talks to the tab that does. */
export interface Tab {
  join(viewer: Viewer, after: LogPosition | undefined, reader: TabReader): () => void;
  /** Asks again whenever the room moves, until there is an answer or the returned function is called. */
  submit(command: unknown, sender: CommandSender, answered: (answer: CommandAnswer) => void): () => void;
  dispose(): void;
}

interface Joined {
  readonly viewer: Viewer;
  readonly after: LogPosition | undefined;
  readonly reader: TabReader;
  leave: (() => void) | undefined;
}

interface Pending {
  readonly command: unknown;
  readonly sender: CommandSender;
  readonly answered: (answer: CommandAnswer) => void;
}

export function createTab(options: { readonly showId: string; readonly host: TabHost; readonly environment: LiveEnvironment }): Tab {
  const { showId, host, environment } = options;
  const tabId = randomId();
  const name = `shopcast:${showId}`;
  const life = new AbortController();
  const copy = createLogCopy();
  const readers = new Map<string, Joined>();
  const pending = new Set<Pending>();
  const listeners = new Set<(message: TabMessage) => void>();
  let leader: string | undefined; // id of the tab with the room
  let own: Leadership | undefined;
  let refused: ShopcastError | undefined; // the browser keeps locks from this page
  let count = 0;

  const channel = host.openChannel(name, input => {
    if (!closed) hear(input as TabMessage);
  });
  let closed = false;
  const post = (message: TabMessage) => {
    if (!closed) channel.post(message);
  };

  const joinRoom = (id: string, joined: Joined) => {
    const { viewer, after, reader } = joined;
    if (refused) {
      reader.broke(refused);
    } else if (own) {
      joined.leave = own.room.join({ viewer, after, receive: item => reader.receive(item) });
    } else if (leader !== undefined) {
      const to = leader;
      post({ type: 'join', from: tabId, to, reader: id, viewer, ...(after && { after }) });
      joined.leave = () => post({ type: 'leave', from: tabId, to, reader: id });
    }
  };

  const settle = (entry: Pending, answer: CommandAnswer) => {
    if (pending.delete(entry)) entry.answered(answer);
  };
  const ask = (entry: Pending) => {
    const { command, sender } = entry;
    if (refused) settle(entry, { outcome: 'refused', code: refused.code, message: refused.message });
    else if (own) void own.room.submit(command, sender).then(answer => settle(entry, answer));
    else if (leader !== undefined) post({ type: 'submit', from: tabId, to: leader, command, sender });
  };

  const follow = (newLeader: string) => {
    if (leader === newLeader) return;
    leader = newLeader;
    if (!own) askLog();
    for (const [id, joined] of readers) {
      if (joined.leave) joined.reader.broke();
      else joinRoom(id, joined);
    }
    for (const entry of pending) ask(entry);
  };

  const askLog = () =>
    post({ type: 'ask-log', from: tabId, ...(leader !== undefined && { to: leader }), ...(copy.position && { after: copy.position }) });

  const hear = (message: TabMessage) => {
    if (message.to !== undefined && message.to !== tabId) return;
    const { from } = message;
    for (const listener of listeners) listener(message);
    switch (message.type) {
      case 'leader':
        return follow(from);
      case 'ask-position':
        return post({ type: 'position', from: tabId, to: from, ...(copy.position && { position: copy.position }) });
      case 'ask-log':
        if (copy.position) post({ type: 'log', from: tabId, to: from, epoch: copy.position.epoch, records: copy.after(message.after) });
        return;
      case 'log':
        if (!own && !copy.add(message.epoch, message.records)) askLog();
        return;
      case 'item':
        return from === leader ? readers.get(message.reader)?.reader.receive(message.item) : undefined;
      case 'answer':
        for (const entry of pending) if (entry.sender.commandId === message.commandId) settle(entry, message.answer);
        return;
      default:
        own?.handle(message);
    }
  };

  const leadership: LeadershipOptions = { showId, name, tabId, host, environment, copy, post };
  const listen = (listener: (message: TabMessage) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  /** Runs the room for as long as this tab lives, once nobody else does. */
  const run = async () => {
    await gatherLog(leadership, listen, life.signal);
    if (life.signal.aborted) return;
    own = await lead(leadership);
    follow(tabId);
    if (!life.signal.aborted) await new Promise(resolve => life.signal.addEventListener('abort', resolve));
    await own.close();
  };

  const refuse = (cause: unknown) => {
    refused = new ShopcastError('transport/not-available', `The browser keeps Web Locks from this page: ${String(cause)}`, { cause });
    for (const { reader } of readers.values()) reader.broke(refused);
    for (const entry of pending) ask(entry);
  };

  const alive = host
    .lock(`${name}:${tabId}`, life.signal, () => new Promise(resolve => life.signal.addEventListener('abort', () => resolve())))
    .catch(refuse);
  const leading = host.lock(name, life.signal, run).catch((error: unknown) => environment.warn(String(error)));
  post({ type: 'hello', from: tabId });

  return {
    join(viewer, after, reader) {
      const id = `${tabId}.${count++}`;
      const joined: Joined = { viewer, after, reader, leave: undefined };
      readers.set(id, joined);
      joinRoom(id, joined);
      return () => {
        readers.delete(id);
        joined.leave?.();
      };
    },
    submit(command, sender, answered) {
      const entry = { command, sender, answered };
      pending.add(entry);
      ask(entry);
      return () => pending.delete(entry);
    },
    dispose() {
      life.abort();
      // What is under way is finished and told before the line closes.
      void Promise.allSettled([alive, leading]).then(() => {
        closed = true;
        channel.close();
      });
    },
  };
}
