import type { Author, CommandAnswer, LogItem } from '@shopcast/core';
import { pageEnvironment, type LiveEnvironment } from '../../environment.js';
import { badOption } from '../../internal/http.js';
import { LineError } from '../../internal/line-error.js';
import { createLineTransport, type LineItem, type LineReader } from '../../internal/line-transport.js';
import { wait } from '../../internal/wait.js';
import type { LiveTransport } from '../../live-transport.js';
import { browserTabHost, type TabHost } from './host.js';
import { createTab, type Tab } from './tab.js';

export { browserTabHost, type TabChannel, type TabHost } from './host.js';

export interface TabsTransportOptions {
  /** Tabs of one origin with the same id are in one show. */
  readonly showId: string;
  /** Who this tab is: a console is a `producer` or `host`. Nobody checks it; all tabs belong to the person at the browser. */
  readonly author: Author;
  readonly environment?: LiveEnvironment;
  /** The browser's own unless a test hands in another. */
  readonly host?: TabHost;
}

/** How long a command waits for its answer, through changes of the tab with the room, ms. */
const patience = 15_000;

/**
 * Console and viewers in the tabs of one browser, with no server: one tab runs the room, every tab keeps a copy of the log, and when the tab with the room
 * closes another goes on with it. The log lasts as long as any tab. Throws `transport/not-available`, `transport/bad-options`.
 */
export function tabsTransport(options: TabsTransportOptions): LiveTransport {
  const { showId, author, environment = pageEnvironment, host = browserTabHost() } = options;
  if (showId === '') throw badOption('showId', 'There is no show id. Give the same one in every tab.');
  const tab = createTab({ showId, host, environment });
  const { role, viewerId } = author;

  return createLineTransport({
    name: 'tabs',
    environment,
    backOff: { base: 50, max: 1000 },
    open: reader => readTab(tab, { role, viewerId }, reader),
    async send(command, commandId, signal) {
      const answered = new AbortController();
      let answer: CommandAnswer | undefined;
      const stop = tab.submit(command, { by: author, commandId }, given => {
        answer = given;
        answered.abort();
      });
      await wait(environment, patience, AbortSignal.any([signal, answered.signal]));
      stop();
      return answer ?? { outcome: 'unknown', message: 'No tab answered. Sending again with the same command id is safe.' };
    },
    serverTime() {
      const now = environment.monotonic();
      return Promise.resolve({ serverTime: environment.wall(), sentAt: now, receivedAt: now });
    },
    dispose: () => tab.dispose(),
  });
}

async function* readTab(tab: Tab, viewer: Parameters<Tab['join']>[0], reader: LineReader): AsyncGenerator<LineItem, void, undefined> {
  const queue: LogItem[] = [];
  let broken: Error | undefined;
  let wake = () => {};
  const leave = tab.join(viewer, reader.position, {
    receive(item) {
      queue.push(item);
      wake();
    },
    broke(reason) {
      broken = reason ?? new LineError('the tab with the room has changed', 0);
      wake();
    },
  });
  const abort = () => wake();
  reader.signal.addEventListener('abort', abort);
  try {
    for (;;) {
      while (queue.length > 0) yield queue.shift()!;
      if (reader.signal.aborted) return;
      if (broken) throw broken;
      await new Promise<void>(resolve => (wake = resolve));
    }
  } finally {
    reader.signal.removeEventListener('abort', abort);
    leave();
  }
}
