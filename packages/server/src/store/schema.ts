import { ShopcastError } from '@shopcast/core';
import type { DatabaseSync } from 'node:sqlite';

/** Shape of the tables. A folder written by a newer program is refused, an older one is brought up step by step. */
export const storeFormat = 2;

const steps: readonly string[] = [
  `CREATE TABLE shows (
     id TEXT PRIMARY KEY,
     epoch TEXT NOT NULL UNIQUE,
     created_at INTEGER NOT NULL,
     manifest TEXT NOT NULL,
     segment_size INTEGER NOT NULL,
     sum INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE records (
     show_id TEXT NOT NULL REFERENCES shows (id),
     seq INTEGER NOT NULL,
     event TEXT NOT NULL,
     viewer_id TEXT,
     command_id TEXT,
     sum INTEGER NOT NULL,
     PRIMARY KEY (show_id, seq)
   ) STRICT, WITHOUT ROWID;
   -- Orders come again hours later; the viewer_id of one begins with "shop:", which no token can carry.
   CREATE INDEX records_of_shops ON records (show_id, viewer_id, command_id) WHERE viewer_id >= 'shop:' AND viewer_id < 'shop;';
   CREATE TABLE snapshots (
     show_id TEXT PRIMARY KEY REFERENCES shows (id),
     snapshot TEXT NOT NULL,
     sum INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE deliveries (
     id TEXT PRIMARY KEY,
     show_id TEXT NOT NULL,
     url TEXT NOT NULL,
     body TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL,
     due_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX deliveries_of_receiver ON deliveries (url, due_at);`,
  `CREATE TABLE marks (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), mark TEXT NOT NULL, coming TEXT) STRICT;`,
];

/** The format a file says it has; 0 for one without tables. */
export function formatOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** Creates or brings up the tables, in one transaction. */
export function migrate(db: DatabaseSync): void {
  const found = formatOf(db);
  if (found > storeFormat) {
    const message = `The data folder has format ${found}, this program knows up to ${storeFormat}. Start the newer shopcast-server.`;
    throw new ShopcastError('server/newer-format', message);
  }
  if (found === storeFormat) return;
  db.exec('BEGIN IMMEDIATE');
  for (const step of steps.slice(found)) db.exec(step);
  db.exec(`PRAGMA user_version = ${storeFormat}`);
  db.exec('COMMIT');
}
