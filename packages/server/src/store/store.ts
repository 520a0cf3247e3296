import { ShopcastError, type LogRecord, type RoomLog, type RoomSnapshot } from '@shopcast/core';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createGroupCommit } from './group-commit.js';
import { migrate } from './schema.js';

/** A show as the store keeps it beside its log. */
export interface StoredShow {
  readonly id: string;
  readonly epoch: string;
  /** Server ms. */
  readonly createdAt: number;
  /** JSON of the manifest, as parsed when the show was created or last changed. */
  readonly manifest: string;
}

/** A webhook on its way. */
export interface StoredDelivery {
  readonly id: string;
  readonly showId: string;
  readonly url: string;
  readonly body: string;
  /** Tries so far. */
  readonly attempts: number;
  /** Server ms of the next try. */
  readonly dueAt: number;
}

/** Deliveries that new records of a log give rise to. */
export type Outbox = (records: readonly LogRecord[]) => readonly StoredDelivery[];

/** The disk of a server: one SQLite file in its data folder. What a promise of it has resolved for survives a crash. */
export interface Store {
  shows(): readonly StoredShow[];
  show(id: string): StoredShow | undefined;
  /** Keeps a show and the records its log begins with, all or none. Resolves when on disk; `false` when the id is taken. */
  createShow(show: StoredShow, records?: readonly LogRecord[]): Promise<boolean>;
  saveManifest(id: string, manifest: string): Promise<void>;
  /**
   * The log of a show that exists; throws `server/unknown-show` otherwise. What `outbox` makes of new records is kept in the same
   * transaction as they are.
   */
  log(showId: string, outbox?: Outbox): RoomLog;
  /** Deliveries due by a time, earliest first. */
  deliveriesDue(by: number, limit: number): readonly StoredDelivery[];
  saveDelivery(delivery: StoredDelivery): Promise<void>;
  removeDelivery(id: string): Promise<void>;
  /** Throws when the disk no longer answers. */
  check(): void;
  /** Writes what waits and lets go of the file. */
  close(): Promise<void>;
}

function openDatabase(folder: string): DatabaseSync {
  const file = join(folder, 'shopcast.db');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    const message = `Cannot write to the data folder "${folder}". Make it writable for this user or name another with --data.`;
    throw new ShopcastError('server/unwritable-folder', message, { cause });
  }
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { enableForeignKeyConstraints: true });
    // One process owns the folder: two would each think they number the log. The lock falls with the process.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0');
    migrate(db);
    return db;
  } catch (cause) {
    db?.close();
    if (cause instanceof ShopcastError) throw cause;
    if (/locked|busy/i.test(String(cause))) {
      const message = `Another shopcast-server uses the data folder "${folder}". Stop it or name another folder with --data.`;
      throw new ShopcastError('server/folder-in-use', message, { cause });
    }
    throw damaged(file, String(cause), cause);
  }
}

function damaged(where: string, what: string, cause?: unknown): ShopcastError {
  const remedy =
    'Nothing was changed. Copy the folder away, then restore a backup or an export of the show (docs/server.md, "A damaged log").';
  return new ShopcastError('server/damaged-log', `The log in "${where}" is damaged: ${what}. ${remedy}`, { cause });
}

/** Compares what the tables say with what they must be; reads every page. */
function verify(db: DatabaseSync, folder: string): void {
  let found: string | undefined;
  try {
    const verdict = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
    if (verdict !== 'ok') found = verdict;
    const holes = db.prepare(
      'SELECT show_id, COUNT(*) AS n, MIN(seq) AS low, MAX(seq) AS high FROM records GROUP BY show_id HAVING low <> 1 OR high <> n',
    );
    const hole = holes.get();
    if (hole) found ??= `show "${String(hole['show_id'])}" has ${String(hole['n'])} events up to place ${String(hole['high'])}`;
  } catch (cause) {
    throw damaged(folder, String(cause), cause);
  }
  if (found !== undefined) throw damaged(folder, found);
}

