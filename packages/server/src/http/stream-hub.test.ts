import { formatPosition, type Viewer } from '@shopcast/core';
import { createTestClock, createTestRoom, type TestClock, type TestRoom } from '@shopcast/testing';
import { expect } from 'chai';
import { createStreamHub, type StreamHub, type StreamLine } from './stream-hub.js';

/** A line that keeps what is written to it, and reads nothing while it is stalled. */
class FakeLine {
  readonly written: Buffer[] = [];
  readonly writable = true;
  writableLength = 0;
  destroyed = false;
  ended = false;
  stalled = false;
  write(bytes: Buffer): boolean {
    if (this.ended) throw new Error('Written after the end.');
    this.written.push(bytes);
    if (this.stalled) this.writableLength += bytes.length;
    return !this.stalled;
  }
  end(): this {
    this.ended = true;
    return this;
  }
  destroy(): this {
    this.destroyed = true;
    return this;
  }
  get text(): string {
    return Buffer.concat(this.written).toString();
  }
  get frames(): { after: number; upTo: number; events: { seq: number; type: string }[]; ephemeral?: object[] }[] {
    return this.written
      .map(String)
      .filter(text => text.startsWith('event: frame'))
      .map(text => JSON.parse(/^data: (.*)$/m.exec(text)![1]!) as never);
  }
}

