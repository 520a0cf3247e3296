import { expect } from 'chai';
import { findWrongImports } from './arrows.mjs';
import { withTree } from './lib/trees.mjs';

/** What the check says about one file with one import. */
const complaint = async (path, statement) => withTree({ [path]: statement }, folder => findWrongImports(folder));

const forbidden = [
  ['core imports another package of ours', 'packages/core/src/a.ts', `import { x } from '@shopcast/commerce';`],
  ['core imports a library', 'packages/core/src/a.ts', `import { css } from 'lit';`],
  ['core imports Node', 'packages/core/src/a.ts', `import fs from 'node:fs';`],
  ['a type counts', 'packages/core/src/a.ts', `import type { ReadableAtom } from 'nanostores';`],
  ['a re-export counts', 'packages/core/src/a.ts', `export * from '@shopcast/live';`],
  ['a dynamic import counts', 'packages/commerce/src/a.ts', `const x = await import('nanostores');`],
  ['an import for its effect counts', 'packages/session/src/a.ts', `import 'lit';`],
  ['the session imports an adapter', 'packages/session/src/a.ts', `import { vendure } from '@shopcast/commerce/adapters/vendure';`],
  ['an element imports an adapter', 'packages/elements/src/cart/cart.ts', `import { vendure } from '@shopcast/commerce/adapters/vendure';`],
  ['hls.js outside the player', 'packages/elements/src/card/card.ts', `import Hls from 'hls.js';`],
  ['a part of media-chrome outside the player', 'packages/elements/src/card/card.ts', `import 'media-chrome/media-play-button';`],
  ['nanostores in an element', 'packages/elements/src/card/card.ts', `import { atom } from 'nanostores';`],
  ['the server imports elements', 'packages/server/src/a.ts', `import '@shopcast/elements';`],
  ['the server imports a browser library', 'packages/server/src/a.ts', `import { atom } from 'nanostores';`],
  ['a shop that is GPL', 'packages/server/src/a.ts', `import { bootstrap } from '@vendure/core';`],
  ['a GPL shop in a test', 'packages/commerce/src/a.node.test.ts', `import { bootstrap } from '@vendure/core';`],
  ['a path into another package', 'packages/live/src/a.ts', `import { x } from '../../core/src/money/money.js';`],
  ['a package by its own name', 'packages/live/src/a.ts', `import { x } from '@shopcast/live';`],
  ['the kit outside tests', 'packages/session/src/a.ts', `import { fakeShop } from '@shopcast/testing';`],
  ['chai outside tests', 'packages/session/src/a.ts', `import { expect } from 'chai';`],
  ['Node in what tests share', 'packages/session/src/cart/testing/a.ts', `import fs from 'node:fs';`],
  ['Node in testing', 'packages/testing/src/a.ts', `import { createServer } from 'node:http';`],
  ['Node in a test that browsers run', 'packages/core/src/a.test.ts', `import fs from 'node:fs';`],
  ['a package without arrows', 'packages/novel/src/a.ts', `export {};`],
];

const allowed = [
  ['valibot in core', 'packages/core/src/a.ts', `import * as v from 'valibot';`],
  ['core in the server', 'packages/server/src/a.ts', `import { evolve } from '@shopcast/core'; import { open } from 'node:fs/promises';`],
  ['hls.js in the player', 'packages/elements/src/player/engine.ts', `const Hls = await import('hls.js/light');`],
  ['nanostores in a controller', 'packages/elements/src/internal/store-controller.ts', `import type { ReadableAtom } from 'nanostores';`],
  [
    'the kit and chai in a test',
    'packages/commerce/src/a.test.ts',
    `import { expect } from 'chai'; import { kit } from '@shopcast/testing';`,
  ],
  ['Node in the fault proxy', 'packages/testing/src/fault-proxy/a.ts', `import { createServer } from 'node:http';`],
  ['the kit in what tests share', 'packages/session/src/cart/testing/a.ts', `import { kit } from '@shopcast/testing';`],
  ['Node in a Node test', 'packages/core/src/a.node.test.ts', `import fs from 'node:fs';`],
  ['files of the same package', 'packages/core/src/show/a.ts', `import { x } from '../money/money.js';`],
  ['an adapter where the page is put together', 'packages/shopcast/src/a.ts', `await import('@shopcast/commerce/adapters/vendure');`],
  ['words in comments and strings', 'packages/core/src/a.ts', `// import 'lit'\nexport const a = "import x from 'lit'";`],
];

describe('arrows between packages', () => {
  for (const [what, path, statement] of forbidden) {
    it(`refuses: ${what}`, async () => {
      const wrong = await complaint(path, statement);
      expect(wrong).to.have.length(1);
      expect(wrong[0]).to.include(path.split('/').slice(0, 2).join('/'));
    });
  }
  for (const [what, path, statement] of allowed) {
    it(`allows: ${what}`, async () => {
      expect(await complaint(path, statement)).to.deep.equal([]);
    });
  }
});
