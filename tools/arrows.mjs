/**
 * The arrows between the packages, as a check: which package may import which, and where third-party code enters. A change here is
 * a change of the design. `node tools/arrows.mjs` prints every import that goes against an arrow; with names, only of these packages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { ofParts } from './lib/parts.mjs';
import { root } from './lib/run.mjs';
import { classify } from './lib/test-files.mjs';

const anywhere = /^/;
const player = /^player\//;
const controllers = /^internal\//;

/**
 * What each package may import: `packages` of ours, and `modules` of others with the files that may do so (paths below src/).
 * `node`: the files that may import Node's own modules. A module not named here is refused.
 */
const arrows = {
  core: { packages: [], modules: { valibot: anywhere } },
  commerce: { packages: ['core'], modules: {} },
  live: {
    packages: ['core'],
    modules: { 'eventsource-parser': /^transports\/sse\//, '@nats-io/*': /^transports\/nats\// },
  },
  session: { packages: ['core', 'commerce', 'live'], modules: { nanostores: anywhere } },
  elements: {
    packages: ['session'],
    modules: {
      lit: anywhere,
      '@lit/context': anywhere,
      lucide: anywhere,
      nanostores: controllers,
      'hls.js': player,
      'media-chrome': player,
    },
  },
  studio: { packages: ['session', 'elements'], modules: { lit: anywhere, '@lit/context': anywhere, nanostores: controllers } },
  server: {
    packages: ['core'],
    modules: {
      '@fastify/*': anywhere,
      '@nats-io/*': anywhere,
      fastify: anywhere,
      jose: anywhere,
      pino: anywhere,
      'prom-client': anywhere,
      standardwebhooks: anywhere,
      valibot: anywhere,
    },
    node: anywhere,
  },
  testing: {
    packages: ['core', 'commerce', 'live'],
    modules: { chai: anywhere, 'fast-check': anywhere, graphql: /^shopify-twin\// },
    node: /^fault-proxy\/|^woo-twin\/woo-listener/,
  },
  shopcast: { packages: ['core', 'commerce', 'live', 'session', 'elements', 'studio'], modules: {} },
  react: { packages: ['elements'], modules: { react: anywhere } },
};

/** Beside their package's own, tests may import these. */
const testModules = [
  'chai',
  'fast-check',
  'mocha',
  'msw',
  '@open-wc/testing',
  '@web/test-runner-commands',
  'axe-core',
  'graphql',
  'ajv',
  'ajv-formats',
  'puppeteer-core',
  'hls.js', // the player that ways through the video are tried with
];

/** One shop's or one way's code is reached only where somebody chooses it. */
const choosers = new Set(['shopcast', 'testing']);

/**
 * Finds the imports that go against the arrows.
 * @param {string} [from] a folder that holds packages/
 * @returns {string[]} one sentence for each
 */
export function findWrongImports(from = root) {
  const wrong = [];
  for (const name of readdirSync(join(from, 'packages')).sort()) {
    const rule = arrows[name];
    const src = join(from, 'packages', name, 'src');
    const files = sources(src);
    if (!rule && files.length > 0) wrong.push(`packages/${name} has no arrows: say in tools/arrows.mjs what it may import.`);
    if (!rule) continue;
    for (const file of files) {
      const path = `packages/${name}/src/${file}`;
      for (const specifier of importsOf(readFileSync(join(src, file), 'utf8'))) {
        const reason = objection(specifier, { name, rule, file, test: classify(path) ?? helper(file) });
        if (reason) wrong.push(`${path} imports "${specifier}": ${reason}`);
      }
    }
  }
  return wrong;
}

/** What tests share lies in a folder `testing` of its package: it is not shipped, and imports what tests may. */
function helper(file) {
  return file.split('/').slice(0, -1).includes('testing') ? { node: false, browser: true } : undefined;
}

/** Why this import is wrong; `undefined` when it is right. */
function objection(specifier, { name, rule, file, test }) {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    return target.startsWith('..') ? 'a package reaches into its own src/ only; import others by their name.' : undefined;
  }
  if (specifier.startsWith('node:')) {
    const allowed = rule.node?.test(file) || (test?.node && !test.browser);
    return allowed ? undefined : `${name} runs in browsers; only the server, the fault proxy and *.node.test.ts use Node.`;
  }
  const [, own, below] = /^@shopcast\/([^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  if (own) return ownObjection(own, below, { name, rule, test });
  return moduleObjection(specifier, { name, rule, file, test });
}

function ownObjection(own, below, { name, rule, test }) {
  if (own === name) return 'inside a package imports are relative.';
  if (test && (own === 'testing' || below === 'adapters/memory')) return undefined;
  if (!rule.packages.includes(own)) return `${name} may import ${list(rule.packages.map(one => `@shopcast/${one}`))}.`;
  const chosen = /^(?:adapters|transports)\//.test(below ?? '');
  if (chosen && !test && !choosers.has(name)) return 'which adapter or transport is used is decided by the page.';
  return undefined;
}

function moduleObjection(specifier, { name, rule, file, test }) {
  if (test && testModules.some(module => covers(module, specifier))) return undefined;
  const entry = Object.entries(rule.modules).find(([module]) => covers(module, specifier));
  if (!entry) return `${name} may import ${list(Object.keys(rule.modules))}${rule.node ? ' and Node' : ''}.`;
  return test || entry[1].test(file) ? undefined : `${entry[0]} enters ${name} at one place, ${entry[1].source}.`;
}

const covers = (module, specifier) =>
  module.endsWith('/*') ? specifier.startsWith(module.slice(0, -1)) : specifier === module || specifier.startsWith(`${module}/`);

const list = names => (names.length === 0 ? 'nothing of this kind' : `only ${names.join(', ')}`);

/** Everything a file imports: statically, dynamically, by re-export, as a type. */
export const importsOf = text => ts.preProcessFile(text, true, true).importedFiles.map(file => file.fileName);

function sources(folder) {
  try {
    return readdirSync(folder, { recursive: true })
      .map(path => path.replaceAll('\\', '/'))
      .filter(path => /\.(?:ts|tsx|mjs|js)$/.test(path))
      .sort();
  } catch {
    return [];
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wrong = ofParts(findWrongImports(), process.argv.slice(2));
  if (wrong.length > 0) console.error(wrong.join('\n'));
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
