import { expect } from 'chai';
import fc from 'fast-check';
import { uuid } from './uuid.js';

describe('uuid', () => {
  it('is of version 4, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), bytes => {
        expect(uuid(bytes)).to.match(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      }),
      { seed: 4, numRuns: 1_000 },
    );
  });
  it('keeps the bytes but for version and variant', () => {
    expect(uuid(Uint8Array.from({ length: 16 }, (_, index) => index * 17))).to.equal('00112233-4455-4677-8899-aabbccddeeff');
  });
});
