import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { createShowSession, type Product, type ShowSession, type Stock, type Variant } from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import { sendKeys } from '@web/test-runner-commands';
import { bringLaterCode } from '../internal/testing/later-code.js';
import { waitUntil } from '../internal/testing/wait-until.js';
import '../show/define.js';
import './define.js';
import type { ShopcastSkuPicker } from './sku-picker.js';

before(bringLaterCode);

const asOf = Date.UTC(2030, 0, 1, 12);
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const option = (id: string, label: string, ...values: string[]) => ({
  id,
  label,
  values: values.map(value => ({ id: value.toLowerCase(), label: value })),
});

/** Shoes: Blue and Black in 41, 42, 43; Blue 42 is sold out, Black 43 is not made. */
function shoes(change: (variant: Variant) => Partial<Variant> = () => ({})): Product {
  const options = [option('colour', 'Colour', 'Blue', 'Black'), option('size', 'Size', '41', '42', '43')];
  const pairs = ['blue', 'black'].flatMap(colour => ['41', '42', '43'].map(size => ({ colour, size })));
  const variants = pairs
    .filter(({ colour, size }) => !(colour === 'black' && size === '43'))
    .map((values): Variant => {
      const out = values.colour === 'blue' && values.size === '42';
      const id = `${values.colour}-${values.size}`;
      const variant: Variant = {
        id,
        title: id,
        options: values,
        price: eur(values.colour === 'black' ? 9900 : 8900),
        stock: { state: out ? 'out' : 'in', asOf: Date.now() },
        quantityRule: { min: 1, step: 1 },
      };
      return { ...variant, ...change(variant) };
    });
  return { id: 'shoes', title: 'Shoes', images: [], options, variants };
}

const single = (facts: Partial<Variant> = {}): Product => ({
  id: 'tea',
  title: 'Tea',
  images: [],
  options: [],
  variants: [
    {
      id: 'tea',
      title: 'Tea',
      options: {},
      price: eur(990),
      stock: { state: 'in', asOf },
      quantityRule: { min: 1, step: 1 },
      ...facts,
    },
  ],
});

const radio = (picker: Element, value: string): HTMLInputElement => picker.shadowRoot!.querySelector(`input[value="${value}"]`)!;
const status = (picker: Element): string => picker.shadowRoot!.querySelector('[role="status"]')!.textContent.trim();
const part = (picker: Element, name: string): HTMLElement | null => picker.shadowRoot!.querySelector(`[part~="${name}"]`);
const words = (node: Element | null): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
/** Takes what an element sends from now on. */
function heard<Type extends keyof HTMLElementEventMap>(target: EventTarget, type: Type): HTMLElementEventMap[Type][] {
  const events: HTMLElementEventMap[Type][] = [];
  target.addEventListener(type, event => events.push(event as HTMLElementEventMap[Type]));
  return events;
}

