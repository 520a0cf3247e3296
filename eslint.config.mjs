import eslint from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map(name => [name, 'readonly']));
const mochaGlobals = Object.fromEntries(['describe', 'it', 'before', 'after', 'beforeEach', 'afterEach'].map(name => [name, 'readonly']));
const pageGlobals = ['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'customElements'];
const outsideWorld = ['fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'performance', 'crypto', 'process', 'console'];
const tests = 'packages/*/src/**/{*.test,testing/*}.ts';

const refuse = (names, message) => ['error', ...names.map(name => ({ name, message }))];

export default tseslint.config(
  { ignores: ['**/dist/', '**/cdn/', '**/.cache/', '**/node_modules/', '**/fixtures/', 'tools/templates/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: nodeGlobals },
    rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }] },
  },
  { files: ['**/*.test.mjs'], languageOptions: { globals: mochaGlobals } },
  {
    files: ['examples/gallery/*.{js,mjs}', 'packages/elements/test/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...pageGlobals,
          'innerWidth',
          'requestAnimationFrame',
          'MouseEvent',
          'Node',
          'NodeFilter',
          'CSSStyleSheet',
          'ShadowRoot',
          'getComputedStyle',
        ].map(name => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A contract asks for promises; a method that has its answer at once is `async` all the same.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  {
    files: ['packages/core/src/**/*.ts'],
    ignores: [tests],
    rules: {
      'no-restricted-globals': refuse(
        [...pageGlobals, ...outsideWorld, 'Date'],
        'core takes time, chance and the world from its arguments.',
      ),
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'core takes chance from its arguments.' }],
    },
  },
  {
    files: ['packages/commerce/src/**/*.ts'],
    ignores: [tests, 'packages/commerce/src/adapters/{host,theme}/**'],
    rules: { 'no-restricted-globals': refuse(pageGlobals, 'An adapter is pure mapping; only the host and theme adapters know a page.') },
  },
  {
    files: ['packages/{elements,studio}/src/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/recommended'], wc['flat/best-practice']],
    rules: {
      'no-restricted-globals': refuse(
        ['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket'],
        'An element never fetches: the session does.',
      ),
      'lit/no-native-attributes': 'error',
      'lit/no-template-bind': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/prefer-static-styles': 'error',
      'lit/lifecycle-super': 'error',
      // Registering is the work of define.ts, and names live there.
      'wc/file-name-matches-element': 'off',
    },
  },
  {
    files: [tests, 'packages/testing/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off', // expect(x).to.be.true
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-globals': 'off',
    },
  },
  {
    files: ['packages/elements/src/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@open-wc/testing',
          importNames: ['waitUntil'],
          message: 'It gives up after a second; internal/testing has a patient one.',
        },
      ],
    },
  },
);
