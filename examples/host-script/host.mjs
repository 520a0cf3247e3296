/**
 * Runs the show of examples/show by itself:
 *
 *   node host.mjs --room URL --origin URL [--control URL] [--show table]
 *
 * Makes the show, lists its products, starts it, features each product on the frame where its scene begins, opens offers that the shop honours, lowers
 * stock, announces. Prints one line of JSON when the show is on, then what it does. See README.md for the flags.
 */
import { parseArgs } from 'node:util';
import { readSchedule } from './on-air.mjs';
import { writeRecord } from './record.mjs';
import { openRoom } from './room.mjs';
import { usualOfferSeconds } from './rundown.mjs';
import { openControl } from './shop-control.mjs';
import { runShow } from './show.mjs';
import { tokenMaker } from './token.mjs';

const { values: flags } = parseArgs({
  options: {
    room: { type: 'string' },
    origin: { type: 'string' },
    control: { type: 'string' },
    show: { type: 'string', default: 'table' },
    token: { type: 'string', default: process.env.SHOPCAST_TOKEN },
    secret: { type: 'string', default: process.env.SHOPCAST_SECRETS },
    streams: { type: 'string' },
    offer: { type: 'string' },
    'offer-seconds': { type: 'string', default: String(usualOfferSeconds) },
    once: { type: 'boolean', default: false },
    loop: { type: 'boolean', default: false },
    record: { type: 'string' },
  },
});
const say = text => process.stdout.write(`${text}\n`);

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}

async function main() {
  const { room: roomUrl, origin, control: controlUrl, show, once } = flags;
  if (!roomUrl || !origin) throw new Error('Say where room and stream are: --room URL --origin URL.');
  if (once && flags.loop) throw new Error('--once and --loop exclude each other.');
  if (!flags.token && !flags.secret) throw new Error('Give a producer’s --token, or the room’s --secret (SHOPCAST_SECRETS).');
  const offerSeconds = Number(flags['offer-seconds']);
  if (!Number.isInteger(offerSeconds) || offerSeconds < 1) throw new Error('--offer-seconds is a whole number of seconds.');

  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stopping.abort(new Error('stopped')));
  const { signal } = stopping;
  const token = flags.token ? () => flags.token : tokenMaker(flags.secret, show);
  const room = openRoom({ url: roomUrl, show, token });
  const ended = await runShow({
    room,
    schedule: await readSchedule(origin),
    control: controlUrl && openControl(controlUrl),
    addresses: { show, room: roomUrl, streams: flags.streams ?? origin },
    rules: { offerSeconds, offerOf: flags.offer, once, ends: once || flags.record !== undefined },
    signal,
    say,
    ready: () => say(JSON.stringify({ url: `${roomUrl.replace(/\/$/, '')}/shows/${show}` })),
  });
  if (flags.record) await writeRecord(flags.record, { log: await room.log(), manifest: ended.manifest });
}
