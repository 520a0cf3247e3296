/* global it */
import { expect } from 'chai';

/**
 * What every shop behind the store has to do for its visitors.
 * @param {() => import('./visitor.mjs').Visitor} visitor somebody new
 */
export function shoppingCases(visitor) {
  const putIn = (who, goods, more = {}) => who.post('/cart/add', { goods, quantity: '1', ...more });

  it('shows everything there is, and each department', async () => {
    const who = visitor();
    const home = await who.get('/');
    expect(home.status).to.equal(200);
    expect([...home.html.matchAll(/class="tile"/g)]).to.have.length(15);
    expect(home.text).to.include('Stoneware mug from €18.50').and.include('Paper lantern Sold out').and.include('دلّة قهوة نحاسية');
    expect((await who.get('/shelves/light')).text)
      .to.include('Turning lamp')
      .and.not.include('Stoneware mug');
    expect(who.jar.size, 'cookies of somebody who looks').to.equal(0);
  });

  it('shows a product as it is chosen, with what is not made and what is sold out', async () => {
    const who = visitor();
    const lamp = await who.get('/goods/desk-lamp?Colour=Brass');
    expect(lamp.text).to.include('€149.00').and.include('UK not like this');
    expect((await who.get('/goods/desk-lamp?Plug=UK')).text).to.include('Sold out.');
    const mug = await who.get('/goods/stoneware-mug?Glaze=Slate');
    expect(mug.text).to.include('3 are left.').and.include('Lowest price of the last 30 days: €16.90');
    expect(mug.html).to.include('/pictures/mug-Slate.svg');
    expect((await who.get('/pictures/mug-Slate.svg')).html).to.match(/^<svg /);
    expect((await who.get('/goods/tablecloth-to-measure?Colour=Moss&Width=160%20cm&Length=280%20cm')).text).to.include('€179.50');
  });

  it('has one cart: add, change, remove, and what is nonsense changes nothing', async () => {
    const who = visitor();
    const added = await putIn(who, 'stoneware-mug', { Glaze: 'Oat', quantity: '2' });
    expect([added.path, added.count]).to.deep.equal(['/cart', '2']);
    expect(added.text).to.include('Put in your cart.').and.include('Oat').and.include('€37.00');
    for (const quantity of ['', '0', '-1', '1.5', '1e3', 'many', '1000', '99999999999999999999']) {
      const refused = await putIn(who, 'stoneware-mug', { Glaze: 'Oat', quantity });
      expect([refused.status, refused.problem], quantity).to.deep.equal([422, 'A quantity is a whole number from 1 to 999.']);
      expect(refused.fields().quantity, 'what was typed').to.equal(quantity);
    }
    const [line] = added.lineForms;
    expect((await who.post(line, { quantity: '5' })).count).to.equal('5');
    const nonsense = await who.post(line, { quantity: '-3' });
    expect([nonsense.status, nonsense.count, nonsense.fields().quantity]).to.deep.equal([422, '5', '-3']);
    expect((await who.beside().get('/')).count, 'in another tab').to.equal('5');
    expect((await who.post(line, { quantity: '5', remove: 'yes' })).text).to.include('Your cart is empty.');
    expect((await who.post(line, { quantity: '5' })).problem + (await who.get('/cart')).text).to.include('Your cart is empty.');
  });

  it('says how much there is when there is less, and what cannot be had', async () => {
    const who = visitor();
    const fewer = await putIn(who, 'stoneware-mug', { Glaze: 'Slate', quantity: '9' });
    expect([fewer.status, fewer.count, fewer.problem]).to.deep.equal([422, '3', 'The shop has 3 of it, so 3 are in your cart.']);
    const out = await putIn(who, 'paper-lantern');
    expect([out.status, out.count]).to.deep.equal([422, '3']);
    const unmade = await putIn(who, 'desk-lamp', { Colour: 'Brass', Plug: 'UK' });
    expect([unmade.status, unmade.problem]).to.deep.equal([422, 'It is not made like this. Change one of the choices.']);
    expect((await putIn(who, 'unicorn')).status).to.equal(404);
  });

  it('takes discount codes, says why not, and takes them back', async () => {
    const who = visitor();
    await putIn(who, 'espresso-cups');
    expect((await who.post('/cart/codes', { code: 'NONSENSE' })).problem).to.equal('The shop knows no code “NONSENSE”.');
    const over = await who.post('/cart/codes', { code: 'HARVEST' });
    expect([over.problem, over.fields().code]).to.deep.equal(['The code “HARVEST” is over.', 'HARVEST']);
    expect((await who.post('/cart/codes', { code: ' ' })).problem).to.equal('Type a code first.');
    const less = await who.post('/cart/codes', { code: 'TABLE10' });
    expect(less.text).to.include('-€2.40').and.include('Total €21.60');
    expect((await who.post('/cart/codes/remove', { code: 'TABLE10' })).text).to.include('Total €24.00');
  });

  it('checks out to a paid order once, however often the form is sent, and the guest can follow it', async () => {
    const who = visitor();
    await putIn(who, 'sencha-tea', { Weight: '100 g', quantity: '2' });
    const form = (await who.get('/checkout')).fields();
    expect(form).to.include({ name: 'Ada Example', country: 'DE', goodsTotal: '3580' });
    const sent = await Promise.all([who.post('/checkout', form), who.post('/checkout', form), who.post('/checkout', form)]);
    const [code, ...others] = [...new Set(sent.map(({ path }) => path))];
    expect([code, others]).to.deep.equal([sent[0].path, []]);
    expect(code).to.match(/^\/orders\/[A-Z0-9]+$/);
    const order = await who.get(code);
    expect(order.text).to.include('Paid, being packed').and.include('2 × €17.90').and.include('Total €40.70');
    expect(order.count).to.equal('0');
    expect((await who.post('/checkout', form)).path, 'sent again later').to.equal(code);
    const guest = visitor();
    expect((await guest.get(`/orders?code=${code.split('/').at(-1)}`)).path).to.equal(code);
    expect((await guest.get('/orders?code=NOTHING')).problem).to.include('There is no such order');
    expect((await guest.get('/orders/NOTHING')).status).to.equal(404);
  });

  it('says at each field what is wrong, and loses nothing that was typed', async () => {
    const who = visitor();
    await putIn(who, 'espresso-cups');
    const form = (await who.get('/checkout')).fields();
    const typed = { ...form, email: 'ada at home', name: '', city: '<b>"Köln" & more', country: 'XX', delivery: '999' };
    const refused = await who.post('/checkout', typed);
    expect([refused.status, refused.path]).to.deep.equal([422, '/checkout']);
    for (const id of ['email', 'name', 'country', 'delivery']) expect(refused.html).to.include(`id="${id}-problem"`);
    expect(refused.fields()).to.include({ email: 'ada at home', city: '<b>"Köln" & more', street: form.street });
    expect((await who.post('/checkout', form)).path).to.match(/^\/orders\//);
  });

  it('orders nothing when the cart is not the one that was seen', async () => {
    const who = visitor();
    await putIn(who, 'espresso-cups');
    const form = (await who.get('/checkout')).fields();
    await putIn(who.beside(), 'espresso-cups');
    expect((await visitor().post('/checkout', form)).path, 'of somebody else').to.equal('/cart');
    const refused = await who.post('/checkout', form);
    expect([refused.status, refused.count]).to.deep.equal([409, '2']);
    expect(refused.problem).to.include('Nothing was ordered');
    expect((await who.post('/checkout', refused.fields())).text).to.include('Total €52.90');
  });

  it('has a page for what is not there, and takes no forms of other sites', async () => {
    const who = visitor();
    for (const path of ['/goods/unicorn', '/shelves/unicorn', '/unicorn', '/store/../app.mjs', '/store/nothing.css', '/pictures/x-Y.svg'])
      expect((await who.get(path)).status, path).to.equal(404);
    const page = await who.get('/unicorn');
    expect(page.text).to.include('There is nothing here.');
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }]) {
      const { status } = await fetch(new URL('/cart/add', who.base), {
        method: 'POST',
        headers,
        body: new URLSearchParams({ goods: 'espresso-cups' }),
      });
      expect(status).to.equal(403);
    }
  });
}
