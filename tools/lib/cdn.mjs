/**
 * What the bundle for plain pages needs beyond bundling: names for its chunks, the words and names its loader knows, and the list of its files with
 * their integrity.
 */
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { root } from './run.mjs';

/** Parts that are loaded on demand, by the path of their module. */
const parts = [
  [/\/shopcast\/dist\/app\.js$/, () => 'app'],
  [/\/commerce\/dist\/adapters\/([^/]+)\/\1\.js$/, name => `adapters/${name}`],
  [/\/live\/dist\/transports\/([^/]+)\/\1\.js$/, name => `transports/${name}`],
  [/\/elements\/dist\/messages\/([^/]+)\.js$/, name => `messages/${name}`],
  [/\/hls\.js\/dist\/(hls(?:\.light)?)\.mjs$/, name => `player/${name}`],
];

/** The parts a chunk holds, the most telling first. */
const partsIn = ({ moduleIds }) =>
  parts.flatMap(([pattern, name]) =>
    moduleIds.flatMap(id => {
      const found = pattern.exec(id.replaceAll('\\', '/'));
      return found ? [name(found[1])] : [];
    }),
  );

/** `chunks/vendure-HASH.js`: the last word of a part, else the module's own. */
export function chunkName(chunk) {
  return `chunks/${partsIn(chunk)[0]?.split('/').at(-1) ?? '[name]'}-[hash:8].js`;
}

/** Values that are put into the loader's code: its version, and the word for play by language. */
export async function loaderValues() {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/shopcast/package.json'), 'utf8'));
  const words = {};
  for (const path of globSync('packages/elements/dist/messages/*.js', { cwd: root }).sort()) {
    const language = basename(path, '.js');
    if (language === 'messages') continue;
    const all = Object.values(await import(pathToFileURL(join(root, path)).href)).find(value => value?.play);
    words[language] = all.play;
  }
  return { __SHOPCAST_VERSION__: JSON.stringify(version), __SHOPCAST_WORDS__: JSON.stringify(words) };
}

/** Takes comments and needless space out of style sheets written as `css` templates. */
export function shorterStyles() {
  return {
    name: 'shorter-styles',
    transform(code, id) {
      if (!id.includes('styles') || !id.includes('/packages/')) return null;
      return { code: code.replace(/(?<=\b(?:css|String\.raw)\s*)`[^`]*`/g, shorten), map: null };
    },
  };
}

function shorten(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/^` | `$/g, '`');
}

/** Tells the chunk that warms up which files belong to which part, each with what it imports. */
export function nameParts() {
  return {
    name: 'name-parts',
    renderChunk(code, _chunk, _options, { chunks }) {
      if (!code.includes('__SHOPCAST_PARTS__')) return null;
      const all = Object.values(chunks);
      const app = filesOf(
        all.find(chunk => partsIn(chunk).includes('app')),
        chunks,
      );
      const found = { app };
      for (const chunk of all) {
        const files = filesOf(chunk, chunks).filter(file => !app.includes(file));
        if (files.length > 0) for (const part of partsIn(chunk)) found[part] = files;
      }
      for (const part in found) found[part] = found[part].map(file => basename(file));
      return { code: code.replaceAll('__SHOPCAST_PARTS__', JSON.stringify(found)), map: null };
    },
  };
}

/** A chunk and everything it imports at once. */
function filesOf(chunk, chunks, found = new Set()) {
  if (!chunk || found.has(chunk.fileName)) return [...found];
  found.add(chunk.fileName);
  for (const file of chunk.imports) filesOf(chunks[file], chunks, found);
  return [...found];
}

/** Removes files of earlier bundles, brings the themes, and writes `shopcast.json`: every file with its size and its integrity. */
export function listed(dir) {
  return {
    name: 'listed',
    writeBundle(_options, bundle) {
      const folder = join(root, dir);
      for (const file of globSync('chunks/*', { cwd: folder })) if (!bundle[file.replaceAll('\\', '/')]) rmSync(join(folder, file));
      mkdirSync(join(folder, 'themes'), { recursive: true });
      for (const file of globSync('packages/elements/src/themes/*.css', { cwd: root }))
        cpSync(join(root, file), join(folder, 'themes', basename(file)));
      const { version } = JSON.parse(readFileSync(join(root, 'packages/shopcast/package.json'), 'utf8'));
      const files = globSync(['shopcast.js', 'chunks/*.js', 'themes/*.css'], { cwd: folder })
        .map(file => file.replaceAll('\\', '/'))
        .sort();
      const list = files.map(file => describeFile(file, readFileSync(join(folder, file))));
      writeFileSync(join(folder, 'shopcast.json'), `${JSON.stringify({ version, files: list }, null, 2)}\n`);
    },
  };
}

function describeFile(file, content) {
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
  return { file, bytes: content.length, brotli: brotliCompressSync(content).length, integrity };
}