describe('shopcast-sku-picker, alone', () => {
  const pick = (product: Product): Promise<ShopcastSkuPicker> =>
    fixture<ShopcastSkuPicker>(html`<shopcast-sku-picker .product=${product}></shopcast-sku-picker>`);

  it('is accessible with nothing, a part and all chosen, and with a choice that cannot be had', async () => {
    const picker = await pick(shoes());
    await expect(picker).to.be.accessible();
    radio(picker, 'blue').click();
    await picker.updateComplete;
    await expect(picker).to.be.accessible();
    radio(picker, '42').click();
    await picker.updateComplete;
    await expect(picker).to.be.accessible();
    expect(status(picker)).to.equal('Size 42 is sold out in Blue');
  });

  it('is chosen from with arrow keys, unavailable values included, and each is told why', async () => {
    const picker = await pick(shoes());
    const changes = heard(picker, 'shopcast-selection-changed');
    radio(picker, 'blue').focus();
    await sendKeys({ press: ' ' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: ' ' });
    await sendKeys({ press: 'ArrowRight' });
    await picker.updateComplete;
    expect(picker.selection).to.deep.equal({ colour: 'blue', size: '42' });
    expect(picker.shadowRoot!.activeElement).to.equal(radio(picker, '42'));
    expect(words(radio(picker, '42').closest('label'))).to.equal('42 , sold out in Blue');
    expect(status(picker)).to.equal('Size 42 is sold out in Blue');
    await sendKeys({ press: 'ArrowRight' });
    await picker.updateComplete;
    expect(picker.value).to.equal('blue-43');
    expect(changes.at(-1)!.detail).to.deep.equal({
      productId: 'shoes',
      selection: { colour: 'blue', size: '43' },
      variantId: 'blue-43',
      quantity: 1,
    });
    expect(words(radio(picker, 'black').closest('label'))).to.equal('Black , not made in 43');
  });

  it('proposes the nearest that can be bought, with one tap', async () => {
    const picker = await pick(shoes());
    radio(picker, 'blue').click();
    radio(picker, '42').click();
    await picker.updateComplete;
    expect(part(picker, 'add')!.getAttribute('aria-disabled')).to.equal('true');
    expect(words(part(picker, 'instead'))).to.equal('Choose Black instead');
    part(picker, 'instead')!.click();
    await picker.updateComplete;
    expect(picker.value).to.equal('black-42');
    expect(part(picker, 'instead')).to.equal(null);
    await waitUntil(() => picker.shadowRoot!.activeElement === radio(picker, 'black'));
  });

  it('asks for what is not chosen yet, then for the variant', async () => {
    const picker = await pick(shoes());
    const wishes = heard(picker, 'shopcast-add-to-cart');
    radio(picker, 'black').click();
    await picker.updateComplete;
    part(picker, 'add')!.click();
    await picker.updateComplete;
    expect(wishes).to.have.length(0);
    expect(status(picker)).to.equal('Choose first: Size');
    expect(picker.shadowRoot!.activeElement).to.equal(radio(picker, '41'));
    radio(picker, '41').click();
    await picker.updateComplete;
    part(picker, 'add')!.click();
    expect(wishes.map(({ detail }) => detail)).to.deep.equal([{ variantId: 'black-41', quantity: 1, productId: 'shoes' }]);
    expect(wishes[0]!.cancelable).to.equal(true);
  });

  it('shows from where prices start, then the price of the choice with what it is measured against', async () => {
    const picker = await pick(shoes(({ id }) => (id === 'blue-41' ? { lowest30Days: eur(10000), compareAt: eur(20000) } : {})));
    expect(words(part(picker, 'price'))).to.equal('from €89.00');
    picker.variantId = 'blue-41';
    await picker.updateComplete;
    expect(words(part(picker, 'price'))).to.equal('€89.00 instead of €100.00 -11% of the lowest price in 30 days');
    picker.product = shoes(({ id }) => (id === 'blue-41' ? { compareAt: eur(10000) } : {}));
    await picker.updateComplete;
    expect(words(part(picker, 'price'))).to.equal('€89.00 instead of €100.00 -11% of the price the shop compares with');
    expect(picker.value, 'the same product as it is now keeps the choice').to.equal('blue-41');
  });

  it('keeps the choice while stock changes under it, and says so', async () => {
    const picker = await pick(shoes());
    picker.selection = { colour: 'blue', size: '43' };
    await picker.updateComplete;
    expect(status(picker)).to.equal('In stock');
    const low: Stock = { state: 'low', quantity: 3, asOf: Date.now() - 5 * 60_000 };
    picker.stock = new Map([['blue-43', low]]);
    await picker.updateComplete;
    expect(status(picker)).to.equal('3 left, said the shop 5 minutes ago');
    picker.stock = new Map([['blue-43', { state: 'out', asOf: Date.now() }]]);
    await picker.updateComplete;
    expect(status(picker)).to.equal('Blue, 43 has just sold out');
    expect(picker.value).to.equal('blue-43');
    await expect(picker).to.be.accessible();
    picker.stock = new Map();
    await picker.updateComplete;
    expect(part(picker, 'add')!.getAttribute('aria-disabled')).to.equal('false');
  });

  it('never calls units few without a number, and says nothing when nobody knows', async () => {
    const picker = await pick(single({ stock: { state: 'low', asOf: Date.now() } }));
    expect(status(picker)).to.equal('In stock');
    picker.product = single({ stock: { state: 'unknown', asOf } });
    await picker.updateComplete;
    expect(status(picker)).to.equal('');
    expect(part(picker, 'add')!.getAttribute('aria-disabled'), 'what nobody knows may be had').to.equal('false');
  });

  it('keeps the quantity within minimum, step and what is left', async () => {
    const rule = { min: 2, step: 2, max: 10 };
    const picker = await pick(single({ quantityRule: rule, unitPrice: { price: eur(19800), per: 'kg' } }));
    const field = picker.shadowRoot!.querySelector<HTMLInputElement>('input[type="number"]')!;
    const [fewer, more] = picker.shadowRoot!.querySelectorAll<HTMLElement>('.stepper button');
    expect(field.value).to.equal('2');
    expect(words(part(picker, 'price__unit'))).to.equal('€198.00 / kg');
    more!.click();
    await picker.updateComplete;
    expect(picker.quantity).to.equal(4);
    field.value = '7';
    field.dispatchEvent(new Event('change'));
    await picker.updateComplete;
    expect(field.value).to.equal('8');
    picker.stock = new Map([['tea', { state: 'low', quantity: 5, asOf: Date.now() }]]);
    await picker.updateComplete;
    expect(picker.quantity).to.equal(4);
    picker.quantity = Number('x');
    await picker.updateComplete;
    expect(picker.quantity, 'a bad attribute').to.equal(2);
    expect(fewer!.getAttribute('aria-disabled')).to.equal('true');
    picker.stock = new Map([['tea', { state: 'low', quantity: 1, asOf: Date.now() }]]);
    await picker.updateComplete;
    part(picker, 'add')!.click();
    await picker.updateComplete;
    expect(status(picker)).to.include('1 left, and at least 2 are sold together');
  });

  it('is a field of a form: value, quantity, validity in words, reset, fieldset', async () => {
    const form = await fixture<HTMLFormElement>(html`
      <form>
        <fieldset>
          <shopcast-sku-picker name="id" quantity-name="units" without-button .product=${shoes()}></shopcast-sku-picker>
        </fieldset>
      </form>
    `);
    const picker = form.querySelector('shopcast-sku-picker')!;
    const data = (): Record<string, FormDataEntryValue> => Object.fromEntries(new FormData(form));
    expect(data()).to.deep.equal({});
    expect(picker.checkValidity()).to.equal(false);
    expect(picker.validity.valueMissing).to.equal(true);
    expect(picker.validationMessage).to.equal('Choose first: Colour');
    radio(picker, 'blue').click();
    radio(picker, '43').click();
    picker.quantity = 2;
    await picker.updateComplete;
    expect(data()).to.deep.equal({ id: 'blue-43', units: '2' });
    expect(form.checkValidity()).to.equal(true);
    radio(picker, '42').click();
    await picker.updateComplete;
    expect(picker.validationMessage).to.equal('Size 42 is sold out in Blue');
    form.querySelector('fieldset')!.disabled = true;
    await picker.updateComplete;
    expect(radio(picker, 'blue').disabled).to.equal(true);
    form.querySelector('fieldset')!.disabled = false;
    form.reset();
    await picker.updateComplete;
    expect(picker.value).to.equal('');
    picker.formStateRestoreCallback('{"choice":{"colour":"black","size":"41"},"quantity":3}');
    await picker.updateComplete;
    expect(data()).to.deep.equal({ id: 'black-41', units: '3' });
  });

  it('shows colours and pictures beside their names, and texts of shops as text', async () => {
    const values = [
      { id: 'a', label: '<img src=x onerror="globalThis.hit=1">', swatch: { color: 'red;background:url(javascript:0)' } },
      { id: 'b', label: 'Moss', swatch: { color: '#75825a' } },
      { id: 'c', label: 'Print', swatch: { image: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>' } },
    ];
    const variants = values.map(({ id }) => ({ ...single().variants[0]!, id, options: { glaze: id } }));
    const picker = await pick({ ...single(), options: [{ id: 'glaze', label: 'Glaze', values }], variants });
    const swatches = [...picker.shadowRoot!.querySelectorAll<HTMLElement>('.swatch')];
    expect(swatches.map(({ style }) => style.cssText)).to.deep.equal(['', 'background-color: rgb(117, 130, 90);']);
    expect(picker.shadowRoot!.querySelectorAll('.swatch-picture')).to.have.length(1);
    expect(words(radio(picker, 'a').closest('label'))).to.equal('<img src=x onerror="globalThis.hit=1">');
    await expect(picker).to.be.accessible();
  });

  it('stays usable with products that do not fit together, and prices of 0 and of 1,299,000 yen', async () => {
    const broken = await pick({ ...shoes(), options: [] });
    expect(part(broken, 'add'), 'options that no value of a variant has are left aside').to.not.equal(null);
    const twice = shoes();
    broken.product = { ...twice, variants: [...twice.variants, twice.variants[0]!] };
    await broken.updateComplete;
    expect(status(broken)).to.include('cannot be chosen here');
    expect(words(part(await pick(single({ price: eur(0) })), 'price'))).to.equal('€0.00');
    expect(words(part(await pick(single({ price: { minor: 1299000, currency: 'JPY' } })), 'price'))).to.equal('¥1,299,000');
  });

  it('tells what the page says of adding', async () => {
    const picker = await pick(single());
    picker.addState = 'pending';
    await picker.updateComplete;
    expect(words(part(picker, 'add'))).to.equal('Adding');
    picker.addState = 'added';
    await picker.updateComplete;
    expect(words(part(picker, 'add'))).to.equal('Added');
  });
});

describe('shopcast-sku-picker, inside a show', () => {
  let stage: TestStage;
  let session: ShowSession;
  const open = async (productId: string, options: Parameters<typeof createTestStage>[0] = {}): Promise<ShopcastSkuPicker> => {
    stage = await createTestStage(options);
    session = createShowSession(stage.parts);
    const show = await fixture<HTMLElement>(html`
      <shopcast-show .session=${session} without-player without-cart without-tray>
        <div slot="card"><shopcast-sku-picker product-id=${productId}></shopcast-sku-picker></div>
      </shopcast-show>
    `);
    await stage.list('mug', 'runner');
    await stage.until(() => session.$products.get().some(({ reading }) => reading === 'ready'));
    const picker = show.querySelector('shopcast-sku-picker')!;
    await picker.updateComplete;
    return picker;
  };
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
  });

  it('takes product and stock from the show, and lower stock at once', async () => {
    const picker = await open('mug');
    await expect(picker).to.be.accessible();
    radio(picker, 'cobalt').click();
    await picker.updateComplete;
    expect(status(picker)).to.equal('In stock');
    await stage.run({ type: 'report-stock', data: { productId: 'mug', variantId: 'mug-cobalt', state: 'low', quantity: 2 } });
    await stage.until(() => status(picker).startsWith('2 left'));
    expect(picker.value).to.equal('mug-cobalt');
  });

  it('begins with what the host holds, unless the shopper has chosen', async () => {
    const picker = await open('mug');
    await stage.run({ type: 'feature-product', data: { productId: 'mug', variantId: 'mug-slate' } });
    await stage.until(() => picker.value === 'mug-slate');
    radio(picker, 'cobalt').click();
    await stage.run({ type: 'feature-product', data: { productId: 'mug', variantId: 'mug-oat' } });
    await stage.until(() => session.$products.get()[0]?.featuredVariantId === 'mug-oat');
    await picker.updateComplete;
    expect(picker.value).to.equal('mug-cobalt');
  });

  it('charges the open offer, adds with it, and tells how the adding stands', async () => {
    let letGo: (() => void) | undefined;
    const picker = await open('mug', {
      latency: call => (call === 'change' ? new Promise<void>(resolve => (letGo = resolve)) : undefined),
    });
    const terms = { offerId: 'o', productId: 'mug', price: eur(1500), seconds: 60 };
    radio(picker, 'slate').click();
    await stage.run({ type: 'open-offer', data: terms });
    await stage.until(() => words(part(picker, 'price__now')) === '€15.00');
    const wish = oneEvent(picker, 'shopcast-add-to-cart');
    part(picker, 'add')!.click();
    expect((await wish).detail).to.deep.equal({ variantId: 'mug-slate', quantity: 1, productId: 'mug', offerId: 'o' });
    await waitUntil(() => letGo && words(part(picker, 'add')) === 'Adding');
    letGo!();
    await waitUntil(() => words(part(picker, 'add')) === 'Added');
    await stage.pass(61_000);
    await stage.until(() => words(part(picker, 'price__now')) === '€18.50');
  });

  it('tells in words what the shop refused', async () => {
    const picker = await open('mug');
    radio(picker, 'slate').click();
    await picker.updateComplete;
    stage.commerce!.shop.setStock('mug-slate', 0);
    part(picker, 'add')!.click();
    await waitUntil(() => status(picker) === 'Sold out, says the shop. Nothing was added.');
    await expect(picker).to.be.accessible();
  });

  it('is for sale no more once it is withdrawn', async () => {
    const picker = await open('mug');
    await stage.run({ type: 'withdraw-product', data: { productId: 'mug' } });
    await stage.until(() => status(picker) === 'Not for sale in this show any more');
    expect(part(picker, 'instead')).to.equal(null);
  });
});
