/**
 * Records the show for the replay: plays it once round against a room server, in a little over a minute, again while a card comes late because the machine is
 * busy, and writes
 *
 *   show.jsonl, show.json    the log and the manifest
 *   goods.json               what the shop in memory sells, pictures included
 *   recording*.m3u8          playlists that cut ../show/*.mp4 into its parts, with the dates of the recording
 *
 *   node examples/replay/make.mjs
 */
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startProgram } from '../../tools/lib/programs.mjs';
import { endChildrenOnSignal } from '../../tools/lib/run.mjs';
import { sceneAt } from '../host-script/on-air.mjs';
import { schedule } from '../live-origin/show.mjs';
import { memoryGoods } from './goods.mjs';
import { playlists } from './recording.mjs';

const file = name => new URL(name, import.meta.url);
const folder = await mkdtemp(join(tmpdir(), 'shopcast-replay-'));
const secret = 'replay:only a room on this machine knows it';
/** Takes every wish of the host: the shop of the replay keeps its own goods. */
const shop = createServer((request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json').end('{}');
});
await new Promise(resolve => shop.listen(0, '127.0.0.1', resolve));
const programs = [];
endChildrenOnSignal(() => Promise.all(programs.map(program => program.stop())));
try {
  const start = async (args, options) => {
    const program = await startProgram(args, { timeout: 90_000, ...options });
    programs.push(program);
    return program;
  };
  const room = await start(['packages/server/dist/cli/main.js', '--port', '0', '--data', join(folder, 'room'), '--log-level', 'warn'], {
    env: { SHOPCAST_SECRETS: secret },
    ready: line => (/room server: (\S+)/.test(line) ? { url: RegExp.$1 } : undefined),
  });
  const origin = await start(['examples/live-origin/server.mjs']);
  const last = schedule.scenes.length - 1;
  for (let attempt = 1; ; attempt++) {
    // The recording is the loop from its beginning: the host starts with the next scene, so it waits for the last one.
    while (sceneAt(schedule, Date.now()).index !== last) await wait(250);
    const record = join(folder, 'show.jsonl');
    const addresses = ['--room', room.said.url, '--origin', origin.said.url, '--control', `http://127.0.0.1:${shop.address().port}`];
    const rules = ['--show', `recorded-${attempt}`, '--once', '--offer-seconds', '40', '--record', record];
    const host = await start(['examples/host-script/host.mjs', ...addresses, ...rules], {
      env: { SHOPCAST_SECRETS: secret },
      hear: line => process.stderr.write(`[host] ${line}\n`),
    });
    await host.ended;
    const log = await readFile(record, 'utf8');
    const late = latest(log);
    if (late <= 0) {
      await write(log, JSON.parse(await readFile(join(folder, 'show.json'), 'utf8')));
      break;
    }
    if (attempt === 5) throw new Error(`A card came ${late} ms late, in the best of five shows. Try again when the machine is idle.`);
    process.stderr.write(`[replay] a card came ${late} ms late; once more\n`);
  }
} finally {
  for (const program of programs.toReversed()) await program.stop();
  shop.close();
  await rm(folder, { recursive: true });
}

/** By how much the latest card missed the first frame of its scene, ms. */
function latest(log) {
  const featured = log
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(({ type }) => type === 'product-featured');
  return Math.max(...featured.map(({ at, data }) => at - dueAt(data.productId, at)));
}

function dueAt(productId, near) {
  const { scene, at } = sceneAt(schedule, near + 1000);
  if (scene.handle !== productId) throw new Error(`${productId} was shown in the scene of ${scene.handle}.`);
  return at;
}

async function write(log, manifest) {
  if (sceneAt(schedule, manifest.startsAt).index !== 0) throw new Error('The host missed the beginning of the loop. Try again.');
  const streams = [{ url: 'recording.m3u8', kind: 'recorded' }];
  // What was live is not any more: wherever the log names streams, it names the recording.
  const lines = log
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .map(line =>
      line.data?.streams ? { ...line, data: { ...line.data, streams, ...(line.data.poster && { poster: '../show/poster.jpg' }) } } : line,
    );
  await writeFile(file('show.jsonl'), `${lines.map(line => JSON.stringify(line)).join('\n')}\n`);
  await writeFile(
    file('show.json'),
    `${JSON.stringify({ ...manifest, showId: 'table', streams, poster: '../show/poster.jpg' }, null, 2)}\n`,
  );
  await writeFile(file('goods.json'), `${JSON.stringify(memoryGoods(), null, 1)}\n`);
  for (const [name, text] of Object.entries(await playlists(manifest.startsAt))) await writeFile(file(name), text);
}
