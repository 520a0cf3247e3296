/** The store without a shop server, and what it does for the show in its pages. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { hostApi, hostCommerce } from '@shopcast/commerce/adapters/host';
import { startProgram } from '../../tools/lib/programs.mjs';
import { createStore } from './app.mjs';
import { memoryShop } from './shops/memory.mjs';
import { vendureShop } from './shops/vendure.mjs';
import { shoppingCases } from './testing/shopping.mjs';
import { createVisitor } from './testing/visitor.mjs';

/** A server of another's, for as long as a test. */
async function open(handler) {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the store, with its goods in memory', () => {
  let app;
  let base;
  beforeEach(async () => {
    app = createStore({ shop: memoryShop() });
    base = await app.listen({ port: 0 });
  });
  afterEach(() => app.close());
  const visitor = () => createVisitor(base);

  shoppingCases(visitor);

  it('has one cart with the show, by three addresses', async () => {
    const who = visitor();
    const fetchAsPage = async (url, init) => {
      const cookie = [...who.jar].map(pair => pair.join('=')).join('; ');
      const response = await fetch(new URL(url, base), { ...init, headers: { ...init.headers, cookie } });
      for (const line of response.headers.getSetCookie()) who.jar.set(...line.split(';')[0].split('='));
      return response;
    };
    const shop = hostCommerce({ ...hostApi({ url: '/api', fetch: fetchAsPage }), currency: 'EUR', checkout: '/checkout' });
    const lamp = (await shop.products(['desk-lamp', 'unicorn'])).get('desk-lamp');
    expect([lamp.options.length, lamp.variants.length, lamp.variants[0].price.minor]).to.deep.equal([2, 7, 12900]);
    expect((await shop.cart()).cart.quantity).to.equal(0);
    expect(who.jar.size, 'cookies of somebody who looks').to.equal(0);
    await shop.change([{ type: 'add', variantId: lamp.variants[0].id, quantity: 2 }]);
    expect((await who.get('/')).count).to.equal('2');
    await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' });
    const { cart } = await shop.cart();
    expect([cart.quantity, cart.total.minor]).to.deep.equal([3, 28200]);
    const refused = await fetch(`${base}/api/cart`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"changes":7}',
    });
    expect(refused.status).to.equal(400);
  });

  it('lets the host’s script open an offer and end it, from this machine only', async () => {
    const who = visitor();
    const control = (action, body, headers = {}) =>
      fetch(`${base}/control/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    await who.post('/cart/add', { goods: 'espresso-cups', quantity: '1' });
    const offer = { title: 'o-1', percent: 20, skus: ['espresso-cups-1'], endsAt: new Date(Date.now() + 60_000).toISOString() };
    expect((await control('promotion', offer)).status).to.equal(200);
    const form = (await who.get('/checkout')).fields();
    expect((await who.get('/cart')).text).to.include('Total €19.20');
    expect(await (await control('end-promotion', { code: 'o-1' })).json()).to.deep.equal({ ended: 1 });
    expect((await who.get('/cart')).text).to.include('Total €24.00');
    expect((await who.post('/checkout', form)).status).to.equal(409);
    expect((await control('promotion', { percent: 20 })).status).to.equal(400);
    expect((await control('reset', {})).status).to.equal(404);
    expect(
      (await control('stock', { sku: 'espresso-cups-1', units: 0 }, { 'sec-fetch-site': 'same-origin' })).status,
      'from a page',
    ).to.equal(403);
    await control('stock', { sku: 'espresso-cups-1', units: 0 });
    expect((await who.get('/goods/espresso-cups')).text).to.include('Sold out.');
  });
});

describe('the show in the store’s pages', () => {
  const opened = [];
  const keep = one => (opened.push(one), one);
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  const openStore = async options => {
    const app = keep(createStore({ shop: memoryShop(), show: 'table', ...options }));
    return createVisitor(await app.listen({ port: 0 }));
  };

  it('is brought by the lines the README shows, and no others', async () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const app = keep(createStore({ shop: vendureShop('http://127.0.0.1:9'), room: 'http://127.0.0.1:9', show: 'table' }));
    const { html } = await createVisitor(await app.listen({ port: 0 })).get('/orders');
    const shown = /```html\n([\s\S]*?)```/.exec(readme)[1].trim().split('\n');
    expect(shown).to.have.length(2);
    for (const line of shown) expect(html).to.include(line);
    expect(html.match(/shopcast/g), 'anything else of Shopcast').to.have.length(shown.join('\n').match(/shopcast/g).length);
  });

  it('stands on strict pages, with nothing inline', async () => {
    const who = await openStore({ room: 'http://127.0.0.1:9' });
    for (const path of ['/', '/goods/desk-lamp', '/cart', '/orders', '/unicorn']) {
      const { headers, html } = await who.get(path);
      const policy = headers.get('content-security-policy');
      expect(policy).to.include("default-src 'self'").and.include("script-src 'self'").and.include("require-trusted-types-for 'script'");
      expect(policy).to.not.match(/unsafe|https?:|\*/);
      expect(html).to.not.match(/\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)/);
      expect(html.match(/<shopcast-show /g)).to.have.length(1);
    }
  });

  it('is told what the shopper says about remembering the place, and nothing before', async () => {
    const who = await openStore({ room: 'http://127.0.0.1:9' });
    expect((await who.get('/')).html).to.not.match(/ consent="/);
    for (const [said, told] of [
      ['granted', 'granted'],
      ['denied', 'denied'],
      ['perhaps', 'denied'],
    ]) {
      await who.post('/consent', { consent: said });
      expect((await who.get('/cart')).html).to.match(new RegExp(`<shopcast-show [^>]* consent="${told}"`));
    }
    for (const [referer, back] of [
      [`${who.base}/goods/desk-lamp?Plug=UK`, '/goods/desk-lamp?Plug=UK'],
      ['https://elsewhere.example/x', '/'],
    ]) {
      const answer = await fetch(`${who.base}/consent`, { method: 'POST', redirect: 'manual', headers: { referer } });
      expect(answer.headers.get('location')).to.equal(back);
    }
  });

  it('reaches the room and the stream under the store’s own origin, and events as they come', async () => {
    let asked;
    const room = keep(
      await open((request, response) => {
        asked = { url: request.url, headers: request.headers };
        if (request.url.endsWith('manifest.json')) {
          const address = `http://${request.headers.host}`;
          return response.end(
            JSON.stringify({
              showId: 'table',
              streams: [{ url: `${origin.url}/show/ll/main.m3u8` }],
              transports: [{ url: `${address}/` }],
            }),
          );
        }
        response.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': 'a=b' }).write('data: 1\n\n');
      }),
    );
    const origin = keep(await open((_request, response) => response.writeHead(206, { 'content-type': 'video/mp4' }).end('part')));
    const who = await openStore({ room: room.url, origin: origin.url });
    const manifest = JSON.parse((await who.get('/live/table/manifest.json')).html);
    expect(manifest).to.deep.equal({ showId: 'table', streams: [{ url: '/stream/show/ll/main.m3u8' }], transports: [{ url: '/room/' }] });
    const part = await who.get('/stream/show/ll/part.m4s');
    expect([part.status, part.html]).to.deep.equal([206, 'part']);

    const leave = new AbortController();
    const stream = await fetch(new URL('/room/shows/table/events?after=3', who.base), {
      headers: { cookie: 'session=secret', 'last-event-id': 'x:3' },
      signal: leave.signal,
    });
    const reader = stream.body.getReader();
    expect(new TextDecoder().decode((await reader.read()).value), 'before the answer has ended').to.equal('data: 1\n\n');
    expect(asked.url).to.equal('/shows/table/events?after=3');
    expect(asked.headers).to.include({ 'last-event-id': 'x:3' }).and.not.have.property('cookie');
    expect(stream.headers.get('set-cookie')).to.equal(null);
    leave.abort();
    origin.close();
    expect((await who.get('/stream/show/ll/part.m4s')).status).to.equal(502);
  });

  it('hears of orders, signed and anonymous, also when the room was away', async () => {
    const reports = [];
    let heard;
    const all = new Promise(resolve => (heard = resolve));
    const room = keep(
      await open(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        reports.push({ url: request.url, signature: request.headers['x-shopcast-signature'], body });
        response.writeHead(reports.length === 1 ? 503 : 200).end('{}');
        if (reports.length === 2) heard();
      }),
    );
    const who = await openStore({ room: room.url, orderSecret: 'a secret of both' });
    await who.post('/cart/add', { goods: 'sencha-tea', Weight: '100 g', quantity: '2' });
    const { path } = await who.post('/checkout', (await who.get('/checkout')).fields());
    await all;
    const [first, again] = reports;
    expect(again).to.deep.equal(first);
    expect(first.url).to.equal('/shows/table/orders/vendure');
    expect(first.signature).to.equal(createHmac('sha256', 'a secret of both').update(first.body).digest('hex'));
    expect(JSON.parse(first.body)).to.deep.equal({
      code: path.split('/').at(-1),
      currencyCode: 'EUR',
      totalWithTax: 4070,
      lines: [{ productVariantId: 'sencha-tea-2', productId: 'sencha-tea', quantity: 2 }],
    });
  });
});

describe('the program of the store', () => {
  it('says where it answers, and what flag is wrong', async () => {
    const program = await startProgram(['examples/storefront/server.mjs', '--shop', 'memory', '--port', '0']);
    expect((await fetch(program.said.url)).status).to.equal(200);
    await program.stop();
    for (const [args, words] of [
      [[], 'Say where the shop is'],
      [['--shop', 'amazon'], '--shop is vendure or memory'],
      [['--vendure', 'nowhere'], '--vendure is an address'],
    ]) {
      const problem = await startProgram(['examples/storefront/server.mjs', ...args]).catch(error => error);
      expect(problem.message).to.include(words);
    }
  });
});
