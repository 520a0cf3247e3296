import resolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';

/**
 * The bundle for plain pages: packages/shopcast/cdn/shopcast.js and the chunks it fetches when a page needs them. Made from what
 * `tsc --build` wrote; nanostores reads `process.env`, which no page has.
 */
export default {
  input: { shopcast: 'packages/shopcast/dist/cdn.js' },
  output: { dir: 'packages/shopcast/cdn', format: 'es', sourcemap: true, chunkFileNames: 'chunks/[name]-[hash].js' },
  plugins: [
    replace({ preventAssignment: true, values: { 'process.env.NODE_ENV': '"production"' } }),
    resolve({ browser: true, exportConditions: ['production'] }),
    terser({ module: true, ecma: 2020 }),
  ],
};
