import { ShopcastError, type LogRecord, type RoomLog, type RoomSnapshot } from '@shopcast/core';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkForDamage, damaged, isLocked } from './damage.js';
import { makeFolder, unwritable } from './folder.js';
import { createGroupCommit } from './group-commit.js';
import { renewWhenRestored } from './restored.js';
import { migrate } from './schema.js';
import { sumOf } from './sums.js';

/** A show as the store keeps it beside its log. */
export interface StoredShow {
  readonly id: string;
  readonly epoch: string;
  /** Server ms. */
  readonly createdAt: number;
  /** JSON of the manifest, as parsed when the show was created or last changed. */
  readonly manifest: string;
  /** Places per segment: as long as the epoch lasts, since caches keep segments for ever. */
  readonly segmentSize: number;
}

/** A webhook on its way. */
export interface StoredDelivery {
  readonly id: string;
  readonly showId: string;
  readonly url: string;
  readonly body: string;
  /** Server ms. */
  readonly createdAt: number;
  /** Tries so far. */
  readonly attempts: number;
  /** Server ms of the next try. */
  readonly dueAt: number;
}

/** Deliveries that new records of a log give rise to. */
export type Outbox = (records: readonly LogRecord[]) => readonly StoredDelivery[];

/** The disk of a server: one SQLite file in its data folder. What a promise of it has resolved for survives a crash. */
export interface Store {
  /** The folder was copied or restored since it was last used: every show has a new epoch. */
  readonly restored: boolean;
  shows(): readonly StoredShow[];
  show(id: string): StoredShow | undefined;
  /** Keeps a show and the records its log begins with, all or none. Resolves when on disk; `false` when the id is taken. */
  createShow(show: StoredShow, records?: readonly LogRecord[]): Promise<boolean>;
  saveManifest(show: Pick<StoredShow, 'id' | 'epoch'>, manifest: string): Promise<void>;
  /**
   * The log of a show that exists; throws `server/unknown-show` otherwise. What `outbox` makes of new records is kept in the same
   * transaction as they are.
   */
  log(showId: string, outbox?: Outbox): RoomLog;
  /**
   * The last place of the log that a shop's report took, if it took one. `viewerId` begins with `shop:`. The room remembers commands for
   * minutes; shops report the same order again after hours.
   */
  placeOfReport(showId: string, viewerId: string, commandId: string): number | undefined;
  /** Addresses that deliveries wait for. */
  receivers(): readonly string[];
  /** Deliveries to an address due by a time, in the order they were kept. */
  deliveriesDue(url: string, by: number, limit: number): readonly StoredDelivery[];
  saveDelivery(delivery: StoredDelivery): Promise<void>;
  removeDelivery(id: string): Promise<void>;
  /** Removes what was kept for an address before a time. */
  removeDeliveries(url: string, before: number): Promise<void>;
  /** Throws when the disk no longer answers. */
  check(): void;
  /** Writes what waits and lets go of the file. */
  close(): Promise<void>;
}

function openDatabase(folder: string): { readonly db: DatabaseSync; readonly restored: boolean } {
  const file = join(folder, 'shopcast.db');
  makeFolder(folder);
  let db: DatabaseSync | undefined;
  try {
    checkForDamage(file);
    db = new DatabaseSync(file, { enableForeignKeyConstraints: true });
    // It holds what only staff may see. The files that SQLite puts beside it take its mode.
    chmodSync(file, 0o600);
    // One process owns the folder: two would each think they number the log. The lock falls with the process.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0');
    migrate(db);
    // Begin with an empty write-ahead file, so that nothing of an earlier crash stays in it.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    // Left by the reader that looked for damage; whoever owns the file needs none.
    rmSync(`${file}-shm`, { force: true });
  } catch (cause) {
    db?.close();
    if (cause instanceof ShopcastError) throw cause;
    if (isLocked(cause)) {
      const message = `Another shopcast-server uses the data folder "${folder}". Stop it or name another folder with --data.`;
      throw new ShopcastError('server/folder-in-use', message, { cause });
    }
    throw damaged(folder, String(cause), cause);
  }
  try {
    return { db, restored: renewWhenRestored(db, folder) };
  } catch (cause) {
    db.close();
    throw unwritable(folder, cause);
  }
}

function readRecord(showId: string, row: Record<string, unknown>): LogRecord {
  const { seq, event, viewer_id: viewerId, command_id: commandId } = row;
  const where = `Place ${String(seq)} of show "${showId}"`;
  // Checked once more: the disk may have rotted since the start.
  if (row['sum'] !== sumOf(seq, event, viewerId, commandId))
    throw new ShopcastError('show/bad-log', `${where} does not match its checksum.`);
  const read = JSON.parse(String(event)) as LogRecord['event'];
  return typeof viewerId === 'string' && typeof commandId === 'string' ? { event: read, cause: { viewerId, commandId } } : { event: read };
}

/**
 * Opens (or makes) the store in a folder. Throws `server/unwritable-folder`, `server/folder-in-use`, `server/newer-format` or
 * `server/damaged-log`, each with what to do; it never repairs or truncates by itself.
 */
