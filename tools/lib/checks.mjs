/** Checks that read what was written and built: docs, manifests, exports, sizes. A row of the summary each. */
import { checkDocs } from '../docs.mjs';
import { checkEditorData } from '../editor-data.mjs';
import { checkExports } from '../exports.mjs';
import { checkLockfiles } from '../lockfile.mjs';
import { checkManifests } from '../manifest.mjs';
import { sizes } from '../size.mjs';
import { ofParts } from './parts.mjs';
import { check } from './summary.mjs';

/**
 * @param {{ parts?: readonly string[] }} [options] only what concerns these packages
 * @returns {Promise<import('./summary.mjs').Row[]>}
 */
export async function checks({ parts = [] } = {}) {
  const rows = [];
  for (const [name, find] of [
    ['lockfile', checkLockfiles],
    ['docs', checkDocs],
    ['manifest', checkManifests],
    ['editor data', checkEditorData],
    ['exports', checkExports],
  ]) {
    const started = Date.now();
    const found = ofParts(await find(), parts);
    if (found.length > 0) console.log(found.join('\n'));
    rows.push(check(name, found.length === 0, (Date.now() - started) / 1000));
  }
  const started = Date.now();
  const lines = [];
  const { passed, failed } = await sizes({ parts, print: line => lines.push(line) });
  if (failed > 0) console.log(lines.join('\n'));
  if (passed + failed > 0) rows.push({ name: 'size', passed, failed, seconds: (Date.now() - started) / 1000 });
  return rows;
}
