import { expect } from 'chai';
import type { CommerceCapabilities } from '@shopcast/commerce';
import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { commerceConformance, type CommerceConformanceOptions } from './commerce-conformance.js';
import { memoryConformanceShop } from './memory-conformance.js';
import { cartMutants } from './testing/cart-mutants.js';
import { codeMutants } from './testing/code-mutants.js';
import { first, type Mutant } from './testing/mutant.js';
import { productMutants } from './testing/product-mutants.js';

const supports: CommerceCapabilities = {
  stock: 'exact',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'serialised',
  codes: 'many',
  codeVerdict: 'typed',
  identity: 'page',
  checkout: 'host-callback',
  hostCart: 'events',
  lineAttributes: true,
  order: 'order-secret',
  reviews: true,
  policies: true,
  lowest30Days: true,
};

/** Registers the kit and runs some of its cases. Answers the messages of those that failed, by name. */
async function run(options: Omit<CommerceConformanceOptions, 'test'>, only: (name: string) => boolean): Promise<Map<string, string>> {
  const cases = new Map<string, () => Promise<void>>();
  commerceConformance({ ...options, test: (name, body) => cases.set(name, body) });
  const failed = new Map<string, string>();
  for (const [name, body] of cases) {
    if (only(name)) await body().catch((error: Error) => failed.set(name, error.message));
  }
  expect([...cases.keys()].some(only), 'there is such a case').to.equal(true);
  return failed;
}

function optionsOf({ shop: shopOptions, claims, mutate }: Pick<Mutant, 'shop' | 'claims' | 'mutate'>) {
  return {
    supports: { ...supports, ...claims },
    patienceMs: 200,
    create: () =>
      memoryConformanceShop(shopOptions ?? {}, (shop, shopper, currency) => {
        const honest = memoryCommerce({ shop, shopper, currency });
        return {
          ...honest,
          capabilities: async options => ({ ...(await honest.capabilities(options)), ...claims }),
          ...mutate?.({ honest, shop, shopper }),
        };
      }),
  };
}

describe('the kit for shops', () => {
  it('finds nothing wrong with an honest adapter, whatever runs it', async () => {
    expect([...(await run(optionsOf({}), () => true)).entries()]).to.deep.equal([]);
  });
  for (const mutant of [...cartMutants, ...codeMutants, ...productMutants]) {
    it(`catches an adapter that ${mutant.lie}`, async () => {
      const options = optionsOf(mutant);
      // The first mutants claim something else than they say; all others lie by what they do.
      const told =
        mutant.caughtBy === first ? { ...options, create: optionsOf(mutant.mutate ? { mutate: mutant.mutate } : {}).create } : options;
      const failed = await run(told, name => name === mutant.caughtBy);
      expect([...failed.keys()]).to.deep.equal([mutant.caughtBy]);
      expect(failed.get(mutant.caughtBy), 'a message that a person can read').to.have.lengthOf.above(20);
    });
  }
  it('says which cases it leaves out, and why', () => {
    const skipped: string[] = [];
    const { cases, leftOut } = commerceConformance({
      ...optionsOf({ claims: { codes: 'none' } }),
      test: () => undefined,
      skip: (name, reason) => skipped.push(`${name}: ${reason}`),
      cannot: { huge: 'the shop is small' },
    });
    expect(skipped).to.include('a product with 2,048 variants is whole, or says that it is not: the shop is small');
    expect(skipped.filter(line => line.endsWith('the shop has no discount codes'))).to.have.lengthOf.above(5);
    expect(leftOut).to.have.lengthOf(skipped.length);
    expect(cases).to.not.include.members(leftOut.map(({ name }) => name));
  });
  it('does not let a shop leave out a case by mistake', async () => {
    const options = optionsOf({});
    const missing = { ...options, create: () => ({ ...options.create(), control: {} }) };
    expect((await run(missing, name => name === first)).get(first)).to.match(/does not offer "setStock"/);
    const wrong = { ...options, cannot: { setPrice: 'no reason' } };
    expect((await run(wrong, name => name === first)).get(first)).to.match(/offers "setPrice"/);
  });
  it('ends what a case began, also when it fails', async () => {
    let disposed = 0;
    const options = optionsOf({ claims: { reviews: false }, mutate: () => ({}) });
    const create = () => ({ ...optionsOf({}).create(), dispose: () => void disposed++ });
    expect((await run({ ...options, create }, name => name === first)).size).to.equal(1);
    expect(disposed).to.equal(1);
  });
});
