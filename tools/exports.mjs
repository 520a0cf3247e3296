/**
 * What each package offers, compared with what was built: every target of its exports map is there, everything made to be imported
 * is exported, `sideEffects` names exactly the files with effects, `files` ships what is needed and no more, and its dependencies
 * are what the built files import. `node tools/exports.mjs` prints what is not so.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { importsOf } from './arrows.mjs';
import { root } from './lib/run.mjs';
import { filesByWord, listFiles } from './lib/same-word.mjs';

/** Built files that people import, by the rules of where things live. `x` stands for the same word twice. */
const entries = [
  /^dist\/index\.js$/,
  /^dist\/(?:[^/]+\/)?define\.js$/,
  /^dist\/messages\/[a-z]{2}(?:-\w+)?\.js$/,
  /^dist\/(?:adapters|transports)\/([^/]+)\/\1\.js$/,
];

/** What every package ships: built files and sources for debuggers, no tests and no state of the build. */
const shipped = ['dist', 'src', '!**/*.test.*', '!dist/.tsbuildinfo'];

/**
 * @param {string} [from] a folder that holds packages/
 * @returns {string[]} one sentence for each thing that is not as it should be
 */
export function checkExports(from = root) {
  return readdirSync(join(from, 'packages'))
    .sort()
    .filter(name => existsSync(join(from, 'packages', name, 'package.json')))
    .flatMap(name => {
      const folder = join(from, 'packages', name);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return [
        ...targets(manifest, folder),
        ...sideEffects(manifest, folder),
        ...files(manifest, folder),
        ...dependencies(manifest, folder),
      ].map(text => `packages/${name}: ${text}`);
    });
}

function targets({ exports = {} }, folder) {
  const found = [];
  const reached = new Set();
  for (const [path, conditions] of Object.entries(exports)) {
    if (typeof conditions === 'string') {
      if (listFiles(folder, conditions).length === 0) found.push(`exports "${path}" names ${conditions}, which is not there.`);
      continue;
    }
    const [source, types, built] = ['@shopcast/source', 'types', 'default'].map(condition => words(folder, conditions[condition]));
    if (Object.keys(conditions).join() !== '@shopcast/source,types,default') {
      found.push(`exports "${path}" must have the conditions @shopcast/source, types, default, in this order.`);
    }
    const all = new Set([...source.keys(), ...types.keys(), ...built.keys()]);
    if (all.size === 0) found.push(`exports "${path}" matches no file.`);
    for (const word of all) {
      const at = path.replace('*', word);
      if (!source.has(word)) found.push(`exports "${at}" has no source ${conditions['@shopcast/source']}.`);
      if (!types.has(word)) found.push(`exports "${at}" has no types ${conditions.types}.`);
      if (!built.has(word)) found.push(`exports "${at}" has no built file ${conditions.default}.`);
    }
    for (const file of built.values()) reached.add(file);
  }
  for (const file of listFiles(folder, 'dist/**/*.js')) {
    if (entries.some(entry => entry.test(file)) && !reached.has(file))
      found.push(`${file} was built to be imported, but no export reaches it.`);
  }
  return found;
}

