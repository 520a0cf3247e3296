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
import { shortenStyles } from './shorter-templates.mjs';

/** Parts that are loaded on demand, by the path of their module. */
const parts = [
  [/\/shopcast\/dist\/app\.js$/, () => 'app'],
  [/\/commerce\/dist\/adapters\/([^/]+)\/\1\.js$/, name => `adapters/${name}`],
  [/\/live\/dist\/transports\/([^/]+)\/\1\.js$/, name => `transports/${name}`],
  [/\/elements\/dist\/messages\/([^/]+)\.js$/, name => `messages/${name}`],
  [/\/session\/dist\/show\/(parsers|shop-parts)\.js$/, name => `session/${name}`],
  [/\/elements\/dist\/show\/(cart-acts|resume)\.js$/, name => `show/${name}`],
  [/\/elements\/dist\/player\/define\.js$/, () => 'player/player'],
  [/\/elements\/dist\/player\/hls-engine\.js$/, () => 'player/engine'],
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
  return `chunks/${partsIn(chunk)[0]?.split('/').at(-1) ?? '[name]'}-[hash:7].js`;
}

/** Values that are put into the loader's code: its version, and the word for play by language. */
export async function loaderValues() {
  const words = {};
  for (const path of globSync('packages/elements/dist/messages/*.js', { cwd: root }).sort()) {
    const language = basename(path, '.js');
    if (language === 'messages') continue;
    const all = Object.values(await import(pathToFileURL(join(root, path)).href)).find(value => value?.play);
    words[language] = all.play;
  }
  return { __SHOPCAST_VERSION__: JSON.stringify(version()), __SHOPCAST_WORDS__: JSON.stringify(words) };
}

/** Tells the chunk that warms up which files belong to which part, each with what it imports. */
export function nameParts() {
  return {
    name: 'name-parts',
    renderChunk(code, _chunk, _options, { chunks }) {
      if (!code.includes('__SHOPCAST_PARTS__')) return null;
      const names = Object.entries(filesByPart(chunks)).map(([part, files]) => [part, files.map(file => basename(file))]);
      return { code: code.replaceAll('__SHOPCAST_PARTS__', JSON.stringify(Object.fromEntries(names))), map: null };
    },
  };
}

/** The files of each part, with those they import at once; what `app` has already is left out of the others. */
function filesByPart(chunks) {
  const all = Object.values(chunks).filter(({ moduleIds }) => moduleIds);
  const app = filesOf(
    all.find(chunk => partsIn(chunk).includes('app')),
    chunks,
  );
  const found = { app };
  for (const chunk of all) {
    const files = filesOf(chunk, chunks).filter(file => !app.includes(file));
    if (files.length > 0) for (const part of partsIn(chunk)) found[part] = files;
  }
  return found;
}

/** A chunk and everything it imports at once. */
function filesOf(chunk, chunks, found = new Set()) {
  if (!chunk || found.has(chunk.fileName)) return [...found];
  found.add(chunk.fileName);
  for (const file of chunk.imports) filesOf(chunks[file], chunks, found);
  return [...found];
}

/**
 * Removes files of earlier bundles, brings style sheets, and writes `shopcast.json` (every file with its size and integrity, and which files make a part),
 * `snippet.html`, what a page takes over, and `licences.txt`, those of the packages inside, whose notices are not in the code.
 */
export function listed(dir) {
  return {
    name: 'listed',
    async writeBundle(_options, bundle) {
      const folder = join(root, dir);
      const write = (name, text) => writeFileSync(join(folder, name), text);
      // The loader is small enough to be read without a map, and every page pays for its address.
      const loader = readFileSync(join(folder, 'shopcast.js'), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
      // All of it runs at once: told so, Chromium compiles it in one go instead of looking at each function twice.
      write('shopcast.js', `//# allFunctionsCalledOnLoad\n${loader}`);
      rmSync(join(folder, 'shopcast.js.map'), { force: true });
      for (const file of globSync('chunks/*', { cwd: folder })) if (!bundle[file.replaceAll('\\', '/')]) rmSync(join(folder, file));
      mkdirSync(join(folder, 'themes'), { recursive: true });
      for (const file of globSync('packages/elements/src/themes/*.css', { cwd: root }))
        cpSync(join(root, file), join(folder, 'themes', basename(file)));
      const { pageStyles } = await import(pathToFileURL(join(root, 'packages/shopcast/dist/loader/page.styles.js')).href);
      write('shopcast.css', `${shortenStyles(pageStyles).trim()}\n`);
      const files = globSync(['shopcast.js', 'shopcast.css', 'chunks/*.js', 'themes/*.css'], { cwd: folder })
        .map(file => file.replaceAll('\\', '/'))
        .sort()
        .map(file => describeFile(file, readFileSync(join(folder, file))));
      write('shopcast.json', `${JSON.stringify({ version: version(), files, parts: filesByPart(bundle) }, null, 2)}\n`);
      write('licences.txt', licences(bundle));
      write('snippet.html', snippet({ version: version(), files }));
    },
  };
}

/** The licences of all packages in a bundle, each with its name. */
function licences(bundle) {
  const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
  const folders = modules.flatMap(id => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/')) ?? []);
  const texts = [...new Set(folders)].sort().map(folder => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const [file] = globSync('LICEN[CS]E*', { cwd: folder });
    return `${name} ${version}\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

const version = () => JSON.parse(readFileSync(join(root, 'packages/shopcast/package.json'), 'utf8')).version;

function describeFile(file, content) {
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
  return { file, bytes: content.length, brotli: brotliCompressSync(content).length, integrity };
}

/**
 * What a page takes over to show a show, for files below an address.
 * @param {{ version: string, files: readonly { file: string, integrity: string }[] }} list what `shopcast.json` holds
 * @param {string} [base] ends in a slash
 * @returns {string} HTML
 */
export function snippet({ version, files }, base = `https://cdn.jsdelivr.net/npm/shopcast@${version}/cdn/`) {
  const tag = name => files.find(({ file }) => file === name).integrity;
  const integrity = Object.fromEntries(files.filter(({ file }) => file.startsWith('chunks/')).map(one => [base + one.file, one.integrity]));
  return `<!-- In the head. The style sheet keeps the space until the script is there. -->
<link rel="stylesheet" href="${base}shopcast.css" integrity="${tag('shopcast.css')}" crossorigin="anonymous" />
<script async src="${base}shopcast.js" integrity="${tag('shopcast.js')}" crossorigin="anonymous"></script>

<!-- Where the show shall stand. -->
<shopcast-show manifest="/shows/tonight.json" shop="woocommerce" label="Tonight at eight" poster="/shows/tonight.jpg"></shopcast-show>

<!-- If you want the integrity of every further file checked too, before all scripts of the page: -->
<script type="importmap">
${JSON.stringify({ integrity }, null, 2)}
</script>
`;
}