export function openStore(folder: string): Store {
  const { db, restored } = openDatabase(folder);
  const commit = createGroupCommit(db);
  const sql = {
    shows: db.prepare(
      'SELECT id, epoch, created_at AS createdAt, manifest, segment_size AS segmentSize FROM shows ORDER BY created_at, id',
    ),
    show: db.prepare('SELECT id, epoch, created_at AS createdAt, manifest, segment_size AS segmentSize FROM shows WHERE id = ?'),
    createShow: db.prepare(
      'INSERT INTO shows (id, epoch, created_at, manifest, segment_size, sum) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
    ),
    saveManifest: db.prepare('UPDATE shows SET manifest = ?, sum = ? WHERE id = ?'),
    read: db.prepare('SELECT seq, event, viewer_id, command_id, sum FROM records WHERE show_id = ? AND seq > ? ORDER BY seq LIMIT ?'),
    append: db.prepare('INSERT INTO records (show_id, seq, event, viewer_id, command_id, sum) VALUES (?, ?, ?, ?, ?, ?)'),
    loadSnapshot: db.prepare('SELECT snapshot, sum FROM snapshots WHERE show_id = ?'),
    saveSnapshot: db.prepare(
      `INSERT INTO snapshots (show_id, snapshot, sum) VALUES (?, ?, ?)
       ON CONFLICT (show_id) DO UPDATE SET snapshot = excluded.snapshot, sum = excluded.sum`,
    ),
    reported: db.prepare(
      "SELECT MAX(seq) AS seq FROM records WHERE show_id = ? AND viewer_id = ? AND command_id = ? AND viewer_id >= 'shop:' AND viewer_id < 'shop;'",
    ),
    due: db.prepare(
      `SELECT id, show_id AS showId, url, body, created_at AS createdAt, attempts, due_at AS dueAt
       FROM deliveries WHERE url = ? AND due_at <= ? ORDER BY rowid LIMIT ?`,
    ),
    saveDelivery: db.prepare(
      `INSERT INTO deliveries (id, show_id, url, body, created_at, attempts, due_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET attempts = excluded.attempts, due_at = excluded.due_at`,
    ),
    removeDelivery: db.prepare('DELETE FROM deliveries WHERE id = ?'),
    removeDeliveries: db.prepare('DELETE FROM deliveries WHERE url = ? AND created_at < ?'),
    receivers: db.prepare('SELECT DISTINCT url FROM deliveries'),
    check: db.prepare('SELECT 1'),
  };

  const keepDelivery = (d: StoredDelivery): void => {
    sql.saveDelivery.run(d.id, d.showId, d.url, d.body, d.createdAt, d.attempts, d.dueAt);
  };

  const keepRecords = (showId: string, records: readonly LogRecord[]): void => {
    for (const { event, cause } of records) {
      const row = [event.seq, JSON.stringify(event), cause?.viewerId ?? null, cause?.commandId ?? null] as const;
      sql.append.run(showId, ...row, sumOf(...row));
    }
  };

  const logOf = (id: string, outbox: Outbox = () => []): RoomLog => {
    const show = sql.show.get(id) as unknown as StoredShow | undefined;
    if (!show) throw new ShopcastError('server/unknown-show', `There is no show "${id}" on this server.`);
    return {
      epoch: show.epoch,

      async read(after, limit) {
        return (sql.read.all(id, after, limit) as Record<string, unknown>[]).map(row => readRecord(id, row));
      },
      append: records =>
        commit(() => {
          keepRecords(id, records);
          outbox(records).forEach(keepDelivery);
        }, records.length),
      ready: () => commit.rested(),
      loadSnapshot() {
        const row = sql.loadSnapshot.get(id);
        // The log alone suffices; a damaged snapshot is as good as none.
        if (!row || row['sum'] !== sumOf(row['snapshot'])) return Promise.resolve(undefined);
        return Promise.resolve(JSON.parse(String(row['snapshot'])) as RoomSnapshot);
      },
      saveSnapshot(snapshot) {
        const text = JSON.stringify(snapshot);
        return commit(() => void sql.saveSnapshot.run(id, text, sumOf(text)));
      },
    };
  };

  return {
    restored,
    shows: () => sql.shows.all() as unknown as StoredShow[],
    show: id => sql.show.get(id) as unknown as StoredShow | undefined,
    async createShow(show, records = []) {
      let created = false;
      await commit(() => {
        const { id, epoch, createdAt, manifest, segmentSize } = show;
        created = Number(sql.createShow.run(id, epoch, createdAt, manifest, segmentSize, sumOf(id, epoch, manifest)).changes) === 1;
        if (created) keepRecords(show.id, records);
      });
      return created;
    },
    saveManifest: ({ id, epoch }, manifest) => commit(() => void sql.saveManifest.run(manifest, sumOf(id, epoch, manifest), id)),
    log: logOf,
    placeOfReport(showId, viewerId, commandId) {
      const seq = sql.reported.get(showId, viewerId, commandId)?.['seq'];
      return typeof seq === 'number' ? seq : undefined;
    },
    receivers: () => sql.receivers.all().map(row => String(row['url'])),
    deliveriesDue: (url, by, limit) => sql.due.all(url, by, limit) as unknown as StoredDelivery[],
    saveDelivery: delivery => commit(() => keepDelivery(delivery)),
    removeDeliveries: (url, before) => commit(() => void sql.removeDeliveries.run(url, before)),
    removeDelivery: id => commit(() => void sql.removeDelivery.run(id)),
    check: () => void sql.check.get(),
    async close() {
      await commit.idle();
      db.close();
    },
  };
}
