// nanostores asks for the environment when nobody has bundled it.
globalThis.process = { env: { NODE_ENV: 'development' } };
