/**
 * An ordinary store of server-made pages with Shopcast in them. See README.md for the flags.
 *
 *   node server.mjs --vendure http://127.0.0.1:4801 [--room URL --origin URL --show ID] [--host 0.0.0.0] [--port 0]
 *   node server.mjs --shop memory
 *
 * Prints one line of JSON with its address when it answers. SIGTERM ends it.
 */
import { parseArgs } from 'node:util';
import { createStore } from './app.mjs';

const { values: flags } = parseArgs({
  options: {
    shop: { type: 'string', default: 'vendure' },
    vendure: { type: 'string' },
    room: { type: 'string' },
    origin: { type: 'string' },
    show: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
  },
});
for (const name of ['vendure', 'room', 'origin'])
  if (flags[name] !== undefined && !URL.canParse(flags[name])) throw new Error(`--${name} is an address, not "${flags[name]}".`);
if (flags.shop !== 'vendure' && flags.shop !== 'memory') throw new Error(`--shop is vendure or memory, not "${flags.shop}".`);
if (flags.shop === 'vendure' && !flags.vendure)
  throw new Error('Say where the shop is: --vendure http://127.0.0.1:4801, or --shop memory.');

const shop =
  flags.shop === 'memory'
    ? (await import('./shops/memory.mjs')).memoryShop()
    : (await import('./shops/vendure.mjs')).vendureShop(flags.vendure);
const app = createStore({
  shop,
  ...(flags.shop === 'vendure' && { vendure: flags.vendure }),
  room: flags.room?.replace(/\/$/, ''),
  origin: flags.origin?.replace(/\/$/, ''),
  show: flags.show,
  orderSecret: process.env.ORDER_SECRET,
});
await app.listen({ host: flags.host, port: Number(flags.port) });
const { port } = app.server.address();
const name = flags.host === '0.0.0.0' || flags.host === '::' ? '127.0.0.1' : flags.host;
console.log(JSON.stringify({ url: `http://${name}:${port}` }));
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void app.close().finally(() => process.exit(0)));
