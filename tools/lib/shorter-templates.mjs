/** How code is made small for production, beside its templates: for terser. */
export const minify = { module: true, ecma: 2020, compress: { passes: 3 } };

/**
 * A plugin of rollup for production: takes out of styles and markup in templates what only people read. Comments and needless space in `css` (and in
 * `String.raw` of files of styles); in `html` and `svg` a line break with its indentation becomes one space, which looks the same.
 */
export function shorterTemplates() {
  return {
    name: 'shorter-templates',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').includes('/packages/') || !/\b(?:css|html|svg|raw)\s*`/.test(code)) return null;
      const edits = templatesIn(this.parse(code), /(?:styles|space)\.js$/.test(id)).sort((a, b) => b.start - a.start);
      for (const { start, end, shorten } of edits) code = code.slice(0, start) + shorten(code.slice(start, end)) + code.slice(end);
      return { code, map: null };
    },
  };
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
  return tag.name === 'html' || tag.name === 'svg' ? text => text.replace(/\s*\n\s*/g, ' ') : undefined;
}

function shortenStyles(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
}
