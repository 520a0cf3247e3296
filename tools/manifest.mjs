/**
 * The Custom Elements Manifest of the packages with elements, made from their doc blocks: `node tools/manifest.mjs` writes
 * dist/custom-elements.json of each and names what is public but not described. Editors and the docs read the manifest.
 */
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { root } from './lib/run.mjs';

/** Packages whose elements people use. */
const packages = ['elements', 'studio'];

/**
 * Makes the manifest of one package's sources.
 * @param {string} folder the package
 * @returns {object} without anything private
 */
export function makeManifest(folder) {
  const paths = globSync('src/**/*.ts', { cwd: folder })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => !/\.(?:test|d)\.ts$|\/testing\//.test(path))
    .sort();
  const modules = paths.map(path => ts.createSourceFile(path, readFileSync(join(folder, path), 'utf8'), ts.ScriptTarget.ES2015, true));
  const manifest = create({ modules, plugins: litPlugin(), context: { dev: false, thirdPartyCEMs: [] } });
  for (const module of manifest.modules) {
    for (const declaration of module.declarations ?? []) {
      if (declaration.members) declaration.members = declaration.members.filter(isPublic);
      if (declaration.events) declaration.events = eventsOnce(declaration.events);
    }
  }
  return manifest;
}

/** Dispatching an event of a class that the doc block describes adds nothing; the analyzer takes the first argument for a name. */
function eventsOnce(events) {
  const describedTypes = new Set(events.filter(described).map(event => event.type?.text));
  return events.filter(event => described(event) || event.type?.text === 'Event' || !describedTypes.has(event.type?.text));
}

const isPublic = ({ name, privacy }) => !name.startsWith('#') && !name.startsWith('_') && privacy !== 'private' && privacy !== 'protected';

/**
 * Everything public of the elements in a manifest that lacks its description, and everything described that is not there.
 * @param {object} manifest
 * @param {string} folder the package, whose templates are read for slots and parts
 * @returns {string[]} one sentence each
 */
export function findUndocumented(manifest, folder) {
  const bases = new Set(manifest.modules.flatMap(({ declarations = [] }) => declarations.map(({ superclass }) => superclass?.name)));
  return manifest.modules.flatMap(module =>
    (module.declarations ?? [])
      .filter(declaration => declaration.customElement && declaration.kind === 'class')
      .flatMap(element =>
        complaints(element, bases.has(element.name) ? undefined : templatesBeside(join(folder, module.path))).map(
          text => `${module.path}: ${element.name} ${text}`,
        ),
      ),
  );
}

/** Members whose meaning HTML gives: every custom element that takes part in forms or focus has them. */
const ofThePlatform = new Set(
  `formAssociated shadowRootOptions formAssociatedCallback formDisabledCallback formResetCallback formStateRestoreCallback form validity
   validationMessage willValidate checkValidity reportValidity focus blur`.split(/\s+/),
);

/** @param templates - What the element draws; none for a class that elements extend, which has no name in HTML and draws nothing. */
function complaints(element, templates) {
  const found = [];
  if (templates && !element.tagName && !/@element\b/.test(templates.ownText)) found.push('has no @element tag that names it.');
  if (!described(element)) found.push('has no description.');
  const own = list => (list ?? []).filter(item => !item.inheritedFrom);
  for (const member of own(element.members)) {
    if (!described(member) && !ofThePlatform.has(member.name))
      found.push(`has a public ${member.kind} "${member.name}" without a description.`);
  }
  for (const attribute of own(element.attributes)) {
    if (!described(attribute)) found.push(`has an attribute "${attribute.name}" without a description.`);
  }
  for (const event of own(element.events)) {
    if (!event.name) found.push(`dispatches ${event.type?.text ?? 'an event'} without an @event that names it.`);
    else if (!described(event)) found.push(`has an event "${event.name}" without a description.`);
  }
  if (!templates) return found;
  found.push(
    ...compare('slot', element.slots, templates.slots, templates.mayHave),
    ...compare('part', element.cssParts, templates.parts, templates.mayHave),
  );
  return found;
}

/** Slots or parts: what the templates have beside what the doc block says. */
function compare(kind, documented = [], present, mayHave) {
  const shown = name => (name === '' ? 'the default slot' : `${kind} "${name}"`);
  const names = new Set(documented.map(item => item.name));
  return [
    ...[...present].filter(name => !names.has(name)).map(name => `has ${shown(name)} in a template but not in its doc block.`),
    ...documented
      .filter(item => !present.has(item.name) && !mayHave(item.name))
      .map(item => `documents ${shown(item.name)}, which no template has.`),
    ...documented.filter(item => !described(item)).map(item => `has ${shown(item.name)} without a description.`),
  ];
}

const described = ({ description, summary }) => Boolean((description ?? summary ?? '').trim());

/**
 * The slots and parts that the files of an element's folder write literally. `mayHave` also knows those whose name is computed: it stands
 * in quotes in the folder, or is written by a helper of `internal/` that the folder imports.
 */
function templatesBeside(file) {
  const folder = dirname(file);
  const texts = readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.includes('.test.') && !name.endsWith('.d.ts'))
    .map(name => withoutComments(readFileSync(join(folder, name), 'utf8')));
  const slots = new Set();
  const parts = new Set();
  for (const text of texts) {
    for (const [, attributes] of text.matchAll(/<slot\b([^>]*)>/g)) slots.add(/\bname="([^"$]*)"/.exec(attributes)?.[1] ?? '');
    for (const [, names] of text.matchAll(/\bpart="([^"$]*)"/g)) for (const name of names.split(/\s+/).filter(Boolean)) parts.add(name);
  }
  const helpers = [...new Set(texts.flatMap(text => [...text.matchAll(/from '\.\.\/(internal\/[\w.-]+)\.js'/g)].map(([, path]) => path)))]
    .map(path => join(folder, '..', `${path}.ts`))
    .filter(path => existsSync(path))
    .map(path => withoutComments(readFileSync(path, 'utf8')));
  const mayHave = name =>
    texts.some(text => [...text.matchAll(/\bpart=\$\{`([^`]*)`/g)].some(([, names]) => names.split(/\s+/).includes(name))) ||
    texts.some(text => text.includes(`'${name}'`) || new RegExp(`^\\s*${name}:`, 'm').test(text)) ||
    helpers.some(text => new RegExp(`\\b(?:part|name)="(?:[^"]* )?${name}(?: [^"]*)?"|'${name}'`).test(text));
  return { slots, parts, mayHave, ownText: readFileSync(file, 'utf8') };
}

const withoutComments = text => text.replace(/\/\*[\s\S]*?\*\//g, '');

/**
 * Writes the manifests and gives all complaints.
 * @param {string} [from]
 * @returns {string[]}
 */
export function checkManifests(from = root) {
  const found = [];
  for (const name of packages) {
    const folder = join(from, 'packages', name);
    if (!existsSync(join(folder, 'src'))) continue;
    const manifest = makeManifest(folder);
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'dist/custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    found.push(...findUndocumented(manifest, folder).map(text => posix.join('packages', name, text)));
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = checkManifests();
  if (found.length > 0) console.error(found.join('\n'));
  process.exitCode = found.length > 0 ? 1 : 0;
}
