/**
 * What editors and type checkers know of the elements, made from the Custom Elements Manifest for the package people install: `node tools/editor-data.mjs`
 * writes packages/shopcast/src/types/tags.ts (attributes and events of each tag, for JSX and Vue), and into its dist custom-elements.json,
 * vscode.html-custom-data.json and web-types.json.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { root } from './lib/run.mjs';
import { makeManifest } from './manifest.mjs';

/** The elements of a manifest, each with the name of its subpath. */
function elementsOf(manifest) {
  return manifest.modules
    .flatMap(module =>
      (module.declarations ?? []).map(declaration => ({ ...declaration, name: declaration.name, folder: basename(dirname(module.path)) })),
    )
    .filter(({ customElement, tagName }) => customElement && tagName)
    .sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
}

const textOf = ({ description, summary }) => (description ?? summary ?? '').trim();
const attributesOf = element => element.attributes ?? [];
const eventsOf = element => (element.events ?? []).filter(({ name }) => name);
/** Words an attribute may be, where its type is a list of them: `'a' | 'b'`, or `a|b` in a doc block. */
function wordsOf(attribute) {
  const parts = (attribute.type?.text ?? '').split('|').map(part => part.trim());
  const words = parts.filter(part => part !== 'undefined').map(part => part.replace(/^'(.*)'$/, '$1'));
  const isList = words.length > 1 && parts.every((part, i) => part === 'undefined' || part !== words[i] || /^[a-z-]+$/.test(part));
  return isList && !words.some(word => ['string', 'number', 'boolean'].includes(word)) ? words : [];
}
const isFlag = attribute => attribute.type?.text === 'boolean';

/** Types of every tag, as source. */
export function tagsSource(elements) {
  const comment = text => `/** ${text.replaceAll('*/', '*\\/').replace(/\s+/g, ' ')} */\n`;
  const attributeType = (element, attribute) => {
    if (attribute.fieldName) return `${element.name}['${attribute.fieldName}']`;
    const words = wordsOf(attribute);
    return words.length > 0 ? words.map(word => `'${word}'`).join(' | ') : 'string';
  };
  const settable = element =>
    (element.members ?? []).filter(
      ({ kind, readonly, attribute, static: isStatic }) => kind === 'field' && !readonly && !attribute && !isStatic,
    );
  const body = element => [
    ...attributesOf(element).map(one => `${comment(textOf(one))}'${one.name}'?: ${attributeType(element, one)} | undefined;`),
    ...settable(element).map(one => `${comment(textOf(one))}${one.name}?: ${element.name}['${one.name}'] | undefined;`),
    ...eventsOf(element).map(
      one => `${comment(textOf(one))}'on${one.name}'?: ((event: ${one.type?.text ?? 'Event'}) => void) | undefined;`,
    ),
  ];
  const imported = new Set(elements.flatMap(element => [element.name, ...eventsOf(element).map(one => one.type?.text ?? 'Event')]));
  imported.delete('Event');
  return `// Made by tools/editor-data.mjs from the doc blocks of the elements. Change those, and run it.
import type { ${[...imported].sort().join(', ')} } from '@shopcast/elements';

/** Attributes, properties and events of every element, by tag: for the JSX of React, Preact and Solid, and for Vue. See docs/npm.md. */
export interface ShopcastTags {
${elements.map(element => `${comment(textOf(element))}'${element.tagName}': {\n${body(element).join('\n')}\n};`).join('\n')}
}
`;
}

/** Data for HTML in VS Code. */
export function vsCodeData(elements) {
  const named = (name, one) => ({ name, description: textOf(one) });
  return {
    version: 1.1,
    tags: elements.map(element => ({
      ...named(element.tagName, element),
      attributes: attributesOf(element).map(one => {
        const words = wordsOf(one);
        return {
          ...named(one.name, one),
          ...(isFlag(one) && { valueSet: 'v' }),
          ...(words.length > 0 && { values: words.map(name => ({ name })) }),
        };
      }),
    })),
  };
}

/** Data for JetBrains editors. */
export function webTypes(elements, version) {
  const named = list => (list ?? []).map(one => ({ name: one.name, description: textOf(one) }));
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name: 'shopcast',
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map(element => ({
          name: element.tagName,
          description: textOf(element),
          attributes: attributesOf(element).map(one => ({
            name: one.name,
            description: textOf(one),
            value: {
              type:
                wordsOf(one).length > 0
                  ? wordsOf(one)
                      .map(word => `'${word}'`)
                      .join(' | ')
                  : (one.type?.text ?? 'string'),
              required: false,
            },
          })),
          slots: named(element.slots),
          js: { events: named(eventsOf(element)) },
          css: { properties: named(element.cssProperties), parts: named(element.cssParts) },
        })),
      },
    },
  };
}

/** The manifest with the paths by which people import. */
function installed(manifest, elements) {
  return {
    ...manifest,
    modules: elements.map(({ folder, ...declaration }) => ({
      kind: 'javascript-module',
      path: `dist/elements/${folder}.js`,
      declarations: [declaration],
      exports: [{ kind: 'custom-element-definition', name: declaration.tagName, declaration: { name: declaration.name } }],
    })),
  };
}

/**
 * Writes all but the types, and says when those are old.
 * @param {{ write?: boolean }} [options] `write`: writes the types too
 * @returns {Promise<string[]>} one sentence for each thing that is not as it should be
 */
export async function checkEditorData({ write = false } = {}) {
  const manifest = makeManifest(join(root, 'packages/elements'));
  const elements = elementsOf(manifest);
  const { version } = JSON.parse(readFileSync(join(root, 'packages/shopcast/package.json'), 'utf8'));
  const dist = join(root, 'packages/shopcast/dist');
  mkdirSync(dist, { recursive: true });
  const data = {
    'custom-elements.json': installed(manifest, elements),
    'vscode.html-custom-data.json': vsCodeData(elements),
    'web-types.json': webTypes(elements, version),
  };
  for (const [name, content] of Object.entries(data)) writeFileSync(join(dist, name), `${JSON.stringify(content, null, 2)}\n`);
  const file = join(root, 'packages/shopcast/src/types/tags.ts');
  const source = await format(tagsSource(elements), { ...(await resolveConfig(file)), filepath: file });
  if (existsSync(file) && readFileSync(file, 'utf8') === source) return [];
  if (!write) return ['packages/shopcast/src/types/tags.ts is not what the elements are: run "node tools/editor-data.mjs".'];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
  return [];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await checkEditorData({ write: true });