function readRecord(showId: string, row: Record<string, unknown>): LogRecord {
  try {
    const event = JSON.parse(String(row['event'])) as LogRecord['event'];
    const viewerId = row['viewer_id'];
    const commandId = row['command_id'];
    return typeof viewerId === 'string' && typeof commandId === 'string' ? { event, cause: { viewerId, commandId } } : { event };
  } catch (cause) {
    throw new ShopcastError('show/bad-log', `Place ${String(row['seq'])} of show "${showId}" cannot be read.`, { cause });
  }
}

/**
 * Opens (or makes) the store in a folder. Throws `server/unwritable-folder`, `server/folder-in-use`, `server/newer-format` or
 * `server/damaged-log`, each with what to do; it never repairs or truncates by itself.
 */
export function openStore(folder: string): Store {
  const db = openDatabase(folder);
  try {
    verify(db, folder);
  } catch (error) {
    db.close();
    throw error;
  }
  const commit = createGroupCommit(db);
  const sql = {
    shows: db.prepare('SELECT id, epoch, created_at AS createdAt, manifest FROM shows ORDER BY created_at, id'),
    show: db.prepare('SELECT id, epoch, created_at AS createdAt, manifest FROM shows WHERE id = ?'),
    createShow: db.prepare('INSERT INTO shows (id, epoch, created_at, manifest) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'),
    saveManifest: db.prepare('UPDATE shows SET manifest = ? WHERE id = ?'),
    read: db.prepare('SELECT seq, event, viewer_id, command_id FROM records WHERE show_id = ? AND seq > ? ORDER BY seq LIMIT ?'),
    append: db.prepare('INSERT INTO records (show_id, seq, event, viewer_id, command_id) VALUES (?, ?, ?, ?, ?)'),
    loadSnapshot: db.prepare('SELECT snapshot FROM snapshots WHERE show_id = ?'),
    saveSnapshot: db.prepare(
      'INSERT INTO snapshots (show_id, snapshot) VALUES (?, ?) ON CONFLICT (show_id) DO UPDATE SET snapshot = excluded.snapshot',
    ),
    due: db.prepare(
      'SELECT id, show_id AS showId, url, body, attempts, due_at AS dueAt FROM deliveries WHERE due_at <= ? ORDER BY due_at LIMIT ?',
    ),
    saveDelivery: db.prepare(
      'INSERT INTO deliveries (id, show_id, url, body, attempts, due_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET attempts = excluded.attempts, due_at = excluded.due_at',
    ),
    removeDelivery: db.prepare('DELETE FROM deliveries WHERE id = ?'),
    check: db.prepare('SELECT 1'),
  };

  const keepDelivery = (d: StoredDelivery): void => {
    sql.saveDelivery.run(d.id, d.showId, d.url, d.body, d.attempts, d.dueAt);
  };

  const keepRecords = (showId: string, records: readonly LogRecord[]): void => {
    for (const { event, cause } of records) {
      sql.append.run(showId, event.seq, JSON.stringify(event), cause?.viewerId ?? null, cause?.commandId ?? null);
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
        }),
      loadSnapshot() {
        const row = sql.loadSnapshot.get(id);
        try {
          return Promise.resolve(row ? (JSON.parse(String(row['snapshot'])) as RoomSnapshot) : undefined);
        } catch {
          // The log alone suffices; an unreadable snapshot is as good as none.
          return Promise.resolve(undefined);
        }
      },
      saveSnapshot: snapshot => commit(() => void sql.saveSnapshot.run(id, JSON.stringify(snapshot))),
    };
  };

  return {
    shows: () => sql.shows.all() as unknown as StoredShow[],
    show: id => sql.show.get(id) as unknown as StoredShow | undefined,
    async createShow(show, records = []) {
      let created = false;
      await commit(() => {
        created = Number(sql.createShow.run(show.id, show.epoch, show.createdAt, show.manifest).changes) === 1;
        if (created) keepRecords(show.id, records);
      });
      return created;
    },
    saveManifest: (id, manifest) => commit(() => void sql.saveManifest.run(manifest, id)),
    log: logOf,
    deliveriesDue: (by, limit) => sql.due.all(by, limit) as unknown as StoredDelivery[],
    saveDelivery: delivery => commit(() => keepDelivery(delivery)),
    removeDelivery: id => commit(() => void sql.removeDelivery.run(id)),
    check: () => void sql.check.get(),
    async close() {
      await commit.idle();
      db.close();
    },
  };
}
