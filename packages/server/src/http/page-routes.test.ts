import { expect } from 'chai';
import { closeAll, openShow, run, tokenFor } from '../testing/fixture.js';
import type { ShopcastServer } from '../server.js';
import { asking, errorOf } from './testing/asking.js';

describe('a show in the words of search engines', () => {
  let server: ShopcastServer;
  const ask = asking(() => server);
  beforeEach(async () => (server = await openShow({ segmentSize: 10 })));
  afterEach(closeAll);

  it('describes a show for search engines, safe to stand in a page', async () => {
    const token = await tokenFor(server, 'host');
    const listing = { title: '</script><b>Lamp' };
    for (const command of [
      { type: 'list-product', data: { productId: 'lamp', listing } },
      { type: 'feature-product', data: { productId: 'lamp' } },
    ]) {
      const body = { commandId: command.type, command };
      expect((await ask('/shows/summer/commands', { body, token })).json).to.have.property('outcome', 'accepted');
    }
    const { text, json, headers } = await ask('/shows/summer/structured-data.json?url=https%3A%2F%2Fshop.example%2Flive');
    expect(text).to.not.contain('<');
    const [video, product] = (json as { '@graph': Record<string, unknown>[] })['@graph'];
    expect(video).to.include({ '@type': 'VideoObject', url: 'https://shop.example/live' });
    expect(product).to.include({ '@type': 'Product', name: listing.title });
    expect(headers['cache-control']).to.equal('public, max-age=60');
    for (const wrong of ['', '?url=live', '?url=javascript%3Aalert(1)', '?url=https%3A%2F%2Fa.example&url=https%3A%2F%2Fb.example']) {
      expect(errorOf(await ask(`/shows/summer/structured-data.json${wrong}`, {}, 400)).field).to.equal('url');
    }
  });

  it('reads of the log what is new, after ten seconds, to describe a show', async () => {
    let at = 1_800_000_000_000;
    await closeAll();
    server = await openShow({ now: () => at });
    const { room } = await server.rooms.get('summer');
    const read = room.read.bind(room);
    const reads: number[] = [];
    room.read = (after, ...rest) => (reads.push(after), read(after, ...rest));
    const names = async () => {
      const { json } = await ask('/shows/summer/structured-data.json?url=https%3A%2F%2Fshop.example%2Flive');
      return (json as { '@graph': { name: string }[] })['@graph'].slice(1).map(({ name }) => name);
    };
    const show = async (productId: string) => {
      await run(server, { type: 'list-product', data: { productId, listing: { title: productId } } });
      await run(server, { type: 'feature-product', data: { productId } });
    };
    await show('Lamp');
    expect(await names()).to.deep.equal(['Lamp']);
    const { seq } = room.position;
    await show('Sofa');
    expect(await names(), 'within ten seconds').to.deep.equal(['Lamp']);
    at += 10_000;
    expect(await names()).to.deep.equal(['Lamp', 'Sofa']);
    expect(reads).to.deep.equal([0, seq]);
  });
});