describe('the stream hub', () => {
  let clock: TestClock;
  let room: TestRoom;
  let hub: StreamHub;
  let announced = 0;

  beforeEach(async () => {
    clock = createTestClock();
    room = await createTestRoom({ clock, limits: { staff: { burst: 1e6, perSecond: 1e6 } } });
    let elapsed = 0;
    const start = clock.now();
    hub = createStreamHub({
      room: room.room,
      durableWindow: 50,
      ephemeralWindow: 250,
      readerBytes: 10_000,
      now: clock.now,
      timers: {
        monotonic: () => (elapsed = clock.now() - start),
        after(ms, callback) {
          const timer = clock.setTimeout(callback, ms);
          return () => clock.clearTimeout(timer);
        },
      },
    });
    expect(elapsed).to.equal(0);
  });
  afterEach(() => room.close());

  const join = (viewer: Viewer = { role: 'viewer' }, more: { after?: number; expiresAt?: number; stalled?: boolean } = {}) => {
    const line = new FakeLine();
    line.stalled = more.stalled ?? false;
    const after = more.after === undefined ? undefined : { epoch: 'test', seq: more.after };
    const leave = hub.join({ viewer, line: line as unknown as StreamLine, after, expiresAt: more.expiresAt });
    return { line, leave };
  };
  const announce = (text = 'Hello') => room.run({ type: 'announce', data: { announcementId: `a${++announced}`, text } });
  const places = (line: FakeLine) => line.frames.map(({ events }) => events.map(({ seq }) => seq));

  it('sends the first event at once and gathers what follows within the window', async () => {
    const { line } = join();
    await announce();
    expect(places(line)).to.deep.equal([[3]]);
    for (let n = 0; n < 3; n++) await announce();
    expect(places(line), 'nothing more yet').to.deep.equal([[3]]);
    clock.advance(49);
    expect(places(line)).to.deep.equal([[3]]);
    clock.advance(1);
    expect(places(line)).to.deep.equal([[3], [4, 5, 6]]);
    await announce();
    clock.advance(50);
    expect(places(line)).to.deep.equal([[3], [4, 5, 6], [7]]);
    clock.advance(50);
    await announce();
    expect(places(line), 'after a rest at once again').to.deep.equal([[3], [4, 5, 6], [7], [8]]);
    expect(line.frames.map(({ after, upTo }) => [after, upTo])).to.deep.equal([[2, 3], [3, 6], [6, 7], [7, 8]]); // prettier-ignore
    expect(line.text).to.contain(`id: ${formatPosition({ epoch: 'test', seq: 8 })}`);
  });

  it('leaves no hole in a frame when nobody read for a moment while one was waiting', async () => {
    const first = join();
    await announce();
    await announce(); // waits for its window
    first.leave();
    await announce(); // nobody is there
    const { line } = join({ role: 'viewer' }, { after: 3 });
    await announce();
    clock.advance(50);
    for (const { after, upTo, events } of line.frames)
      expect(
        events.map(({ seq }) => seq),
        `${after} to ${upTo}`,
      ).to.deep.equal(Array.from({ length: upTo - after }, (_, index) => after + 1 + index));
    expect(places(line)).to.deep.equal([[4, 5], [6]]);
  });

  it('lets counts wait longer, and takes them along when an event goes', async () => {
    const { line } = join();
    room.tick({ elsewhere: 5 });
    expect(line.frames).to.deep.equal([]);
    clock.advance(249);
    expect(line.frames).to.deep.equal([]);
    clock.advance(1);
    expect(line.frames[0]!.ephemeral).to.have.lengthOf(1);
    clock.advance(1000);
    room.tick({ elsewhere: 6 });
    clock.advance(10);
    await announce();
    expect(line.frames).to.have.lengthOf(2);
    expect(line.frames[1]!.ephemeral).to.have.lengthOf(1);
    clock.advance(1000);
    expect(line.frames, 'once').to.have.lengthOf(2);
  });

  it('gathers talk for longer, but never holds back what the show does', async () => {
    const { line } = join();
    const say = () => room.run({ type: 'post-message', data: { messageId: `m${++announced}`, text: 'Hello' } });
    await say();
    expect(places(line), 'the first at once').to.deep.equal([[3]]);
    await say();
    clock.advance(200);
    await say();
    expect(places(line)).to.deep.equal([[3]]);
    clock.advance(50);
    expect(places(line)).to.deep.equal([[3], [4, 5]]);
    await say();
    clock.advance(20);
    await announce();
    clock.advance(29);
    expect(places(line)).to.have.lengthOf(2);
    clock.advance(1);
    expect(places(line), 'in the order of the log').to.deep.equal([[3], [4, 5], [6, 7]]);
    await say();
    clock.advance(100);
    await announce();
    expect(places(line).at(-1)).to.deep.equal([8, 9]);
  });

  it('writes talk less often to a crowd that takes long to write to, up to twice its window', async () => {
    const say = () => room.run({ type: 'post-message', data: { messageId: `m${++announced}`, text: 'Hello' } });
    for (const [took, window] of [
      [3, 250],
      [6, 384],
      [20, 500],
    ] as const) {
      const { line, leave } = join();
      const { write } = line;
      clock.advance(1000);
      line.write = bytes => {
        clock.advance(took);
        return write.call(line, bytes);
      };
      await say();
      await say();
      clock.advance(window - 1);
      expect(line.frames, `after ${window - 1} ms, writing taking ${took}`).to.have.lengthOf(1);
      clock.advance(1);
      expect(line.frames, `after ${window} ms, writing taking ${took}`).to.have.lengthOf(2);
      await say();
      clock.advance(20);
      await announce();
      clock.advance(50);
      expect(line.frames, 'what the show does waits no longer than ever').to.have.lengthOf(3);
      leave();
    }
  });

  it('rests as long as it took to write, so that a very large crowd leaves time for everything else', async () => {
    const { line } = join();
    const { write } = line;
    line.write = bytes => {
      clock.advance(300); // as if there were many thousands
      return write.call(line, bytes);
    };
    await announce();
    await announce();
    clock.advance(299);
    expect(places(line)).to.deep.equal([[3]]);
    clock.advance(1);
    expect(places(line)).to.deep.equal([[3], [4]]);
  });

  it('writes the same bytes to everybody who sees the same, encoded once', async () => {
    const readers = [join(), join(), join({ role: 'viewer', viewerId: 'ann' })];
    const [first] = readers;
    for (const { line } of readers) expect(line.written[0], 'the snapshot').to.equal(first!.line.written[0]);
    await announce();
    for (const { line } of readers) expect(line.written[1], 'a frame').to.equal(first!.line.written[1]);
    expect(hub).to.include({ viewers: 3, readers: 3, framesSent: 6 });
    expect(hub.bytesSent).to.equal(readers.reduce((sum, { line }) => sum + line.text.length, 0));
  });

  it('tells the person concerned and the staff what others do not hear, in order', async () => {
    const ann = join({ role: 'viewer', viewerId: 'ann' });
    const bob = join({ role: 'viewer', viewerId: 'bob' });
    const hanna = join({ role: 'host', viewerId: 'hanna' });
    await announce();
    await room.run({ type: 'mute-viewer', data: { viewerId: 'ann' } });
    await announce();
    clock.advance(50);
    expect(places(ann.line)).to.deep.equal([[3], [4, 5]]);
    expect(places(bob.line)).to.deep.equal([[3], [5]]);
    expect(places(hanna.line)).to.deep.equal([[3], [4, 5]]);
    for (const { line } of [ann, bob, hanna]) expect(line.frames.at(-1)).to.include({ after: 3, upTo: 5 });
  });

  it('gives a newcomer a snapshot, and whoever comes back what was missed', async () => {
    await announce();
    expect(join().line.text).to.match(/^event: snapshot\nid: test:3\n/);
    expect(places(join({ role: 'viewer' }, { after: 1 }).line)).to.deep.equal([[2, 3]]);
    expect(places(join({ role: 'viewer' }, { after: 3 }).line)).to.deep.equal([[]]);
    expect(join({ role: 'viewer' }, { after: 99 }).line.text, 'a place the log has not reached').to.match(/^event: snapshot/);
  });

  it('never lets a newcomer miss what is being gathered', async () => {
    join();
    await announce();
    await announce();
    const { line } = join();
    expect(line.text).to.contain('id: test:4');
    clock.advance(50);
    expect(line.frames.every(({ after }) => after <= 4)).to.equal(true);
    await announce();
    clock.advance(50);
    expect(line.frames.at(-1)!.after).to.be.at.most(4);
    expect(places(line).at(-1)).to.deep.equal([5]);
  });

  it('cuts a reader who does not keep up, and nobody else', async () => {
    const slow = join({ role: 'viewer' }, { stalled: true });
    const { line } = join();
    let sent = 0;
    while (!slow.line.destroyed && ++sent < 100) {
      await announce('x'.repeat(300));
      clock.advance(50);
    }
    expect(slow.line.destroyed).to.equal(true);
    expect(slow.line.writableLength).to.be.within(10_000, 10_000 + slow.line.written[0]!.length + 1000);
    expect(hub.cut).to.equal(1);
    expect(line.destroyed).to.equal(false);
    expect(line.frames).to.have.lengthOf(sent);
    const back = join({ role: 'viewer' }, { after: slow.line.frames.at(-1)!.upTo });
    expect(back.line.frames[0]!.after).to.equal(slow.line.frames.at(-1)!.upTo);
  });

  it('does not cut a newcomer for the size of the show', async () => {
    for (let n = 0; n < 60; n++)
      await room.run({ type: 'list-product', data: { productId: `p${n}`, listing: { title: 'A lamp', note: 'x'.repeat(300) } } });
    clock.advance(50);
    const { line } = join({ role: 'viewer' }, { stalled: true });
    expect(line.writableLength).to.be.greaterThan(10_000);
    await announce();
    expect(line.destroyed).to.equal(false);
    expect(line.frames).to.have.lengthOf(1);
  });

  it('speaks at least every fifteen seconds, but not when it has spoken', async () => {
    const { line } = join();
    const beats = () => line.written.filter(bytes => String(bytes) === ': still here\n\n').length;
    const seconds = (count: number) => {
      for (let n = 0; n < count; n++) {
        clock.advance(1000);
        hub.tick();
      }
    };
    seconds(14);
    expect(beats()).to.equal(1);
    seconds(28);
    expect(beats()).to.equal(3);
    seconds(10);
    await announce();
    seconds(10);
    expect(beats(), 'the event was a sign of life').to.equal(3);
    seconds(4);
    expect(beats()).to.equal(4);
  });

  it('ends a stream whose token runs out, and tells why', () => {
    const { line } = join({ role: 'viewer', viewerId: 'ann' }, { expiresAt: clock.now() + 5000 });
    const other = join({ role: 'viewer', viewerId: 'ann' }, { expiresAt: clock.now() + 9000 });
    clock.advance(4999);
    hub.tick();
    expect(line.ended).to.equal(false);
    clock.advance(1);
    hub.tick();
    expect(line.ended).to.equal(true);
    expect(line.text).to.match(/event: refused\ndata: .*server\/expired-token.*\n\n$/);
    expect(other.line.ended).to.equal(false);
    hub.tick();
    expect(line.destroyed, 'what is under way may still leave').to.equal(false);
    clock.advance(10_001);
    hub.tick();
    expect(line.destroyed, 'but not for ever').to.equal(true);
  });

  it('says the end of a log an hour after the show, to readers and to newcomers', async () => {
    const { line } = join();
    await room.run({ type: 'end-show', data: {} });
    clock.advance(3_600_000);
    hub.tick();
    expect(line.ended).to.equal(false);
    clock.advance(1);
    hub.tick();
    expect(line.ended).to.equal(true);
    expect(line.text).to.match(/event: end\ndata: {}\n\n$/);
    const late = join();
    expect(late.line.text)
      .to.match(/^event: snapshot/)
      .and.to.match(/event: end\ndata: {}\n\n$/);
    expect(late.line.ended).to.equal(true);
    hub.tick();
  });

  it('forgets who leaves', async () => {
    const { line, leave } = join({ role: 'viewer', viewerId: 'ann' });
    leave();
    expect(hub).to.include({ viewers: 0, readers: 0 });
    await announce();
    await room.run({ type: 'mute-viewer', data: { viewerId: 'ann' } });
    clock.advance(1000);
    hub.tick();
    expect(line.written).to.have.lengthOf(1);
    expect(clock.pending(), 'timers left behind').to.equal(0);
  });

  it('sends what it has gathered before it ends', async () => {
    const { line } = join();
    await announce();
    await announce();
    hub.close();
    expect(places(line)).to.deep.equal([[3], [4]]);
    expect(line.ended).to.equal(true);
    expect(clock.pending()).to.equal(0);
  });
});
