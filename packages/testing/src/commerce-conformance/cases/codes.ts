import type { CartResult, CommerceCapabilities } from '@shopcast/commerce';
import { ok, oneOf, same } from '../checks.js';
import type { ConformanceCase } from '../conformance-case.js';
import { issueCodes, type Scene } from '../scene.js';
import { unknownCode, type StandardCodeKey } from '../standard-catalogue.js';

const noCodes = (supports: CommerceCapabilities) => supports.codes === 'none' && 'the shop has no discount codes';
const onlyOne = (supports: CommerceCapabilities) => noCodes(supports) || (supports.codes === 'one' && 'the shop takes one code at a time');
const codeIssues = ['code-invalid', 'code-expired', 'code-not-applicable'] as const;

function appliedCodes({ cart }: CartResult): string[] {
  return cart.codes.filter(({ applied }) => applied).map(({ code }) => code.toUpperCase());
}

/** Fails unless the code was refused in so many words and takes nothing off. `wanted`: the issue of a shop whose verdict is typed. */
function expectRefused(result: CartResult, { supports }: Scene, code: string, wanted: (typeof codeIssues)[number]): void {
  ok(!appliedCodes(result).includes(code.toUpperCase()), `"${code}" is applied.`);
  same(result.cart.discount.minor, 0, 'discount');
  const issue = result.issues.find(found => (codeIssues as readonly string[]).includes(found.code));
  ok(issue, `No issue says that the code was refused; found [${issueCodes(result).join(', ')}].`);
  const { codeVerdict } = supports;
  // Words can be read, silence cannot.
  const allowed = { typed: [wanted], text: codeIssues, silent: codeIssues.filter(each => each !== 'code-expired') }[codeVerdict];
  oneOf(issue.code, allowed, `code of the issue, where codeVerdict is "${codeVerdict}"`);
  if (codeVerdict === 'text') ok(issue.message, 'A shop whose verdict is a text hands the text on.');
  if (issue.discountCode !== undefined) same(issue.discountCode.toUpperCase(), code.toUpperCase(), 'the code the issue is about');
}

function refusedCode(name: string, key: StandardCodeKey, wanted: (typeof codeIssues)[number]): ConformanceCase {
  return {
    name,
    needs: [`code:${key}`],
    unless: noCodes,
    async run(scene) {
      await scene.shopper.add(await scene.variant('plain'), 2);
      const result = await scene.shopper.addCode(scene.code(key));
      expectRefused(result, scene, scene.code(key), wanted);
      await scene.shopper.expectTrue(result);
    },
  };
}

