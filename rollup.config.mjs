import resolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';
import { chunkName, listed, loaderValues, nameParts } from './tools/lib/cdn.mjs';
import { shorterClasses } from './tools/lib/shorter-classes.mjs';
import { minify, shorterTemplates } from './tools/lib/shorter-templates.mjs';

const dir = 'packages/shopcast/cdn';

/**
 * The bundle for plain pages: packages/shopcast/cdn/shopcast.js, which is the loader, and the chunks it fetches when a page needs them. Made from what
 * `tsc --build` wrote; nanostores reads `process.env`, which no page has.
 */
export default {
  input: { shopcast: 'packages/shopcast/dist/loader/loader.js' },
  output: {
    dir,
    format: 'es',
    sourcemap: true,
    chunkFileNames: chunkName,
    hoistTransitiveImports: false,
    // The loader may be a classic script, whose names would be the page's.
    intro: ({ isEntry }) => (isEntry ? '(() => {' : ''),
    outro: ({ isEntry }) => (isEntry ? '})();' : ''),
  },
  plugins: [
    replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': '"production"', ...(await loaderValues()) } }),
    resolve({ browser: true, exportConditions: ['production'] }),
    shorterClasses(),
    shorterTemplates(),
    nameParts(),
    terser(minify),
    listed(dir),
  ],
};
