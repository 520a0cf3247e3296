import { ShopcastError } from '@shopcast/core';
import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { markFile } from './restored.js';
import { formatOf, storeFormat } from './schema.js';
import { sumOf } from './sums.js';

/** What is thrown for a store that does not hold together. */
export function damaged(folder: string, what: string, cause?: unknown): ShopcastError {
  const remedy =
    'Nothing was changed. Copy the folder away, then restore a backup or an export of the show (docs/server.md, "A damaged log").';
  return new ShopcastError('server/damaged-log', `The log in "${folder}" is damaged: ${what}. ${remedy}`, { cause });
}

/**
 * Looks at a store without changing a byte of it, before anything opens it for writing: SQLite itself would silently end the log at the first
 * flipped bit of its write-ahead file. Throws `server/damaged-log`; errors of SQLite about a lock pass through.
 */
export function checkForDamage(file: string): void {
  const folder = dirname(file);
  const wal = `${file}-wal`;
  const size = existsSync(file) ? statSync(file).size : undefined;
  const walSize = existsSync(wal) ? statSync(wal).size : 0;
  // The file is only written once the log says so itself, and that is on disk.
  const hadLog = existsSync(join(folder, markFile));
  if (size === undefined && walSize === 0) {
    if (hadLog) throw damaged(folder, `"shopcast.db" is missing beside "${markFile}" (remove that too to begin with nothing)`);
    return;
  }
  if (size === undefined) throw damaged(folder, '"shopcast.db" is missing beside its write-ahead file');
  if (size === 0) throw damaged(folder, '"shopcast.db" is empty');
  const lost = walSize > 0 ? lostCommits(wal) : 0;
  if (lost > 0) throw damaged(folder, `${lost} commits in "shopcast.db-wal" stand behind a place that cannot be read`);

  const besides = [`${file}-shm`, wal].filter(name => !existsSync(name));
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    verify(db, folder, hadLog);
    db.close();
  } catch (error) {
    db.close();
    // What a reader makes for itself. After a lock it may be another process's: then it stays.
    if (error instanceof ShopcastError) for (const name of besides) rmSync(name, { force: true });
    throw error;
  }
}

/** Compares what the tables say with what they must be; reads every page and every record. */
function verify(db: DatabaseSync, folder: string, hadLog: boolean): void {
  try {
    const verdict = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
    if (verdict !== 'ok') throw damaged(folder, verdict);
    // Tables of a newer format are for `migrate` to judge; of older ones these tables are the same.
    const format = formatOf(db);
    if (format > storeFormat) return;
    // The first format knew no marks.
    const begun = format === 1 || (format > 1 && db.prepare('SELECT 1 FROM marks').get() !== undefined);
    if (hadLog && !begun) throw damaged(folder, 'everything since the first start is missing, as when "shopcast.db-wal" was removed');
    if (format === 0) return;
    for (const show of db.prepare('SELECT id, epoch, manifest, sum FROM shows').iterate()) {
      if (show['sum'] !== sumOf(show['id'], show['epoch'], show['manifest']))
        throw damaged(folder, `the manifest of show "${String(show['id'])}" was changed outside this program`);
    }
    let showId: unknown;
    let seq = 0;
    for (const row of db.prepare('SELECT show_id, seq, event, viewer_id, command_id, sum FROM records ORDER BY show_id, seq').iterate()) {
      if (row['show_id'] !== showId) {
        showId = row['show_id'];
        seq = 0;
      }
      seq += 1;
      if (row['seq'] !== seq) throw damaged(folder, `place ${seq} of show "${String(showId)}" is missing`);
      if (row['sum'] !== sumOf(seq, row['event'], row['viewer_id'], row['command_id']))
        throw damaged(folder, `place ${seq} of show "${String(showId)}" was changed outside this program`);
    }
  } catch (cause) {
    if (cause instanceof ShopcastError || isLocked(cause)) throw cause;
    throw damaged(folder, String(cause), cause);
  }
}

/** Whether SQLite says that another process holds the file. */
export const isLocked = (cause: unknown): boolean => /locked|busy/i.test(String(cause));

const headerSize = 32;
const frameHeaderSize = 24;

/**
 * How many finished transactions of a write-ahead file lie behind the first frame whose checksum fails (sqlite.org/fileformat2.html, "The
 * Write-Ahead Log"). One may: a transaction that was being written when the power went was never acknowledged. Each further one was only begun
 * after the one before was on disk, so something that was kept has been lost.
 */
function lostCommits(wal: string): number {
  const fd = openSync(wal, 'r');
  try {
    const header = Buffer.alloc(headerSize);
    if (readSync(fd, header, 0, headerSize, 0) < headerSize) return 0;
    const magic = header.readUInt32BE(0);
    const pageSize = header.readUInt32BE(8);
    const power = pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
    if ((magic & 0xfffffffe) >>> 0 !== 0x377f0682 || !power) return commitsAfter(fd, 4096, undefined, 0);
    const sums = new Checksum((magic & 1) === 1);
    sums.add(header, 0, 24);
    const salts = header.subarray(16, 24);
    if (!sums.equals(header, 24)) return commitsAfter(fd, pageSize, undefined, 0);
    const frame = Buffer.alloc(frameHeaderSize + pageSize);
    for (let index = 0; readSync(fd, frame, 0, frame.length, headerSize + index * frame.length) === frame.length; index++) {
      sums.add(frame, 0, 8);
      sums.add(frame, frameHeaderSize, frame.length);
      if (!frame.subarray(8, 16).equals(salts) || !sums.equals(frame, 16)) return Math.max(0, commitsAfter(fd, pageSize, salts, index) - 1);
    }
    return 0;
  } finally {
    closeSync(fd);
  }
}

/** Commit frames from place `from` on; of this generation of the file, where its salts can be read. */
function commitsAfter(fd: number, pageSize: number, salts: Buffer | undefined, from: number): number {
  const head = Buffer.alloc(frameHeaderSize);
  const step = frameHeaderSize + pageSize;
  let commits = 0;
  for (let index = from; readSync(fd, head, 0, frameHeaderSize, headerSize + index * step) === frameHeaderSize; index++) {
    const generation = salts ?? head.subarray(8, 16);
    salts ??= Buffer.from(generation);
    if (head.readUInt32BE(4) !== 0 && head.subarray(8, 16).equals(generation)) commits += 1;
  }
  return commits;
}

/** The running checksum of a write-ahead file, over words of the byte order that its magic number names. */
class Checksum {
  #a = 0;
  #b = 0;
  readonly #bigEndian: boolean;

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  add(bytes: Buffer, from: number, to: number): void {
    let a = this.#a;
    let b = this.#b;
    for (let at = from; at < to; at += 8) {
      a = (a + (this.#bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
      b = (b + (this.#bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
    }
    this.#a = a;
    this.#b = b;
  }

  equals(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.#a && bytes.readUInt32BE(at + 4) === this.#b;
  }
}
