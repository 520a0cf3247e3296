import { expect, fixture } from '@open-wc/testing';
import './define.js';
import type { Shopcast__Name__ } from './__name__.js';

describe('shopcast-__name__', () => {
  it('works alone, from its attributes', async () => {
    const element = await fixture<Shopcast__Name__>('<shopcast-__name__ label="Lamp"></shopcast-__name__>');
    await expect(element).to.be.accessible();
    expect(element.shadowRoot?.textContent).to.include('Lamp');
  });

  it('does what it is for', () => {
    expect.fail('Say here what a shopper sees and does, then make it so.');
  });
});