/** Files of a target, by the word its `*` stands for (the same one everywhere); a target without `*` has the word ''. */
function words(folder, target) {
  if (!target) return new Map();
  const pattern = target.replace(/^\.\//, '');
  if (!pattern.includes('*')) return existsSync(join(folder, pattern)) ? new Map([['', pattern]]) : new Map();
  return new Map([...filesByWord(folder, pattern)].filter(([word]) => !/\.(?:test|d)$/.test(word)));
}

function sideEffects({ sideEffects: declared, files: ships = [] }, folder) {
  if (declared === undefined) return ['has no sideEffects: say false, or name the files.'];
  const patterns = declared === false ? [] : declared.map(pattern => pattern.replace(/^\.\//, ''));
  // What is kept at home can surprise nobody's bundler.
  const atHome = ships.filter(pattern => pattern.startsWith('!')).map(pattern => pattern.slice(1));
  const modules = [...listFiles(folder, 'dist/**/*.js'), ...listFiles(folder, 'src/**/*.ts')].filter(
    file => !/\.(?:test|d)\.ts$/.test(file) && !atHome.some(pattern => matchesGlob(file, `${pattern}/**`)),
  );
  const effects = new Map(modules.map(file => [file, firstEffect(readFileSync(join(folder, file), 'utf8'))]).filter(([, line]) => line));
  for (const file of [...listFiles(folder, 'src/**/*.css'), ...listFiles(folder, 'cdn/themes/*.css')]) effects.set(file, 1); // a style sheet does nothing else
  const named = new Set();
  const found = [];
  for (const pattern of patterns) {
    const matched = listFiles(folder, pattern);
    matched.forEach(file => named.add(file));
    if (!matched.some(file => effects.has(file)))
      found.push(`sideEffects names ${pattern}, where no file does anything when it is imported.`);
  }
  for (const [file, line] of effects) {
    if (!named.has(file)) found.push(`${file} does something when it is imported (line ${line}), and sideEffects does not name it.`);
  }
  return found;
}

/** Called at the top of a module, these only complete a value of the same file: without the value nobody misses them. */
const completing = new Set(['__decorate', 'onMount']);
/** Computing with these changes nothing that others see. */
const pure = new Set(['Math', 'Object', 'Number', 'String', 'Array', 'Map', 'Set', 'JSON', 'Intl', 'Symbol', 'BigInt']);

/** The first line of a module that changes something outside it when it is imported; `undefined` when none does. */
function firstEffect(text) {
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  const own = new Set();
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) for (const { name } of statement.declarationList.declarations) own.add(name.getText());
    else if (statement.name && !ts.isImportDeclaration(statement)) own.add(statement.name.getText());
  }
  const outside = expression => {
    let from = expression;
    while (ts.isPropertyAccessExpression(from) || ts.isElementAccessExpression(from) || ts.isCallExpression(from)) from = from.expression;
    return ts.isIdentifier(from) && !own.has(from.text) && !pure.has(from.text);
  };
  const acts = node => {
    if (ts.isFunctionLike(node)) return false; // runs later, if at all
    if (ts.isCallExpression(node) && completing.has(node.expression.getText())) return false;
    if (ts.isCallExpression(node) && outside(node.expression)) return true;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && outside(node.left)) return true;
    return Boolean(ts.forEachChild(node, acts));
  };
  // Declarations are left to bundlers, which drop the unused ones of a package without side effects.
  const declares = node =>
    ts.isVariableStatement(node) || ts.isClassDeclaration(node) || ts.isImportDeclaration(node) || ts.isExportAssignment(node);
  for (const statement of file.statements) {
    const bareImport = ts.isImportDeclaration(statement) && !statement.importClause;
    if (bareImport || (!declares(statement) && acts(statement))) return file.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
  }
  return undefined;
}

function files({ files: ships = [] }, folder) {
  // What several tests share stays at home as they do.
  const needed = listFiles(folder, 'src/**/testing/*').length > 0 ? [...shipped, '!**/testing'] : shipped;
  return needed.filter(pattern => !ships.includes(pattern)).map(pattern => `files lacks "${pattern}".`);
}

function dependencies({ name, dependencies: own = {}, peerDependencies = {} }, folder) {
  const imported = new Map();
  for (const file of [...listFiles(folder, 'dist/**/*.js'), ...listFiles(folder, 'dist/**/*.d.ts')]) {
    for (const specifier of importsOf(readFileSync(join(folder, file), 'utf8'))) {
      const module = /^(?:@[^/]+\/[^/]+|[^@./][^/]*)/.exec(specifier)?.[0];
      if (module && !module.startsWith('node:') && module !== name) imported.set(module, file);
    }
  }
  if (listFiles(folder, 'dist/**/*.js').length === 0) return ['nothing was built.'];
  const declared = new Set([...Object.keys(own), ...Object.keys(peerDependencies)]);
  return [
    ...[...imported]
      .filter(([module]) => !declared.has(module))
      .map(([module, file]) => `${file} imports ${module}, which is no dependency.`),
    ...[...declared].filter(module => !imported.has(module)).map(module => `${module} is a dependency, but nothing imports it.`),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = checkExports();
  if (found.length > 0) console.error(found.join('\n'));
  process.exitCode = found.length > 0 ? 1 : 0;
}
