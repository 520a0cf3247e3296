import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const directory = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Loads Medusa into this process; with an `expressApp` its routes too. */
export async function loadMedusa(expressApp) {
  const load = require('@medusajs/medusa/loaders/index').default;
  return load({ directory, expressApp, skipLoadingEntryPoints: !expressApp });
}

/** Starts the shop. Resolves when it answers. */
export async function startShop({ port }) {
  const { createControl, describe } = await import('./control.mjs');
  const app = require('express')();
  const control = createControl();
  app.use('/control', control.handler);
  const { container, shutdown } = await loadMedusa(app);
  await control.open(container);
  const server = createServer(app);
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    description: await describe(container),
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await shutdown();
    },
  };
}
