import { encodeInStream, formatDateRange, formatId3Value, inStreamClass, parseDateRange, type InStreamPart } from '@shopcast/core';
import { createRoomSide, createTestEnvironment, transportConformance } from '@shopcast/testing';
import { expect } from 'chai';
import type { TransportItem } from '../../live-transport.js';
import { readTextFrames } from './id3.js';
import { hlsSource, inStreamTransport, type HlsPlayer } from './in-stream.js';

/** A player that says what hls.js would. */
function createPlayer() {
  const listeners = new Map<string, Set<(event: string, data: never) => void>>();
  const ranges: Record<string, { attr: Record<string, string> }> = {};
  const tell = (event: string, data: unknown) => listeners.get(event)?.forEach(listener => listener(event, data as never));
  const player: HlsPlayer = {
    on: (event, listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    off: (event, listener) => listeners.get(event)?.delete(listener),
  };
  return {
    player,
    listening: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    /** A playlist with these lines and all before, as hls.js parses it. */
    playlist(lines: readonly string[]) {
      for (const line of lines) {
        const attr: Record<string, string> = {};
        for (const [, name, value] of line.matchAll(/([A-Z-]+)="([^"]*)"/g)) attr[name!] = value!;
        ranges[attr['ID']!] = { attr };
      }
      tell('hlsLevelUpdated', { details: { dateRanges: ranges } });
    },
    metadata: (data: Uint8Array) => tell('hlsFragParsingMetadata', { samples: [{ data }] }),
  };
}

const toLines = (parts: readonly InStreamPart[]) => parts.map(part => formatDateRange(part, '2030-01-01T12:00:00.000Z'));

/** An ID3v2.4 tag with one TXXX frame. */
function id3(description: string, value: string): Uint8Array {
  const body = new TextEncoder().encode(`\u0003${description}\0${value}`);
  const size = (n: number) => [(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127];
  const frame = [...new TextEncoder().encode('TXXX'), ...size(body.length), 0, 0, ...body];
  return Uint8Array.from([...new TextEncoder().encode('ID3'), 4, 0, 0, ...size(frame.length), ...frame]);
}

const snapshot = (epoch: string, seq: number, at: number) => ({ type: 'snapshot', snapshot: { epoch, seq, at, state: {} } }) as const;
const frame = (after: number, upTo: number) => ({ type: 'frame', frame: { epoch: 'e', after, upTo, events: [], at: 1 } }) as const;

/** Where each item of a reader ends, once it has taken `count` of them. */
async function ends(items: AsyncIterable<TransportItem>, count: number): Promise<string[]> {
  const found: string[] = [];
  for await (const item of items) {
    found.push(
      item.type === 'snapshot' ? `snapshot ${item.snapshot.epoch} ${item.snapshot.seq}` : `${item.frame.after}-${item.frame.upTo}`,
    );
    if (found.length === count) return found;
  }
  return found;
}

describe('in-stream', () => {
  transportConformance({
    test: it,
    supports: {
      live: true,
      send: false,
      serverTime: false,
      cuts: false,
      losses: true,
      newLog: true,
      backOff: false,
      tokens: false,
      ends: true,
    },
    async create(environment) {
      const side = await createRoomSide();
      const stream = createPlayer();
      let written = 0;
      let losing = 0;
      let lost = false;
      let repeating = 0;
      const writeSnapshot = () => {
        const item = side.room.room.catchUp({ role: 'viewer' });
        stream.playlist(toLines(encodeInStream(item, 300)));
        written = side.room.room.position.seq;
        lost = false;
      };
      const transport = inStreamTransport({ source: hlsSource(stream.player), environment });
      writeSnapshot();
      /** The packager: puts into the playlist what is new; after a loss, a snapshot comes by sooner or later. */
      const write = async () => {
        const item = { type: 'frame', frame: await side.room.room.read(written, 1000, { role: 'viewer' }) } as const;
        written = item.frame.upTo;
        const lines = toLines(encodeInStream(item, 60));
        if (losing > 0) {
          losing--;
          lost = true;
          return;
        }
        stream.playlist(lines);
        if (repeating-- > 0) stream.playlist([...lines].reverse());
        if (lost) writeSnapshot();
      };
      return {
        ...side,
        transport,
        async append(count) {
          await side.append(count);
          await write();
        },
        lose: frames => Promise.resolve(void (losing = frames)),
        repeat: frames => Promise.resolve(void (repeating = frames)),
        async loseLog() {
          await side.replace();
          writeSnapshot();
        },
        end() {
          stream.playlist(toLines(encodeInStream({ type: 'end', epoch: side.room.room.position.epoch })));
          return Promise.resolve();
        },
        dispose: () => side.room.close(),
      };
    },
  });

  it('carries any text through a playlist and back', async () => {
    const text = 'Größe "L" 100 % {$x} \\ \n 日本 🎉, a=b;';
    const event = { id: 'a', seq: 1, at: 1, type: 'announcement-made', data: { announcementId: 'a', text } } as const;
    const stream = createPlayer();
    const transport = inStreamTransport({ source: hlsSource(stream.player) });
    for (const size of [1, 7, 50, 5000]) {
      const lines = toLines(
        encodeInStream({ type: 'frame', frame: { epoch: `e${size}`, after: 0, upTo: 1, events: [event], at: size } }, size),
      );
      for (const line of lines)
        expect(line)
          .to.match(/^#EXT-X-DATERANGE:[\x20-\x7e]+$/)
          .and.not.to.contain('{$');
      stream.playlist(lines);
      const seen: TransportItem[] = [];
      for await (const item of transport.connect()) if (seen.push(item) === 2) break;
      expect(seen[1]).to.deep.include({ type: 'frame' }).and.to.have.nested.property('frame.events[0].data.text', text);
    }
    transport.dispose();
    expect(stream.listening(), 'listeners left on the player').to.equal(0);
  });

  it('puts a message together whose parts come out of order, in playlists and in ID3', async () => {
    const stream = createPlayer();
    const transport = inStreamTransport({ source: hlsSource(stream.player) });
    const parts = encodeInStream(snapshot('e', 3, 1), 10);
    expect(parts.length).to.be.greaterThan(3);
    parts.reverse().forEach((part, index) => {
      if (index % 2) stream.playlist(toLines([part]));
      else stream.metadata(id3(inStreamClass, formatId3Value(part)));
    });
    expect(await ends(transport.connect(), 1)).to.deep.equal(['snapshot e 3']);
  });

  it('joins in the middle at the newest snapshot, and takes frames that came before their turn', async () => {
    const stream = createPlayer();
    const transport = inStreamTransport({ source: hlsSource(stream.player) });
    stream.playlist(toLines([snapshot('e', 4, 1), frame(9, 12), frame(6, 9), snapshot('e', 6, 2)].flatMap(item => encodeInStream(item))));
    expect(await ends(transport.connect(), 3)).to.deep.equal(['snapshot e 6', '6-9', '9-12']);
    expect(await ends(transport.connect({ after: { epoch: 'e', seq: 7 } }), 2)).to.deep.equal(['7-9', '9-12']);
  });

  it('is behind while something is missing, and goes on with the next snapshot', async () => {
    const stream = createPlayer();
    const transport = inStreamTransport({ source: hlsSource(stream.player) });
    const states: string[] = [];
    stream.playlist(toLines([snapshot('e', 4, 1), frame(5, 6)].flatMap(item => encodeInStream(item))));
    const behind = new Promise<void>(resolve => transport.onState(state => states.push(state) && state === 'behind' && resolve()));
    const reading = ends(transport.connect(), 2);
    await behind;
    stream.playlist(toLines(encodeInStream(snapshot('e', 8, 2))));
    expect(await reading).to.deep.equal(['snapshot e 4', 'snapshot e 8']);
  });

  it('leaves out what is damaged, and what belongs to others', async () => {
    const environment = createTestEnvironment();
    const stream = createPlayer();
    const transport = inStreamTransport({ source: hlsSource(stream.player), environment });
    const [part] = encodeInStream(frame(0, 1));
    stream.playlist([
      ...toLines([
        { ...part!, message: 'bad.1', data: '{%' },
        { ...part!, message: 'bad.2', data: '[]' },
      ]),
      '#EXT-X-DATERANGE:ID="ad",CLASS="com.example.ad",START-DATE="2030-01-01T12:00:00Z"',
    ]);
    for (let length = 0; length < 40; length++) stream.metadata(id3(inStreamClass, 'frame m 1/1 {}').subarray(0, length));
    stream.playlist(toLines(encodeInStream(snapshot('e', 1, 1))));
    expect(await ends(transport.connect(), 1)).to.deep.equal(['snapshot e 1']);
    expect(environment.warnings.length).to.be.greaterThan(1);
    for (const place of ['0/1', '2/1', '1/0', '1/99999', 'x'])
      expect(
        parseDateRange({ CLASS: inStreamClass, 'X-SHOPCAST-KIND': 'frame', 'X-SHOPCAST-MESSAGE': 'm', 'X-SHOPCAST-PART': place }),
      ).to.equal(undefined);
  });

  it('reads ID3 texts of other encodings and versions', () => {
    const utf16 = Uint8Array.from([1, 0xff, 0xfe, 0x64, 0, 0, 0, 0xff, 0xfe, 0xe9, 0]);
    const v3 = Uint8Array.from([
      0x49,
      0x44,
      0x33,
      3,
      0,
      0,
      0,
      0,
      0,
      10 + utf16.length,
      0x54,
      0x58,
      0x58,
      0x58,
      0,
      0,
      0,
      utf16.length,
      0,
      0,
      ...utf16,
    ]);
    expect(readTextFrames(v3)).to.deep.equal([{ description: 'd', value: 'é' }]);
    expect(readTextFrames(Uint8Array.from([...id3('a', 'b'), ...id3('c', 'd')]))).to.deep.equal([
      { description: 'a', value: 'b' },
      { description: 'c', value: 'd' },
    ]);
  });
});
