import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** How code is made small for production, beside its templates: for terser. The licences of others stand in a file of their own. */
export const minify = { module: true, ecma: 2020, compress: { passes: 3 }, format: { comments: false } };

/**
 * A plugin of rollup for production: takes out of styles and markup in templates what only people read. Comments and needless space in `css` (and in
 * `String.raw` of files of styles); in `html` and `svg` a line break with its indentation becomes one space, or nothing beside a block, which looks
 * the same. Custom properties that are nobody else's (`--_space-xs`) get short names, the same in every bundle of one build.
 */
export function shorterTemplates() {
  let names;
  return {
    name: 'shorter-templates',
    buildStart() {
      names = ownProperties();
    },
    transform(code, id) {
      if (!id.replaceAll('\\', '/').includes('/packages/')) return null;
      if (/\b(?:css|html|svg|raw)\s*`/.test(code)) {
        const edits = templatesIn(this.parse(code), /(?:styles|space)\.js$/.test(id)).sort((a, b) => b.start - a.start);
        for (const { start, end, shorten } of edits) code = code.slice(0, start) + shorten(code.slice(start, end)) + code.slice(end);
      }
      return { code: code.replace(ownProperty, name => names.get(name) ?? name), map: null };
    },
  };
}

const ownProperty = /--_[\w-]+/g;

/** A short name for each private custom property of the elements. */
function ownProperties() {
  const sources = globSync('packages/elements/dist/**/*.js', { cwd: root }).map(path => readFileSync(join(root, path), 'utf8'));
  const found = new Set(sources.flatMap(source => source.match(ownProperty) ?? []));
  return new Map([...found].sort().map((name, at) => [name, `--_${at.toString(36)}`]));
}

/** The texts between the values of each template, with how to shorten them. */
function templatesIn(tree, isStyles) {
  const found = [];
  const look = node => {
    if (Array.isArray(node)) return node.forEach(look);
    if (typeof node?.type !== 'string') return;
    if (node.type === 'TaggedTemplateExpression') {
      const shorten = shortenerFor(node.tag, isStyles);
      if (shorten) for (const { start, end } of node.quasi.quasis) found.push({ start, end, shorten });
    }
    for (const value of Object.values(node)) if (typeof value === 'object') look(value);
  };
  look(tree);
  return found;
}

function shortenerFor(tag, isStyles) {
  if (tag.name === 'css' || (isStyles && tag.object?.name === 'String')) return shortenStyles;
  return tag.name === 'html' || tag.name === 'svg' ? shortenMarkup : undefined;
}

/** Tags beside which space is never seen. */
const block = 'article|dd|details|dialog|div|dl|dt|footer|form|h2|h3|header|li|p|search|section|summary|ul';

function shortenMarkup(text) {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ (?=>)/g, '')
    .replace(new RegExp(` (?=</?(?:${block})\\b)`, 'g'), '')
    .replace(new RegExp(`(</(?:${block})>|<(?:${block})(?: [^<>]*)?>) `, 'g'), '$1');
}

/** A style sheet, or a piece of one between values that are put in, without comments and needless space. */
export function shortenStyles(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/ ([>~]) /g, '$1')
    .replace(/(?<=[\s:(,-])0\.(?=\d)/g, '.')
    .replace(/#([\da-f])\1([\da-f])\2([\da-f])\3\b/g, '#$1$2$3')
    .replace(/;}/g, '}');
}
