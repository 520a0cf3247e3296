import { expect } from 'chai';
import type { ShowCommand } from '@shopcast/core';
import { createTestClock } from '../test-clock/test-clock.js';
import { createTestRoom } from './test-room.js';

const list = (productId: string): ShowCommand => ({ type: 'list-product', data: { productId, listing: { title: productId } } });
const post = (messageId: string, text = 'Hello'): ShowCommand => ({ type: 'post-message', data: { messageId, text } });

describe('test clock', () => {
  it('runs timers in order, each at its own time', () => {
    const clock = createTestClock({ now: 1000 });
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name} ${clock.now()}`);
    clock.setTimeout(note('late'), 300);
    clock.setTimeout(() => clock.setTimeout(note('inner'), 50), 100);
    clock.clearTimeout(clock.setTimeout(note('never'), 200));
    clock.advance(299);
    expect(ran).to.deep.equal(['inner 1150']);
    clock.advance(1);
    expect(ran).to.deep.equal(['inner 1150', 'late 1300']);
    expect(clock.pending()).to.equal(0);
  });

  it('jumps without running timers, and refuses what never ends', () => {
    const clock = createTestClock();
    let ran = 0;
    clock.setTimeout(() => ran++, 1000);
    clock.jump(clock.now() + 3_600_000);
    expect(ran).to.equal(0);
    clock.advance(1000);
    expect(ran).to.equal(1);
    const again = () => void clock.setTimeout(again, 0);
    again();
    expect(() => clock.advance(1)).to.throw('set itself again');
    expect(() => clock.advance(-1)).to.throw(RangeError);
  });
});

describe('test room', () => {
  it('is a show with a host and viewers', async () => {
    const room = await createTestRoom();
    const ann = room.connect({ viewerId: 'ann', name: 'Ann' });
    await room.run(list('lamp'));
    await room.run({ type: 'feature-product', data: { productId: 'lamp' } }, 'host');
    expect(ann.state.featured).to.have.length(1);
    expect(await ann.send(post('m1'))).to.deep.equal({ outcome: 'accepted', seq: 5 });
    expect(ann.state.messages[0]).to.deep.include({ author: { viewerId: 'ann', name: 'Ann', role: 'viewer' } });
    expect((await ann.send(list('sofa'))).outcome).to.equal('refused');
    let refused: unknown;
    await room.run(list('lamp')).catch((error: unknown) => (refused = error));
    expect(String(refused)).to.contain('show/already-exists');
    expect(room.problems).to.deep.equal([]);
  });

  it('goes on after a cut and after a restart', async () => {
    const room = await createTestRoom();
    const ann = room.connect();
    ann.disconnect();
    await room.run(list('lamp'));
    expect(ann.state.products).to.deep.equal([]);
    ann.reconnect();
    expect(ann.items.at(-1)?.type, 'a tail').to.equal('frame');
    expect(ann.state.products).to.have.length(1);
    const sofa = ann.until(state => state.products.length === 2);
    await room.run(list('sofa'));
    await sofa;
    for (const how of ['crash', undefined] as const) {
      await room.restart(how);
      expect(ann.connected).to.equal(false);
      ann.reconnect();
      await room.run(list(`after ${how}`));
    }
    expect(ann.state.products).to.have.length(4);
    await room.close();
    expect(ann.connected).to.equal(false);
    let cut: unknown;
    await ann.until(state => state.products.length === 9).catch((error: unknown) => (cut = error));
    expect(String(cut)).to.contain('cut');
  });

  it('sends a snapshot instead of a tail that is too long, of another log, or from the future', async () => {
    const room = await createTestRoom({ limits: { tail: 3 } });
    for (const productId of ['a', 'b', 'c', 'd']) await room.run(list(productId));
    const first = (after?: { epoch: string; seq: number }) => room.connect(after && { after }).items[0]?.type;
    expect(first()).to.equal('snapshot');
    expect(first({ epoch: 'test', seq: 2 })).to.equal('snapshot');
    expect(first({ epoch: 'other', seq: 5 })).to.equal('snapshot');
    expect(first({ epoch: 'test', seq: 7 })).to.equal('snapshot');
    expect(first({ epoch: 'test', seq: 5.5 })).to.equal('snapshot');
  });

  it('shares a clock, starts where told, and moves limits by that clock', async () => {
    const clock = createTestClock();
    const limits = { viewer: { messages: { burst: 1, perSecond: 1 } } };
    const room = await createTestRoom({ clock, limits, phase: 'scheduled' });
    const ann = room.connect({ viewerId: 'ann' });
    expect(ann.state.phase).to.equal('scheduled');
    await ann.send(post('m1'));
    expect(await ann.send(post('m2'))).to.include({ outcome: 'refused', code: 'room/limit-reached' });
    clock.advance(1000);
    expect((await ann.send(post('m2'))).outcome).to.equal('accepted');
    expect((await createTestRoom({ phase: 'new' })).room.position.seq).to.equal(0);
  });

  it('brings a newcomer up to 10,000 events with one snapshot', async () => {
    const room = await createTestRoom({ limits: { staff: { burst: 20_000, perSecond: 20_000 } } });
    await Promise.all(Array.from({ length: 10_000 }, (_, i) => room.run(post(`m${i}`))));
    expect(room.room.position.seq).to.equal(10_002);
    const ann = room.connect();
    expect(ann.items).to.have.length(1);
    expect(ann.position).to.deep.equal({ epoch: 'test', seq: 10_002 });
    expect(ann.state.messages.at(-1)?.messageId).to.equal('m9999');
    await room.run(list('lamp'));
    expect(ann.state.products).to.have.length(1);
  });
});
