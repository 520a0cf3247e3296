import { expect } from 'chai';
import { ann, createRig, feature, list, noon, post, producer, schedule, start, watch } from './testing/rig.js';

describe('room: audiences', () => {
  it('hands one frame to all who see the same, and a person a frame of their own', async () => {
    const { send, room } = await createRig({ moderate: () => ({ hold: 'All.' }) });
    const [first, second, own] = [watch(room), watch(room, 'viewer', 'bob'), watch(room, 'viewer', 'ann')];
    await Promise.all([send(post('m1'), ann), send(list('lamp'))]);
    expect(first.items[1], 'the very object').to.equal(second.items[1]);
    expect(first.types()).to.deep.equal(['product-listed']);
    expect(own.types()).to.deep.equal(['message-held', 'product-listed']);
    for (const { items } of [first, second, own]) expect(items[1]).to.deep.nested.include({ 'frame.after': 2, 'frame.upTo': 4 });
  });

  it('sends nothing for what an audience may not see, and covers it with the next frame or tick', async () => {
    const { send, room } = await createRig();
    const viewer = watch(room);
    const muted = watch(room, 'viewer', 'bob');
    room.tick();
    await send({ type: 'mute-viewer', data: { viewerId: 'bob' } });
    expect(viewer.items, 'a snapshot and a count').to.have.length(2);
    expect(muted.types()).to.deep.equal(['viewer-muted']);
    await send(list('lamp'));
    expect(viewer.items[2]).to.deep.nested.include({ 'frame.after': 2, 'frame.upTo': 4 });
    expect(muted.types(), 'the frame covers the place of the mute as well').to.deep.equal([
      'viewer-muted',
      'viewer-muted',
      'product-listed',
    ]);
    await send({ type: 'unmute-viewer', data: { viewerId: 'bob' } });
    room.tick();
    expect(viewer.items[3]).to.deep.nested.include({ 'frame.after': 4, 'frame.upTo': 5, 'frame.events': [] });
  });

  it('keeps a peer that throws from harming the others', async () => {
    const { send, room, problems } = await createRig();
    let calls = 0;
    room.join({
      viewer: { role: 'viewer' },
      receive() {
        if (++calls > 1) throw new Error('broken pipe');
      },
    });
    const viewer = watch(room);
    await send(list('lamp'));
    await send(list('sofa'));
    expect(viewer.types()).to.deep.equal(['product-listed', 'product-listed']);
    expect(calls).to.equal(2);
    expect(problems).to.have.length(1);
  });

  it('makes a snapshot once for all newcomers at the same place, with nothing of the staff in it', async () => {
    const { send, room } = await createRig({ moderate: () => ({ hold: 'All.' }) });
    await send(post('secret', 'for the moderator'), ann);
    const [first, second] = [watch(room), watch(room, 'viewer', 'bob')];
    expect(first.items[0]).to.equal(second.items[0]);
    expect(JSON.stringify(first.items)).to.not.contain('for the moderator');
    expect(JSON.stringify(watch(room, 'viewer', 'ann').items)).to.contain('for the moderator');
    expect(JSON.stringify(watch(room, 'moderator').items)).to.contain('for the moderator');
  });

  it('reads stretches of the log, the same whenever they are read', async () => {
    const { send, room, advance } = await createRig({}, [schedule, start, list('lamp'), feature('lamp')]);
    const viewer = { role: 'viewer' } as const;
    const stretch = await room.read(1, 2, viewer);
    expect(stretch).to.deep.include({ epoch: 'one', after: 1, upTo: 3, at: noon });
    expect(stretch.events.map(event => event.seq)).to.deep.equal([2, 3]);
    advance(1000);
    await send(
      { type: 'record-order', data: { orderRef: 'R-1', lines: [{ variantId: 'v', quantity: 1 }] } },
      { ...producer, role: 'system' },
    );
    expect(await room.read(1, 2, viewer)).to.deep.equal(stretch);
    expect(JSON.stringify(await room.read(4, 10, viewer))).to.not.contain('R-1');
    expect(JSON.stringify(await room.read(4, 10, { role: 'host' }))).to.contain('R-1');
    expect(await room.read(5, 10, viewer)).to.deep.include({ after: 5, upTo: 5, events: [] });
  });
});
