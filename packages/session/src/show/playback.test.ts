import { expect } from 'chai';
import { clearScene, environment, feature, memoryPlayback, mug, open, pass, room, session, setScene, until } from './testing/show-scene.js';

describe('a show session, with a video', () => {
  beforeEach(setScene);
  afterEach(clearScene);

  it('shows a card when the video gets there, and takes stock and ends at once', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback });
    playback.at(environment.clock.now() - 5000);
    await until(session.$products, products => products.length === 1);
    const featuredAt = environment.clock.now();
    await room.run(feature('mug'));
    await until(session.$truth, show => show.featured.length === 1);
    expect(session.$featured.get()).to.have.length(0);
    await room.run({ type: 'report-stock', data: { productId: 'mug', state: 'out' } });
    await until(session.$products, ([product]) => product?.stock.get('')?.state === 'out');
    playback.at(featuredAt - 1);
    expect(session.$featured.get()).to.have.length(0);
    playback.at(featuredAt);
    expect(session.$featured.get()).to.have.length(1);
  });

  it('does not let a stalled video hide the shop for longer than the bound', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback, bound: 8000 });
    playback.at(environment.clock.now() - 5000);
    playback.play(false);
    await room.run(feature('mug'));
    await until(session.$truth, show => show.featured.length === 1);
    pass(7750);
    expect(session.$featured.get()).to.have.length(0);
    pass(250);
    expect(session.$featured.get()).to.have.length(1);
  });

  it('keeps where to watch from for a player that comes later, and holds nothing back without one', async () => {
    await room.run(mug);
    open();
    const before = environment.clock.now();
    pass(60_000);
    await room.run(feature('mug'));
    await until(session.$featured, shown => shown.length === 1);
    session.seek(before);
    expect(session.$featured.get(), 'no video to wait for').to.have.length(1);
    const first = memoryPlayback();
    const detach = session.attach(first);
    expect(first.sought).to.deep.equal([before]);
    first.at(before);
    expect(session.$featured.get()).to.have.length(0);
    detach();
    session.attach(first)();
    expect(first.sought, 'the same player again goes on where it is').to.deep.equal([before]);
    const second = memoryPlayback();
    session.attach(second);
    second.at(environment.clock.now() - 70_000);
    expect(second.sought, 'another player starts live').to.deep.equal([]);
    pass(20_000);
    expect(session.$featured.get(), 'after the bound').to.have.length(1);
  });

  it('hears a seek while the video stalls', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback, bound: 8000 });
    playback.at(environment.clock.now());
    playback.play(false);
    const before = environment.clock.now();
    pass(10);
    await room.run(feature('mug'));
    await until(session.$truth, show => show.featured.length === 1);
    session.seek(before);
    pass(60_000);
    expect(session.$featured.get(), 'held at the moment asked for').to.have.length(0);
    session.seek();
    expect(session.$featured.get(), 'live again').to.have.length(1);
  });

  it('rewinds: earlier cards, and nothing of what came later', async () => {
    const playback = memoryPlayback();
    await room.run(mug);
    open({ playback });
    const before = environment.clock.now();
    playback.at(before);
    pass(60_000);
    await room.run(feature('mug'));
    playback.at(environment.clock.now());
    await until(session.$featured, shown => shown.length === 1);
    session.seek(before);
    playback.at(before);
    expect(playback.sought).to.deep.equal([before]);
    expect(session.$featured.get()).to.have.length(0);
    session.seek();
    playback.at(environment.clock.now());
    expect(session.$featured.get()).to.have.length(1);
  });
});