/** Discount codes. */
export const codeCases: readonly ConformanceCase[] = [
  {
    name: 'a valid code is applied and takes off what it says',
    needs: ['code:percent'],
    unless: noCodes,
    async run({ shopper, variant, code }) {
      await shopper.add(await variant('plain'), 2);
      const before = (await shopper.cart()).cart;
      const result = await shopper.addCode(code('percent'));
      same(result.issues, [], 'issues');
      same(appliedCodes(result), [code('percent').toUpperCase()], 'codes applied');
      ok(result.cart.discount.minor > 0, 'The discount is 0.');
      ok(result.cart.total.minor < before.total.minor, `The total was ${before.total.minor} and is ${result.cart.total.minor}.`);
      same(appliedCodes(await shopper.cart()), [code('percent').toUpperCase()], 'codes applied, in a fresh read');
    },
  },
  {
    name: 'a code that is removed takes nothing off any more',
    needs: ['code:percent'],
    unless: noCodes,
    async run({ shopper, variant, code }) {
      await shopper.add(await variant('plain'), 2);
      await shopper.addCode(code('percent'));
      const result = await shopper.removeCode(code('percent'));
      same(appliedCodes(result), [], 'codes applied');
      same(result.cart.discount.minor, 0, 'discount');
    },
  },
  {
    name: 'a code applied twice takes off once',
    needs: ['code:fixed'],
    unless: noCodes,
    async run({ shopper, variant, code }) {
      await shopper.add(await variant('plain'), 2);
      const once = (await shopper.addCode(code('fixed'))).cart.discount.minor;
      const twice = (await shopper.addCode(code('fixed'))).cart;
      same(twice.discount.minor, once, 'discount after the second time');
      same(twice.codes.filter(({ applied }) => applied).length, 1, 'codes applied');
    },
  },
  {
    name: 'two codes together, where the shop takes many',
    needs: ['code:percent', 'code:fixed'],
    unless: onlyOne,
    async run({ shopper, variant, code }) {
      await shopper.add(await variant('plain'), 2);
      const first = await shopper.addCode(code('percent'));
      const both = await shopper.addCode(code('fixed'));
      same(appliedCodes(both).sort(), [code('fixed'), code('percent')].map(text => text.toUpperCase()).sort(), 'codes applied');
      ok(both.cart.discount.minor > first.cart.discount.minor, 'The second code took nothing off.');
    },
  },
  {
    name: 'a second code where the shop takes one: one is applied, and it is told which is not',
    needs: ['code:percent', 'code:fixed'],
    unless: supports => supports.codes !== 'one' && 'the shop takes none or many codes',
    async run({ shopper, variant, code }) {
      await shopper.add(await variant('plain'), 2);
      await shopper.addCode(code('percent'));
      const result = await shopper.addCode(code('fixed'));
      same(appliedCodes(result).length, 1, 'number of codes applied');
      ok(
        issueCodes(result).some(found => found.startsWith('code-')),
        'No issue says that one of the two codes is not applied.',
      );
    },
  },
  {
    name: 'a shop without codes refuses them as data',
    unless: supports => supports.codes !== 'none' && 'the shop has discount codes',
    async run({ shopper, variant }) {
      await shopper.add(await variant('plain'), 1);
      const result = await shopper.addCode('SAVE10');
      ok(
        issueCodes(result).some(found => found.startsWith('code-')),
        'No issue says that the code is not applied.',
      );
      same(appliedCodes(result), [], 'codes applied');
    },
  },
  {
    name: 'an unknown code is refused as code-invalid',
    unless: noCodes,
    async run(scene) {
      await scene.shopper.add(await scene.variant('plain'), 2);
      expectRefused(await scene.shopper.addCode(unknownCode), scene, unknownCode, 'code-invalid');
      const later = await scene.shopper.set(await scene.variant('plain'), 1);
      same(later.issues, [], 'issues of a later change: a refusal is told once');
    },
  },
  {
    name: 'a code in any script and with any sign is refused as data, and the next call works',
    unless: noCodes,
    async run(scene) {
      const { shopper, variant } = scene;
      await shopper.add(await variant('plain'), 2);
      for (const odd of ['ЗИМА', '冬10', '\u{1F381}', 'A&B=C', '../x?y#z', '100%', '1 < 2 > 0', 'x'.repeat(255)]) {
        expectRefused(await shopper.addCode(odd), scene, odd, 'code-invalid');
        await shopper.removeCode(odd);
      }
      await shopper.expectUnits([await variant('plain'), 2]);
    },
  },
  refusedCode('an expired code is refused as code-expired', 'expired', 'code-expired'),
  refusedCode('a code whose condition is not met is refused as code-not-applicable', 'minimum', 'code-not-applicable'),
  refusedCode('a code that was used up is refused as code-not-applicable', 'exhausted', 'code-not-applicable'),
  {
    name: 'a code whose condition is met, and then no longer, is dropped and takes nothing off',
    needs: ['code:minimum'],
    unless: noCodes,
    async run({ shopper, variant, code }) {
      const plain = await variant('plain');
      await shopper.add(plain, 6);
      const met = await shopper.addCode(code('minimum'));
      same(appliedCodes(met), [code('minimum').toUpperCase()], 'codes applied while the condition is met');
      const result = await shopper.set(plain, 1);
      same(appliedCodes(result), [], 'codes applied once it is not');
      same(result.cart.discount.minor, 0, 'discount');
      await shopper.expectUnits([plain, 1]);
    },
  },
];
