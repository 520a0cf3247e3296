import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { chaptersOf, parseManifest } from '@shopcast/core';
import { fileTransport } from '@shopcast/live/transports/file';
import { startChrome } from '../../tools/lib/gallery-browser.mjs';
import { startProgram } from '../../tools/lib/programs.mjs';
import { root } from '../../tools/lib/run.mjs';
import { loopTime, scenes, sceneTime } from '../show/scenes.mjs';
import { memoryGoods } from './goods.mjs';
import { playlists } from './recording.mjs';
import { moves, watch } from './watch.mjs';

const text = name => readFileSync(new URL(name, import.meta.url), 'utf8');
const frameTime = 40;

describe('the recorded show', () => {
  let manifest;
  let events;
  before(async () => {
    manifest = parseManifest(JSON.parse(text('show.json')));
    events = [];
    const transport = fileTransport({ text: text('show.jsonl') });
    for await (const item of transport.connect()) if (item.type === 'frame') events.push(...item.frame.events);
    transport.dispose();
  });

  it('shows each card with the first frame of its scene', () => {
    const chapters = chaptersOf(events);
    expect(chapters.map(({ productId }) => productId)).to.deep.equal(scenes.map(({ handle }) => handle));
    for (const { data, at } of events.filter(({ type }) => type === 'product-featured')) {
      const { from } = scenes.find(({ handle }) => handle === data.productId);
      const frame = Math.ceil((at - manifest.startsAt) / frameTime);
      expect(frame * frameTime, data.productId).to.equal(from);
    }
  });

  it('has an offer that was open for as long as it said, and an end', () => {
    const [{ data }] = events.filter(({ type }) => type === 'offer-opened');
    expect(data.endsAt - data.startsAt).to.equal(40_000);
    expect(events.at(-1).type).to.equal('show-ended');
    expect(events.at(-1).at - manifest.startsAt).to.be.within(loopTime - 100, loopTime + 1000);
  });

  it('has playlists that cut the very files of the show at their parts', async () => {
    for (const [name, wanted] of Object.entries(await playlists(manifest.startsAt))) expect(text(name), name).to.equal(wanted);
    for (const name of ['high', 'low']) {
      const video = readFileSync(new URL(`../show/${name}.mp4`, import.meta.url));
      const ranges = [...text(`recording-${name}.m3u8`).matchAll(/#EXT-X-BYTERANGE:(\d+)@(\d+)/g)].map(([, length, at]) => [
        Number(length),
        Number(at),
      ]);
      expect(ranges).to.have.length(loopTime / 1600);
      let end;
      for (const [length, at] of ranges) {
        expect(video.toString('latin1', at + 4, at + 8)).to.equal('moof');
        if (end !== undefined) expect(at).to.equal(end);
        end = at + length;
      }
    }
  });

  it('sells what was shown, from a file', async () => {
    const goods = JSON.parse(text('goods.json'));
    expect(goods).to.deep.equal(memoryGoods());
    const shop = memoryCommerce({ shop: goods });
    const refs = events.filter(({ type }) => type === 'product-listed').map(({ data }) => data.listing.ref);
    const known = await shop.products(refs);
    for (const ref of refs) expect(known.get(ref)?.variants.length, ref).to.be.above(0);
    const offered = events.find(({ type }) => type === 'offer-opened').data.variantIds;
    expect((await shop.stock(offered)).size).to.equal(offered.length);
    shop.dispose();
  });
});

describe('the page of the replay, in Chromium', function () {
  this.timeout(90_000);
  let server;
  let browser;
  before(async () => {
    server = await startProgram([`${root}/examples/static-host.mjs`, 'replay'], { timeout: 20_000 });
    browser = await startChrome();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ]) {
    it(`shows each card with its frame, wherever one seeks, at ${width} by ${height}`, async () => {
      const page = await browser.newPage();
      const complaints = [];
      page.on('pageerror', error => complaints.push(String(error)));
      page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
      await page.setViewport({ width, height });
      await page.goto(server.said.url, { waitUntil: 'load' });
      await (await page.$('shopcast-show')).click();
      await page.evaluate(moves);
      const seen = [];
      for (const index of [0, 5, 2]) {
        // From the last second of the scene before: the card has to change on the way.
        seen.push(
          ...(await page.evaluate(watch, Math.max(0, index * sceneTime - 1000), index * sceneTime + 1500, '/examples/show/marks.mjs')),
        );
      }
      const skews = seen.map(({ frame, title }) => {
        const { from, to } = scenes.find(scene => scene.title === title);
        const time = frame * frameTime;
        return time < from ? from - time : time >= to ? time - to + frameTime : 0;
      });
      expect(seen.length).to.be.above(60);
      const sorted = skews.toSorted((one, other) => one - other);
      expect(sorted[Math.floor(sorted.length * 0.95)], `skews ${[...new Set(sorted)].join(' ')}`).to.be.at.most(100);
      expect(new Set(seen.map(({ title }) => title))).to.include.keys(scenes[0].title, scenes[5].title, scenes[2].title);
      expect(complaints).to.deep.equal([]);
      await page.close();
    });
  }
});
