import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '@shopcast/core';
import { fileTransport } from '@shopcast/live/transports/file';
import { startServer } from '@shopcast/server';
import { startProgram } from '../../tools/lib/programs.mjs';
import { root } from '../../tools/lib/run.mjs';
import { products } from '../table-goods/catalogue.mjs';
import { sceneAt, scenesFrom } from './on-air.mjs';
import { lotOf } from './rundown.mjs';

const secrets = ['k1:a secret for tests that is long enough'];
const sceneTime = 1200;
const handles = ['table-runner', 'linen-napkins', 'espresso-cups', 'coffee-pot'];
const schedule = {
  epoch: Date.UTC(2026, 0, 1),
  loopTime: sceneTime * handles.length,
  frameTime: 40,
  scenes: handles.map((handle, index) => ({ handle, from: index * sceneTime, to: (index + 1) * sceneTime })),
};

/** A server that answers every request by a function and remembers what it was asked. */
async function standIn(answerTo) {
  const asked = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text ? JSON.parse(text) : undefined;
    asked.push({ at: Date.now(), path: request.url, body });
    const { status = 200, ...answer } = answerTo(request.url, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => new Promise(resolve => server.close(resolve).closeAllConnections()),
  };
}

describe('what is on the air', () => {
  it('is found at any time, before the epoch too', () => {
    const { epoch } = schedule;
    expect(sceneAt(schedule, epoch)).to.include({ index: 0, at: epoch });
    expect(sceneAt(schedule, epoch + 3 * sceneTime - 1)).to.include({ index: 2, at: epoch + 2 * sceneTime });
    expect(sceneAt(schedule, epoch + 9 * schedule.loopTime + 5)).to.include({ index: 0, at: epoch + 9 * schedule.loopTime });
    expect(sceneAt(schedule, epoch - 1)).to.include({ index: 3, at: epoch - sceneTime });
  });

  it('goes on for ever', () => {
    const coming = scenesFrom(schedule, schedule.epoch + 1);
    const first = Array.from({ length: 6 }, () => coming.next().value);
    expect(first.map(({ at }) => (at - schedule.epoch) / sceneTime)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(first.map(({ scene }) => scene.handle)).to.deep.equal([...handles.slice(1), ...handles.slice(0, 3)]);
  });
});

describe('the rundown', () => {
  it('offers variants that all cost the same, at a price the shop comes to as well', () => {
    for (const { handle, variants } of products) {
      const { percent, skus, price } = lotOf(handle).offer;
      const [{ eur }] = variants.filter(({ sku }) => skus.includes(sku));
      for (const variant of variants) if (skus.includes(variant.sku)) expect(variant.eur).to.equal(eur);
      expect(price.minor).to.equal(Math.round(eur * 100 - (eur * 100 * percent) / 100));
    }
  });
});

describe('the host script', () => {
  let room;
  let origin;
  let shop;
  let folder;
  let host;
  let broken = false;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shopcast-host-'));
    broken = false;
    origin = await standIn(() => schedule);
    shop = await standIn(path => {
      if (broken) return { status: 500, error: 'closed' };
      return path === '/control' ? { variants: { 'table-runner-1': '11', 'table-runner-2': '12', 'espresso-cups-1': '77' } } : { ok: true };
    });
    room = await startServer({ port: 0, data: join(folder, 'room'), secrets, logLevel: 'silent' });
  });
  afterEach(async () => {
    await host?.stop();
    await Promise.all([room.close(), origin.close(), shop.close()]);
    rmSync(folder, { recursive: true });
  });

  /** Starts the host; `heard` holds what it said, and `until` waits for a line. */
  const start = async (...more) => {
    const heard = [];
    const waiting = new Set();
    const hear = line => {
      heard.push(line);
      for (const look of [...waiting]) look();
    };
    const args = ['--room', room.url, '--origin', origin.url, '--control', `${shop.url}/control`, ...more];
    host = await startProgram([`${root}/examples/host-script/host.mjs`, ...args], {
      env: { SHOPCAST_SECRETS: secrets[0] },
      hear,
      timeout: 15_000,
    });
    const until = pattern =>
      new Promise(resolve => {
        const look = () => {
          if (!heard.some(line => pattern.test(line))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    return { heard, until, said: host.said };
  };
  const logOf = async (show = 'table') => {
    const lines = (await (await fetch(`${room.url}/shows/${show}/log.jsonl`)).text()).trim().split('\n');
    return lines.slice(1).map(line => JSON.parse(line));
  };

  it('goes round once: every product at its scene, an offer the shop knew of first, then the end', async () => {
    const record = join(folder, 'record', 'show.jsonl');
    const { said, heard } = await start('--once', '--offer-seconds', '3', '--record', record);
    expect(said.url).to.equal(`${room.url}/shows/table`);
    await host.ended;
    const events = await logOf();
    const of = type => events.filter(event => event.type === type);
    expect(of('show-started')).to.have.length(1);
    expect(of('show-ended')).to.have.length(1);
    expect(
      of('product-featured')
        .map(({ data }) => data.productId)
        .toSorted(),
      heard.join('\n'),
    ).to.deep.equal(handles.toSorted());

    // Before the first frame of the scene, and after the frame before it. A crowded machine may be late, not early.
    for (const { at, data } of of('product-featured')) {
      const scene = sceneAt(schedule, at + 40);
      expect(scene.scene.handle, `${data.productId} at ${at}`).to.equal(data.productId);
      expect(at).to.be.at.least(scene.at - 40);
    }
    const [offer] = of('offer-opened').map(({ data }) => data);
    expect(offer).to.deep.include({ productId: 'table-runner', price: { minor: 3120, currency: 'EUR' } });
    expect(offer.endsAt - offer.startsAt).to.equal(3000);
    expect(sceneAt(schedule, offer.startsAt).at + 0.25 * sceneTime).to.equal(offer.startsAt);
    const [promotion] = shop.asked.filter(({ path }) => path === '/control/promotion');
    expect(promotion.body).to.deep.equal({
      title: offer.offerId,
      percent: 20,
      skus: lotOf('table-runner').offer.skus,
      startsAt: new Date(offer.startsAt).toISOString(),
      endsAt: new Date(offer.endsAt).toISOString(),
    });
    expect(promotion.at, 'first the shop, then the promise').to.be.at.most(of('offer-opened')[0].at);
    expect(of('stock-reported').map(({ data }) => [data.variantId, data.state, data.quantity])).to.deep.include.members([
      ['77', 'in', 6],
      ['77', 'low', 4],
    ]);
    expect(of('announcement-made').length).to.equal(2);

    // What was recorded is a show that plays: the log reads, and the manifest names it and the recording.
    const manifest = parseManifest(JSON.parse(readFileSync(record.replace('.jsonl', '.json'), 'utf8')));
    const [{ url, kind }] = manifest.streams;
    expect(kind).to.equal('recorded');
    const stretch = new URL(url).searchParams;
    expect(Number(stretch.get('from'))).to.equal(manifest.startsAt);
    expect(Number(stretch.get('to'))).to.be.within(of('product-unfeatured').at(-1).at, of('show-ended')[0].at + 5);
    expect(manifest.transports).to.deep.equal([{ kind: 'file', url: 'show.jsonl' }]);
    const read = [];
    const transport = fileTransport({ text: readFileSync(record, 'utf8') });
    for await (const item of transport.connect()) if (item.type === 'frame') read.push(...item.frame.events);
    expect(read.map(({ id }) => id)).to.deep.equal(events.map(({ id }) => id));
    transport.dispose();
  });

  it('goes on where another host left, with the offer that runs still on a card', async () => {
    const first = await start('--offer-seconds', '60');
    await first.until(/^offers table-runner/);
    await first.until(/^shows linen-napkins/);
    await host.stop();
    expect(
      (await logOf()).some(({ type }) => type === 'show-ended'),
      'being stopped ends no show that goes on',
    ).to.equal(false);

    const second = await start('--offer-seconds', '60', '--streams', '/stream');
    expect(second.heard[0]).to.equal('goes on with the show "table"');
    await second.until(/^shows coffee-pot/);
    const { state } = await (await fetch(`${room.url}/shows/table/snapshot.json`)).json();
    expect(state.streams[0].url).to.equal('/stream/show/ll/main.m3u8');
    expect(state.featured.map(({ productId }) => productId)).to.include('table-runner');
    expect(state.featured.at(-1).productId).to.not.equal('table-runner');
    expect(state.offers).to.have.length(1);
  });

  it('promises nothing that the shop does not honour, and does everything else', async () => {
    broken = true;
    const { heard, until } = await start();
    await until(/^not done: The shop answers 500/);
    await until(/^announces/);
    await until(/^shows table-runner/);
    const events = await logOf();
    expect(events.some(({ type }) => type === 'offer-opened')).to.equal(false);
    expect(heard.join('\n')).to.match(/shows /);
  });

  it('outlives the room: what it could not say is not said again later', async () => {
    const { until, heard } = await start();
    await until(/^shows /);
    const { port } = new URL(room.url);
    await room.close();
    await until(/^not done: /);
    room = await startServer({ port: Number(port), data: join(folder, 'room'), secrets, logLevel: 'silent' });
    const before = heard.length;
    await until({ test: line => /^shows /.test(line) && heard.indexOf(line) >= 0 && heard.slice(before).includes(line) });
    expect((await logOf()).at(-1).type).to.not.equal('show-ended');
  });

  it('does by hand what the README says', async () => {
    const blocks = [...readFileSync(new URL('README.md', import.meta.url), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(
      ([, lines]) => lines,
    );
    const run = spawn('bash', ['-eu'], {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${root}/node_modules/.bin:${process.env.PATH}`,
        ROOM: room.url,
        CONTROL: `${shop.url}/control`,
        SHOPCAST_SECRETS: secrets[0],
      },
    });
    let said = '';
    run.stdout.on('data', chunk => (said += chunk));
    run.stderr.on('data', chunk => (said += chunk));
    run.stdin.end(blocks.join('\n'));
    const [code] = await once(run, 'close');
    expect(code, said).to.equal(0);
    expect(said).to.not.contain('refused');
    expect((await logOf('by-hand')).map(({ type }) => type)).to.deep.equal([
      'show-scheduled',
      'product-listed',
      'show-started',
      'product-featured',
      'offer-opened',
      'stock-reported',
      'announcement-made',
      'offer-closed',
      'product-unfeatured',
      'show-ended',
    ]);
    expect(shop.asked.map(({ path }) => path)).to.deep.equal(['/control/promotion', '/control/stock', '/control/end-promotion']);
    expect(Date.parse(shop.asked[0].body.endsAt) - Date.now()).to.be.within(90_000, 121_000);
  });

  it('says what is missing', async () => {
    const tries = [
      [[], 'Say where room and stream are'],
      [['--room', room.url, '--origin', origin.url], 'Give a producer’s --token'],
      [['--room', room.url, '--origin', origin.url, '--secret', 'x', '--once', '--loop'], 'exclude each other'],
    ];
    for (const [args, words] of tries) {
      const failure = await startProgram([`${root}/examples/host-script/host.mjs`, ...args], {
        env: { SHOPCAST_SECRETS: '' },
        timeout: 15_000,
      }).catch(error => error);
      expect(failure.message, args.join(' ')).to.contain(words);
    }
  });
});
