import { evolve, initialShow, parseEvent, type ShowState } from '@shopcast/core';
import { expect } from 'chai';
import type { ShopcastServer } from '../server.js';
import { announce, call, closeAll, openServer, openShow, openStream, run, tokenFor, type Call } from '../testing/fixture.js';

describe('words that were removed', () => {
  let server: ShopcastServer;
  afterEach(closeAll);

  const say = (messageId: string, text: string) => run(server, { type: 'post-message', data: { messageId, text } }, 'viewer');
  const ask = (text: string) => run(server, { type: 'ask-question', data: { questionId: 'q', text } }, 'viewer');
  const read = async (path: string, options: Call = {}) => (await call(server, `/shows/summer/${path}`, options)).text;
  const epoch = async () => (await server.rooms.get('summer')).room.position.epoch;

  /** A message and a question, removed much later, and one that stays. */
  const remove = async () => {
    for (let n = 0; n < 20; n++) await run(server, announce());
    await run(server, { type: 'remove-message', data: { messageId: 'bad' } });
    await run(server, { type: 'dismiss-question', data: { questionId: 'q' } });
  };

  it('are told by no file any more, and the state is the same without them', async () => {
    server = await openShow({ segmentSize: 10 });
    await say('bad', 'A rude word');
    await say('good', 'A kind word');
    await ask('A rude question');
    const first = `segments/${await epoch()}/1.json`;
    for (let n = 0; n < 10; n++) await run(server, announce());
    expect(await read(first))
      .to.contain('A rude word')
      .and.contain('A rude question');
    await remove();
    for (const path of [first, 'head.json', 'log.jsonl', 'snapshot.json']) {
      expect(await read(path), path).not.to.match(/rude/);
    }
    expect(await read(first))
      .to.contain('A kind word')
      .and.contain('"bad"');
    const [, ...lines] = (await read('log.jsonl')).trimEnd().split('\n');
    const folded = lines.map(line => parseEvent(JSON.parse(line))).reduce(evolve, initialShow);
    const { room } = await server.rooms.get('summer');
    const { messages, questions, seq }: ShowState = room.state({ role: 'viewer' });
    expect(folded).to.deep.include({ messages, questions, seq });
    const token = await tokenFor(server, 'producer');
    expect(await read('export.jsonl', { token }), 'what producers export is whole').to.contain('A rude word');
  });

  it('stay hidden after a restart', async () => {
    server = await openShow({ segmentSize: 10 });
    await say('bad', 'A rude word');
    await ask('A rude question');
    await remove();
    await server.close();
    server = await openServer({ data: server.config.data });
    const text = await read(`segments/${await epoch()}/1.json`);
    expect(text).to.contain('"bad"');
    expect(text).not.to.match(/rude/);
  });

  it('are not in what a reader gets who comes back, unless it is staff', async () => {
    server = await openShow();
    const { seq } = (await server.rooms.get('summer')).room.position;
    await say('bad', 'A rude word');
    await ask('A rude question');
    await remove();
    const after = `?after=${await epoch()}:${seq}`;
    const viewer = await openStream(server, {}, after);
    await viewer.until(1);
    expect(viewer.text()).to.contain('"bad"');
    expect(viewer.text()).not.to.match(/rude/);
    const staff = await openStream(server, { token: await tokenFor(server, 'moderator') }, after);
    await staff.until(1);
    expect(staff.text()).to.contain('A rude word');
  });
});
