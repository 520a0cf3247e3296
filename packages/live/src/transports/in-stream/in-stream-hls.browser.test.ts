import { encodeInStream, formatDateRange, formatId3Value, inStreamClass, type InStreamPart, type LogItem } from '@shopcast/core';
import { createTestRoom, type TestRoom } from '@shopcast/testing';
import { expect } from 'chai';
import Hls from 'hls.js';
import type { LiveTransport } from '../../live-transport.js';
import { hlsSource, inStreamTransport } from './in-stream.js';

/** What a packager would write into a stream: the room's own items. */
type Write = (items: readonly LogItem[]) => Promise<void>;

/** Characters that attributes of playlists and players trip over. */
const awkward = 'Grüße, "quoted" {$variable} 100 % 🎉 \\u0022';

describe('in-stream, read by hls.js from a live stream', function () {
  this.timeout(40_000);
  let origin: string;
  let count = 0;
  let room: TestRoom;
  let hls: Hls;
  let video: HTMLVideoElement;
  let transport: LiveTransport;
  let write: { readonly ranges: Write; readonly tags: Write };

  before(async () => {
    ({ url: origin } = (await (await fetch('/__live-origin')).json()) as { url: string });
  });
  beforeEach(async () => {
    room = await createTestRoom();
    const name = `in-stream-${Date.now()}-${count++}`;
    const control = async (order: object) => {
      await fetch(`${origin}/control?stream=${name}`, { method: 'POST', body: JSON.stringify(order) });
    };
    const partsOf = (items: readonly LogItem[]): InStreamPart[] => items.flatMap(item => encodeInStream(item, 300));
    write = {
      ranges: items => control({ tags: partsOf(items).map(part => formatDateRange(part, new Date().toISOString())) }),
      tags: items => control({ texts: partsOf(items).map(part => [inStreamClass, formatId3Value(part)]) }),
    };
    video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    hls = new Hls({ enableWorker: false, maxBufferLength: 4, liveSyncDurationCount: 2 });
    transport = inStreamTransport({ source: hlsSource(hls) });
    hls.loadSource(`${origin}/${name}/live/main.m3u8`);
    hls.attachMedia(video);
    hls.on(Hls.Events.MANIFEST_PARSED, () => void video.play().catch(() => undefined));
  });
  afterEach(async () => {
    transport.dispose();
    hls.destroy();
    video.remove();
    await room.close();
  });

  const snapshot = (): LogItem => room.room.catchUp({ role: 'viewer' });
  const since = (seq: number): LogItem => room.room.catchUp({ role: 'viewer' }, { epoch: room.room.position.epoch, seq });
  const announce = (text: string) => room.run({ type: 'announce', data: { announcementId: `a${count++}`, text } });

  for (const way of ['ranges', 'tags'] as const) {
    it(way === 'ranges' ? 'by date ranges' : 'by ID3 in emsg', async () => {
      const items = transport.connect()[Symbol.asyncIterator]();
      const next = async () => ((await items.next()) as IteratorYieldResult<LogItem>).value;
      const start = snapshot();
      const { seq } = room.room.position;
      await write[way]([start]);
      const first = await next();
      expect(first).to.have.nested.property('snapshot.seq', seq);
      expect(first).to.have.nested.property('snapshot.state.phase', 'live');

      // Told together with what was told before, as a window that slides does.
      await announce(awkward);
      const one = since(seq);
      await write[way]([start, one]);
      const second = await next();
      expect(second).to.have.nested.property('frame.after', seq);
      expect(second).to.have.nested.property('frame.events[0].data.text', awkward);
      expect(second).to.have.nested.property('frame.events.length', 1);

      // Frames were missed: the next snapshot goes on from there.
      await announce('Missed');
      await announce('Last');
      await write[way]([snapshot()]);
      const third = await next();
      expect(third).to.have.nested.property('snapshot.seq', seq + 3);
      expect(transport.state).to.equal('open');
    });
  }
});
