import type { Author } from '@shopcast/core';
import type { TransportItem } from '../../live-transport.js';
import { expect } from 'chai';
import { pageEnvironment } from '../../environment.js';
import { browserTabHost, tabsTransport } from './tabs.js';

/** A tab of its own: the channel and the locks are those of a frame, and end with it as those of a closed tab do. */
function openFrame(showId: string, author: Author) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const host = browserTabHost(frame.contentWindow as Window & typeof globalThis);
  return { transport: tabsTransport({ showId, author, host, environment: pageEnvironment }), close: () => frame.remove() };
}

const author = (viewerId: string, role: Author['role']): Author => ({ viewerId, name: viewerId, role });

describe('tabs of a real browser', () => {
  it('go on with the same log when the tab with the room is closed', async () => {
    const showId = `frames-${performance.now()}`;
    const first = openFrame(showId, author('console', 'producer'));
    await first.transport.send({ type: 'schedule-show', data: { showId, title: 'Frames', startsAt: 0, streams: [] } }, 'schedule');
    await first.transport.send({ type: 'start-show', data: {} }, 'start');

    const second = openFrame(showId, author('second', 'viewer'));
    const third = openFrame(showId, author('third', 'viewer'));
    const items = third.transport.connect()[Symbol.asyncIterator]();
    const next = async () => ((await items.next()) as IteratorYieldResult<TransportItem>).value;
    expect(await next()).to.have.nested.property('snapshot.seq', 2);
    const message = (id: string) => ({ type: 'post-message', data: { messageId: id, text: id } }) as const;
    expect(await second.transport.send(message('a'), 'second-a')).to.deep.equal({ outcome: 'accepted', seq: 3 });

    first.close(); // no farewell
    expect(await second.transport.send(message('b'), 'second-b')).to.deep.equal({ outcome: 'accepted', seq: 4 });
    expect(await second.transport.send(message('a'), 'second-a'), 'the same command again').to.deep.equal({ outcome: 'accepted', seq: 3 });

    const seen: string[] = [];
    while (seen.length < 2) {
      const value = await next();
      expect(value.type, 'the same log goes on').to.equal('frame');
      if (value.type === 'frame') seen.push(...value.frame.events.map(event => `${event.seq} ${event.type}`));
    }
    expect(seen).to.deep.equal(['3 message-posted', '4 message-posted']);
    for (const { transport, close } of [second, third]) {
      transport.dispose();
      close();
    }
  });
});
