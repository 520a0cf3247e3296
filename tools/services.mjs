/**
 * Programs that tests need beside them: real shops, a message bus. `npm test` starts a service before the Node tests when one of
 * the chosen files needs it (`vendure.live.test.ts` needs the service `vendure`), hands its address to the tests through the
 * environment, and stops it afterwards. A service that cannot run here says why, and the summary repeats it.
 */
import { startExampleShop } from './lib/example-shop.mjs';

/**
 * @typedef {object} Service
 * @property {string} name lower case; the first part of the live test files' names
 * @property {boolean} [onlyAll] starts only with --all, because it takes long
 * @property {boolean} [required] a run without it has failed: what its tests prove is proved nowhere else
 * @property {() => Promise<{ env: Record<string, string>, stop: () => Promise<void> }>} start resolves when the service answers;
 *   throws an `Error` whose message is the reason when it cannot run on this machine. `env` is what tests read, such as
 *   `SHOPCAST_VENDURE_URL`. Starts children with `detached: false`, so that an interrupted run ends them too.
 */

/** @type {readonly Service[]} */
export const services = [
  { name: 'vendure', required: true, start: () => startExampleShop('vendure-shop', 'SHOPCAST_VENDURE_URL') },
  { name: 'medusa', onlyAll: true, start: () => startExampleShop('medusa-shop', 'SHOPCAST_MEDUSA_URL') },
];

/**
 * Starts services by name, at the same time.
 * @param {readonly string[]} names
 * @param {{ all: boolean, known?: readonly Service[] }} options
 * @returns {Promise<{ env: Record<string, string>, reasons: Map<string, { reason: string, required: boolean }>, stop: () => Promise<void> }>}
 *   `reasons` holds, for every service that does not run, why
 */
export async function startServices(names, { all, known = services }) {
  const env = {};
  const reasons = new Map();
  const stops = [];
  const start = async name => {
    const service = known.find(one => one.name === name);
    if (!service) throw new Error('there is no such service in tools/services.mjs');
    if (service.onlyAll && !all) throw new Error('starts only with --all');
    const started = await service.start();
    Object.assign(env, started.env);
    stops.push(started.stop);
  };
  await Promise.all(
    names.map(name =>
      start(name).catch(error => {
        reasons.set(name, { reason: error.message, required: known.some(one => one.name === name && one.required) });
      }),
    ),
  );
  const stop = async () => {
    await Promise.allSettled(stops.splice(0).map(one => one()));
  };
  return { env, reasons, stop };
}
