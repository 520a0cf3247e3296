import { expect } from 'chai';
import type { CommerceAdapter, Variant } from '../../commerce-adapter.js';
import type { CommerceError } from '../../commerce-error.js';

/** The error of a call that must fail. */
export const failure = (call: Promise<unknown>): Promise<CommerceError> =>
  call.then(
    () => expect.fail('it answered'),
    (error: CommerceError) => error,
  );

/** The first variant of a product that must be there. */
export async function firstVariant(adapter: CommerceAdapter, ref: string): Promise<Variant> {
  return (await adapter.products([ref])).get(ref)?.variants[0] ?? expect.fail(`There is no ${ref}.`);
}
