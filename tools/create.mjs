/**
 * `npm run create -- element NAME` (or adapter, transport): writes the files of a new one, each where its name says, with a first
 * test that fails until it does something.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from './lib/run.mjs';

const templates = fileURLToPath(new URL('./templates', import.meta.url));

/** Where each kind lives; NAME is replaced. */
const kinds = {
  element: { source: 'packages/elements/src/NAME', page: 'docs/elements' },
  adapter: { source: 'packages/commerce/src/adapters/NAME', page: 'docs/adapters' },
  transport: { source: 'packages/live/src/transports/NAME', page: 'docs/transports' },
};

/** Folders of packages/elements/src that are no elements. */
const reserved = ['internal', 'messages', 'index', 'define', 'events'];

/**
 * @param {string} kind element, adapter or transport
 * @param {string} name in kebab-case, without `shopcast-`
 * @param {string} [into] top of the repository
 * @returns {string[]} paths of the files written
 * @throws {Error} whose message says what is wrong with kind or name
 */
export function create(kind, name, into = root) {
  const places = kinds[kind];
  if (!places)
    throw new Error(
      `"${kind ?? ''}" cannot be created. Known are: ${Object.keys(kinds).join(', ')}. Usage: npm run create -- element NAME`,
    );
  checkName(name, kind);
  const files = Object.entries(places).flatMap(([part, place]) => {
    const folder = join(templates, kind, part);
    return readdirSync(folder).map(file => ({
      path: `${place.replace('NAME', name)}/${fill(file, name)}`,
      text: fill(readFileSync(join(folder, file), 'utf8'), name),
    }));
  });
  const taken = [places.source.replace('NAME', name), ...files.map(file => file.path)].find(path => existsSync(join(into, path)));
  if (taken) throw new Error(`${taken} is there already. Choose another name.`);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text, { flag: 'wx' });
  }
  return files.map(file => file.path);
}

function checkName(name, kind) {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name ?? '') || name.length > 40) {
    throw new Error(`"${name ?? ''}" is no name: write it in lower case with hyphens, like countdown-offer.`);
  }
  if (name.startsWith('shopcast')) throw new Error(`Leave out "shopcast": the ${kind} gets it by itself where it belongs.`);
  if (kind === 'element' && reserved.includes(name)) throw new Error(`"${name}" is the name of something else in packages/elements/src.`);
}

function fill(text, name) {
  const pascal = name.replace(/(?:^|-)([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  const camel = pascal[0].toLowerCase() + pascal.slice(1);
  const words = (name[0].toUpperCase() + name.slice(1)).replaceAll('-', ' ');
  return text.replaceAll('__name__', name).replaceAll('__Name__', pascal).replaceAll('__camel__', camel).replaceAll('__Words__', words);
}

/** What remains to be done by hand. */
const next = {
  element: name => [
    `import './${name}/define.js' in packages/elements/src/define.ts and export the class in packages/elements/src/index.ts`,
    `npm test -- packages/elements/src/${name}/${name}.test.ts --browser=chrome`,
  ],
  adapter: name => [`npm test -- packages/commerce/src/adapters/${name}/${name}.test.ts --browser=chrome`],
  transport: name => [`npm test -- packages/live/src/transports/${name}/${name}.test.ts --browser=chrome`],
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [kind, name] = process.argv.slice(2);
  try {
    console.log(create(kind, name).join('\n'));
    console.log(
      `\nNext:\n${next[kind](name)
        .map(line => `  ${line}`)
        .join('\n')}`,
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
