import { renameSync, writeFileSync } from 'node:fs';
import core from '@vendure/core';
import { pictureOf } from '../../table-goods/pictures.mjs';
import { channels, shopConfig } from './config.mjs';
import { createControl } from './control.mjs';

const { bootstrap, ConfigService, TransactionalConnection } = core;

/** Starts Vendure in this process. Resolves when it answers. `keep` is a file to write the database into whenever it has changed. */
export async function startShop({ port, stock, database, seedVersion = '', keep }) {
  const control = createControl(seedVersion);
  const { config, stockDisplay } = shopConfig({
    port,
    stock,
    database: database && Uint8Array.from(database),
    middleware: [
      { route: '/pictures', handler: servePicture, beforeListen: true },
      // Before the parsers of Nest, which would eat the body.
      { route: '/control', handler: control.handler, beforeListen: true },
      { route: 'shop-api', handler: oneAtATime() },
    ],
  });
  const app = await bootstrap(config);
  const driver = app.get(TransactionalConnection).rawConnection.driver;
  control.open({ app, stockDisplay, database: databaseOf(app, driver, database) });
  const stopKeeping = keep ? keepIn(keep, driver) : () => {};
  const { port: chosen } = app.getHttpServer().address();
  return {
    app,
    url: `http://127.0.0.1:${chosen}`,
    channels,
    exportDatabase: () => driver.export(),
    async stop() {
      app.getHttpServer().closeAllConnections();
      stopKeeping();
      await app.close();
    },
  };
}

/** The database under the running shop: may be taken out, put in, and set back to what was put in last. */
function databaseOf(app, driver, seeded) {
  let current = seeded;
  async function load(bytes) {
    current = bytes;
    // SQLite writes into what it is given.
    await driver.load(Uint8Array.from(bytes));
    await app.get(ConfigService).authOptions.sessionCacheStrategy.clear();
  }
  return {
    load,
    reset: () => load(current),
    save() {
      current = Buffer.from(driver.export());
      return current;
    },
  };
}

/** Writes the database into a file ten times a second when it has changed: a shop that is killed loses a tenth of a second. */
function keepIn(file, driver) {
  let kept = -1;
  const save = () => {
    // An export closes and opens the database, which would break what is under way.
    if (driver.queryRunner?.isTransactionActive) return;
    const changes = driver.databaseConnection.exec('SELECT total_changes()')[0].values[0][0];
    if (changes === kept) return;
    const bytes = driver.export();
    driver.databaseConnection.exec('PRAGMA foreign_keys = ON'); // forgotten when the export opened the database again
    kept = 0; // counted anew from there
    writeFileSync(`${file}.new`, bytes);
    renameSync(`${file}.new`, file);
  };
  const timer = setInterval(save, 100);
  return () => {
    clearInterval(timer);
    save();
  };
}

/**
 * SQLite in memory is one connection with one transaction, and a query of another request would slip into it. A real
 * database keeps them apart; here requests wait for each other.
 */
function oneAtATime() {
  let last = Promise.resolve();
  return (request, response, next) => {
    const mine = last;
    last = new Promise(done => {
      const { end } = response;
      // A caller who hangs up does not end the work: the shop does, when it answers to nobody.
      response.end = (...rest) => {
        done();
        return end.apply(response, rest);
      };
      response.once('close', () => setTimeout(done, 2000).unref());
    });
    void mine.then(next);
  };
}

function servePicture(request, response) {
  const picture = pictureOf(decodeURIComponent(request.path.slice(1)));
  if (!picture) return void response.status(404).end();
  response.set({ 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600', 'access-control-allow-origin': '*' }).end(picture);
}
