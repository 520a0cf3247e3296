import { ucpConformanceShop } from '@shopcast/testing';
import { expect } from 'chai';
import { bentShop } from './testing/bent-shop.js';

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   answers are bent out of every shape here */

describe('UCP, products', () => {
  /** The product as it is read when its look-up is changed like this. */
  async function read(change: (product: any) => unknown) {
    const { adapter } = bentShop((operation, answer) =>
      operation === 'POST /catalog/lookup' ? { ...answer, products: answer.products.map(change) } : undefined,
    );
    return (await adapter.products(['plain'])).get('plain') ?? expect.fail('There is no product.');
  }
  const withVariant = (own: object) => read(product => ({ ...product, variants: product.variants.map((v: any) => ({ ...v, ...own })) }));

  it('are looked up ten at a time, by handle too, and a whole one takes as few requests as it can', async () => {
    const shop = ucpConformanceShop();
    const refs = ['plain', 'glass-carafe', ...Array.from({ length: 10 }, (_, at) => `none-${at}`)];
    const found = await shop.adapter.products(refs);
    expect([...found.keys()]).to.deep.equal(refs);
    expect(found.get('glass-carafe')?.id).to.equal('lowStock');
    expect(shop.ucp.exchanges).to.have.length(3);
    for (const [ref, variants, requests] of [
      ['twoOptions', 5, 3],
      ['huge', 2048, 17],
    ] as const) {
      const before = shop.ucp.exchanges.length;
      const product = (await shop.adapter.products([ref])).get(ref);
      expect(product?.variants).to.have.length(variants);
      expect(product).to.not.have.property('truncated');
      expect(shop.ucp.exchanges.length - before - 1, ref).to.equal(requests);
    }
  });

  it('that would take too many requests are told as truncated', async () => {
    // A shop that never answers with more than one variant, whatever is selected.
    const shop = bentShop((operation, answer) => {
      if (operation !== 'POST /catalog/product') return undefined;
      return { ...answer, product: { ...answer.product, variants: answer.product.variants.slice(0, 1) } };
    });
    const product = (await shop.adapter.products(['huge'])).get('huge');
    expect(product?.truncated).to.equal(true);
    expect(product?.variants.length).to.be.within(1, 40);
    expect(shop.ucp.exchanges.length).to.be.at.most(42);
  });

  it('with the price per measure, a rating out of five, images and links that are web addresses', async () => {
    const measure = { value: 250, unit: 'ml' };
    const price = { minor: 796, currency: 'EUR' };
    const unit_price = { amount: 796, currency: 'EUR', measure, reference: { value: 100, unit: 'ml' } };
    expect((await withVariant({ unit_price })).variants[0]?.unitPrice).to.deep.equal({
      price,
      per: '100 ml',
      measure: { content: 250, reference: 100 },
    });
    const litres = { ...unit_price, reference: { value: 1, unit: 'l' } };
    expect((await withVariant({ unit_price: litres })).variants[0]?.unitPrice).to.deep.equal({ price, per: '1 l' });
    const media = [
      { type: 'video', url: 'https://v.example/a' },
      { type: 'image', url: 'javascript:0' },
      { type: 'image', url: 'https://i.example/b' },
    ];
    const product = await read(own => ({ ...own, media, url: 'javascript:0', rating: { value: 9, scale_max: 10, count: 4 } }));
    expect(product).to.deep.include({ images: ['https://i.example/b'], rating: { value: 4.5, count: 4 } });
    expect(product).to.not.have.property('url');
    expect(await read(own => ({ ...own, rating: { value: 9, scale_max: 10 } }))).to.not.have.property('rating');
  });

  it('with their text as text, whichever form it has', async () => {
    const of = async (description: object) => (await read(product => ({ ...product, description }))).description;
    expect(await of({ html: '<p>Oak &amp; ash</p>' })).to.equal('Oak & ash');
    expect(await of({ markdown: '*Oak*' })).to.equal('*Oak*');
    expect(await of({ plain: 'a < b', html: '<p>no</p>' })).to.equal('a < b');
  });

  it('with the stock as far as the shop tells it', async () => {
    for (const [availability, state] of [
      [{ available: true }, 'in'],
      [{ available: false, status: 'in_stock' }, 'out'],
      [{ available: true, status: 'preorder' }, 'backorder'],
      [{ status: 'backorder' }, 'backorder'],
      [{ status: 'discontinued' }, 'out'],
      [{ status: 'in_stock' }, 'in'],
      [{}, 'unknown'],
      [undefined, 'unknown'],
    ] as const) {
      expect((await withVariant({ availability })).variants[0]?.stock.state, JSON.stringify(availability)).to.equal(state);
    }
  });

  it('a variant that is told apart by nothing is left out, and the product said not to be whole', async () => {
    const shop = bentShop((operation, answer) => {
      if (operation !== 'POST /catalog/product') return undefined;
      const variants = answer.product.variants.map((v: any) => (v.id === 'oneOption-m' ? { ...v, options: [] } : v));
      return { ...answer, product: { ...answer.product, variants } };
    });
    const product = (await shop.adapter.products(['oneOption'])).get('oneOption');
    expect(product?.variants.map(({ id }) => id).sort()).to.deep.equal(['oneOption-l', 'oneOption-s']);
    expect(product?.truncated).to.equal(true);
  });
});
