/** Keeps a show for a replay: the log as viewers may read it, and beside it the manifest that names log and recording. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** @param {string} file such as `show.jsonl`; the manifest is then `show.json` */
export async function writeRecord(file, { log, manifest }) {
  await mkdir(dirname(file), { recursive: true });
  const recorded = {
    ...manifest,
    streams: manifest.streams.filter(({ kind }) => kind === 'recorded'),
    transports: [{ kind: 'file', url: basename(file) }],
  };
  await writeFile(file, log);
  await writeFile(`${file.replace(/\.jsonl$/, '')}.json`, `${JSON.stringify(recorded, null, 2)}\n`);
}
