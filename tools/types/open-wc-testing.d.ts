/**
 * What tests use of @open-wc/testing, typed by our own chai: its own types bring plugins whose `equal` returns a promise everywhere, and an
 * `expect` that is `any` beside chai 6. tsconfig.test.json points here.
 */
import type { RunOptions } from 'axe-core';

export * from '@open-wc/testing-helpers';
export { assert, expect } from 'chai';

declare global {
  namespace Chai {
    interface Assertion {
      /** Runs axe on an element. */
      accessible(options?: {
        ignoredRules?: readonly string[];
        ignoredTags?: readonly string[];
        runOnly?: RunOptions['runOnly'];
      }): Promise<void>;
    }
  }
}
