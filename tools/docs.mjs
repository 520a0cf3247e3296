/**
 * The docs against the code: every error code has its heading and no heading is without its code, every element, adapter and
 * transport has its page, every link to a file leads somewhere. `node tools/docs.mjs` prints what is not so.
 */
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/run.mjs';

/** Folders in which every folder is one thing with one page. `has` is the file that makes a folder such a thing. */
const paged = [
  { folder: 'packages/elements/src', has: () => 'define.ts', pages: 'docs/elements' },
  { folder: 'packages/studio/src', has: () => 'define.ts', pages: 'docs/studio' },
  { folder: 'packages/commerce/src/adapters', has: name => `${name}.ts`, pages: 'docs/adapters' },
  { folder: 'packages/live/src/transports', has: name => `${name}.ts`, pages: 'docs/transports' },
];

/**
 * @param {string} [from] top of the repository
 * @returns {string[]} one sentence for each thing that is not as it should be
 */
export function checkDocs(from = root) {
  return [...errorHeadings(from), ...eventRows(from), ...missingPages(from), ...deadLinks(from)];
}

/** Every event of the elements has its row in docs/events.md: among intents or facts, with all of its detail, and a name for GA4 or `none`. */
function eventRows(from) {
  const source = readFileSync(join(from, 'packages/elements/src/events.ts'), 'utf8');
  const classes = source.matchAll(/class \w+ extends Shopcast(Intent|Fact)<([\s\S]*?)> \{\s*constructor[\s\S]*?super\('([a-z-]+)'/g);
  const events = [...classes].map(([, kind, detail, type]) => ({
    kind,
    type,
    detail: [...detail.matchAll(/readonly (\w+\??):/g)].map(([, name]) => name),
  }));
  const [, intents = '', facts = ''] =
    /^## Intents$([\s\S]*)^## Facts$([\s\S]*)/m.exec(readFileSync(join(from, 'docs/events.md'), 'utf8')) ?? [];
  const rowsOf = text => [...text.matchAll(/^\| `(shopcast-[a-z-]+)` *\|([^|]*)\|[^|]*\|([^|]*)\|$/gm)];
  const rows = { Intent: rowsOf(intents), Fact: rowsOf(facts) };
  const known = new Set(events.map(({ type }) => type));
  return [
    ...(events.length === 0 ? ['packages/elements/src/events.ts has no events that could be read.'] : []),
    ...events.flatMap(({ kind, type, detail }) => {
      const row = rows[kind].find(([, name]) => name === type);
      if (!row) return [`docs/events.md has no row for ${type} among the ${kind.toLowerCase()}s.`];
      const [, , told, ga4] = row;
      const names = [...told.matchAll(/`(\w+\??)`/g)].map(([, name]) => name);
      return [
        ...detail.filter(name => !names.includes(name)).map(name => `docs/events.md does not tell of \`${name}\` of ${type}.`),
        ...(ga4.trim() === '' ? [`docs/events.md has no name for GA4 at ${type}; say "none" where there is none.`] : []),
      ];
    }),
    ...[...rows.Intent, ...rows.Fact]
      .filter(([, type]) => !known.has(type))
      .map(([, type]) => `docs/events.md tells of ${type}, which is no event.`),
  ];
}

function errorHeadings(from) {
  const source = readFileSync(join(from, 'packages/core/src/errors/errors.ts'), 'utf8');
  const [, list = ''] = /errorCodes = \[([^\]]*)\]/.exec(source) ?? [];
  const codes = [...list.matchAll(/'([a-z-]+\/[a-z0-9-]+)'/g)].map(([, code]) => code);
  const text = readFileSync(join(from, 'docs/errors.md'), 'utf8');
  const headings = [...text.matchAll(/^### (\S+)$/gm)].map(([, code]) => code);
  const families = new Set([...text.matchAll(/^## (\S+)$/gm)].map(([, family]) => family));
  const twice = headings.filter((code, index) => headings.indexOf(code) !== index);
  return [
    ...(codes.length === 0 ? ['packages/core/src/errors/errors.ts has no list of codes that could be read.'] : []),
    ...codes.filter(code => !headings.includes(code)).map(code => `docs/errors.md has no heading "### ${code}".`),
    ...headings.filter(code => !codes.includes(code)).map(code => `docs/errors.md explains ${code}, which is no code.`),
    ...twice.map(code => `docs/errors.md explains ${code} twice.`),
    ...[...new Set(codes.map(code => code.split('/')[0]))]
      .filter(family => !families.has(family))
      .map(family => `docs/errors.md has no heading "## ${family}".`),
  ];
}

function missingPages(from) {
  return paged.flatMap(({ folder, has, pages }) => {
    if (!existsSync(join(from, folder))) return [];
    return readdirSync(join(from, folder))
      .filter(name => existsSync(join(from, folder, name, has(name))) && !existsSync(join(from, pages, `${name}.md`)))
      .map(name => `${folder}/${name} has no page ${pages}/${name}.md.`);
  });
}

function deadLinks(from) {
  const files = ['*.md', 'docs/**/*.md', 'packages/*/*.md', 'examples/*/*.md'].flatMap(pattern => globSync(pattern, { cwd: from }));
  return files.flatMap(file => {
    const text = readFileSync(join(from, file), 'utf8').replace(/^(`{3,})[\s\S]*?^\1/gm, '');
    return [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g)]
      .filter(([, target]) => !existsSync(join(from, dirname(file), decodeURI(target))))
      .map(([, target]) => `${file.replaceAll('\\', '/')} links to ${target}, which is not there.`);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = checkDocs();
  if (found.length > 0) console.error(found.join('\n'));
  process.exitCode = found.length > 0 ? 1 : 0;
}
