import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { sumOf } from './sums.js';

/** Lies beside the log and is written anew at every start, so that a copy of the folder, or an older log in it, can be told from the one that ran last. */
export const markFile = 'shopcast.mark';

/** What no copy of a file has in common with it: its place on the disk and when the disk last changed anything about it. */
function markOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino}:${stat.ctimeNs}`;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** An epoch nobody has heard of. */
export const newEpoch = (): string => randomBytes(9).toString('base64url');

/**
 * Whether the folder was copied or restored since this log was last used; then every show gets a new epoch, because people may have been told of what came
 * after the copy was made: they start again from a snapshot. Writes what the next start compares with.
 */
export function renewWhenRestored(db: DatabaseSync, folder: string): boolean {
  const path = join(folder, markFile);
  const known = db.prepare('SELECT mark, coming FROM marks').get();
  // Whoever was killed between writing the file and noting it has left its content announced.
  const isSame = !known || known['mark'] === markOf(path) || (known['coming'] !== null && known['coming'] === contentOf(path));
  const coming = randomBytes(9).toString('base64url');

  db.exec('BEGIN IMMEDIATE');
  if (!isSame) {
    const save = db.prepare('UPDATE shows SET epoch = ?, sum = ? WHERE id = ?');
    for (const { id, manifest } of db.prepare('SELECT id, manifest FROM shows').all()) {
      const epoch = newEpoch();
      save.run(epoch, sumOf(id, epoch, manifest), id!);
    }
  }
  db.prepare("INSERT INTO marks (only_one, mark, coming) VALUES (1, '', ?) ON CONFLICT DO UPDATE SET coming = excluded.coming").run(coming);
  db.exec('COMMIT');

  rmSync(path, { force: true });
  writeFileSync(path, coming, { mode: 0o600, flush: true });
  db.prepare('UPDATE marks SET mark = ?, coming = NULL').run(markOf(path)!);
  return !isSame;
}
