import { expect } from 'chai';
import { __camel__Transport } from './__name__.js';

describe('__name__', () => {
  it('refuses an address that is none', () => {
    expect(() => __camel__Transport({ url: 'nowhere' })).to.throw('transport/bad-options');
  });

  it('hands on what the show says', () => {
    expect.fail('Play the other end here, run the conformance kit of @shopcast/testing, and make it pass.');
  });
});
