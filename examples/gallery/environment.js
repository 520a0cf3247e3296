// nanostores asks for the environment when nobody has bundled it.
globalThis.process = { env: { NODE_ENV: 'development' } };
// Lit would say on every page that this is not for production.
globalThis.litIssuedWarnings = new Set(['dev-mode']);
