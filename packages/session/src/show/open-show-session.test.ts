import { memoryCommerce } from '@shopcast/commerce/adapters/memory';
import { ShopcastError, type ShowManifest } from '@shopcast/core';
import { createTestStage, stageProducts, type TestStage } from '@shopcast/testing';
import { expect } from 'chai';
import { registerShop, registerTransport, type NamedOptions } from '../registry/registry.js';
import { addFromShow } from './add-from-show.js';
import { openShowSession, type OpenShowOptions } from './open-show-session.js';
import type { ShowSession } from './session-types.js';
import { viewerOfToken } from './viewer-of-token.js';

const manifest: ShowManifest = {
  showId: 'evening',
  title: 'Table for six',
  startsAt: Date.UTC(2030, 0, 1, 12),
  poster: 'poster.jpg',
  host: { name: 'Hanna', picture: '/people/hanna.jpg' },
  streams: [{ url: 'live.m3u8', kind: 'live' }],
  preload: ['init.mp4'],
  transports: [],
};

const tokenFor = (claims: object): string => {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const body = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return `head.${body}.signature`;
};

const refusal = async (opening: Promise<unknown>): Promise<ShopcastError> => {
  try {
    await opening;
  } catch (problem) {
    if (problem instanceof ShopcastError) return problem;
    throw problem;
  }
  throw new Error('It opened all the same.');
};

describe('opening a show', () => {
  let stage: TestStage;
  let session: ShowSession | undefined;
  const problems: string[] = [];
  beforeEach(async () => {
    stage = await createTestStage();
    problems.length = 0;
  });
  afterEach(async () => {
    session?.dispose();
    session = undefined;
    await stage.close();
  });
  /** Opens with a network that knows the given answers. */
  const open = async (options: Partial<OpenShowOptions>, answers: Record<string, () => Response> = {}): Promise<ShowSession> => {
    const fetch = (url: RequestInfo | URL): Promise<Response> => {
      const address = url instanceof Request ? url.url : String(url);
      const answer = answers[address];
      return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError(`nothing at ${address}`));
    };
    session = await openShowSession({
      manifest,
      base: 'https://shop.example/live/',
      environment: { ...stage.environment, fetch },
      onProblem: ({ code }) => problems.push(code),
      ...options,
    });
    return session;
  };

  it('takes addresses from where the manifest lies', async () => {
    const opened = await open(
      { manifest: '../shows/tonight.json' },
      { 'https://shop.example/shows/tonight.json': () => Response.json(manifest) },
    );
    expect(opened.manifest).to.deep.include({
      poster: 'https://shop.example/shows/poster.jpg',
      preload: ['https://shop.example/shows/init.mp4'],
    });
    expect(opened.manifest.streams).to.deep.equal([{ url: 'https://shop.example/shows/live.m3u8', kind: 'live' }]);
    expect(opened.manifest.host?.picture).to.equal('https://shop.example/people/hanna.jpg');
  });

  it('takes the addresses of the log from there too', async () => {
    const opened = await open(
      { manifest: '../shows/tonight.json', transports: stage.parts.transports },
      { 'https://shop.example/shows/tonight.json': () => Response.json(manifest) },
    );
    await stage.run({ type: 'replace-stream', data: { streams: [{ url: 'again.m3u8', kind: 'recorded' }] } });
    await stage.run({ type: 'list-product', data: { productId: 'cup', listing: { title: 'Cup', picture: '../cup.jpg' } } });
    await stage.until(() => opened.$show.get().products.some(({ productId }) => productId === 'cup'));
    const { streams, products } = opened.$show.get();
    expect(streams).to.deep.equal([{ url: 'https://shop.example/shows/again.m3u8', kind: 'recorded' }]);
    expect(products.find(({ productId }) => productId === 'cup')?.listing.picture).to.equal('https://shop.example/cup.jpg');
  });

  it('takes a manifest object from the page', async () => {
    const opened = await open({});
    expect(opened.manifest.poster).to.equal('https://shop.example/live/poster.jpg');
    expect(opened.$phase.get()).to.equal('scheduled');
  });

  for (const [what, answer] of [
    ['no answer', undefined],
    ['the wrong one', () => new Response('gone', { status: 410 })],
    ['no JSON', () => new Response('<!doctype html>')],
  ] as const) {
    it(`says that a manifest cannot be had: ${what}`, async () => {
      const problem = await refusal(open({ manifest: 'https://a.example/m.json' }, answer && { 'https://a.example/m.json': answer }));
      expect(problem.code).to.equal('session/manifest-unreachable');
      expect(problem.message).to.include('https://a.example/m.json');
    });
  }

  it('names the field of a manifest that is wrong', async () => {
    const problem = await refusal(open({ manifest: { ...manifest, startsAt: 'soon' } as unknown as ShowManifest }));
    expect(problem).to.include({ code: 'show/bad-manifest', field: 'startsAt' });
  });

  it('opens transports and the shop by name, with what they need', async () => {
    const seen: unknown[] = [];
    registerTransport('staged', async ({ showId, url, token }) => {
      seen.push(showId, url, await token?.());
      return stage.line;
    });
    registerShop('shelf', (options: NamedOptions, { tokens }) => {
      seen.push(options, typeof tokens.get);
      return memoryCommerce({ shop: { products: stageProducts() } });
    });
    const token = tokenFor({ show: 'evening', role: 'viewer', sub: 'v1', name: 'Zoë' });
    const opened = await open({
      manifest: { ...manifest, transports: [{ kind: 'staged', url: 'log' }] },
      shop: 'shelf',
      shopOptions: { url: 'https://shelf.example' },
      token: () => token,
    });
    expect(seen).to.deep.equal(['evening', 'https://shop.example/live/log', token, { url: 'https://shelf.example' }, 'function']);
    expect(opened.viewer).to.deep.equal({ viewerId: 'v1', name: 'Zoë', role: 'viewer' });
    await stage.until(() => opened.$phase.get() === 'live');
    expect(opened.cart).to.not.equal(undefined);
  });

  it('goes on without a shop that cannot be opened, and says so', async () => {
    registerShop('closed', () => Promise.reject(new Error('closed on Sundays')));
    const opened = await open({ manifest: { ...manifest, shop: { adapter: 'closed' } } });
    expect(opened.cart).to.equal(undefined);
    expect(problems).to.deep.equal(['session/part-failed']);
  });

  it('goes on with the transports that open, and not without any', async () => {
    registerTransport('staged', () => stage.line);
    const two = { ...manifest, transports: [{ kind: 'nowhere' }, { kind: 'staged' }] };
    const opened = await open({ manifest: two });
    await stage.until(() => opened.$phase.get() === 'live');
    expect(problems).to.deep.equal(['session/unknown-transport']);
    expect((await refusal(open({ manifest: { ...manifest, transports: [{ kind: 'nowhere' }] } }))).code).to.equal(
      'session/unknown-transport',
    );
  });

  it('leaves nothing open when it is not wanted any more', async () => {
    const ending = new AbortController();
    registerTransport('staged', () => {
      ending.abort(new Error('gone'));
      return stage.line;
    });
    const failure: unknown = await open({ manifest: { ...manifest, transports: [{ kind: 'staged' }] }, signal: ending.signal }).catch(
      (problem: unknown) => problem,
    );
    expect(failure).to.have.property('message', 'gone');
    expect(stage.line.state).to.equal('closed');
  });

  it('reads a viewer only from what is a token', () => {
    expect(viewerOfToken('')).to.equal(undefined);
    expect(viewerOfToken('a.b.c')).to.equal(undefined);
    expect(viewerOfToken(tokenFor({ sub: 'x', name: 'X', role: 'system' }))).to.equal(undefined);
    expect(viewerOfToken(tokenFor({ sub: 'x', name: 'X', role: 'host' }))).to.deep.equal({ viewerId: 'x', name: 'X', role: 'host' });
  });
});

describe('adding from a show', () => {
  let stage: TestStage;
  let session: ShowSession;
  const openStage = async (options: Parameters<typeof createTestStage>[0] = {}): Promise<void> => {
    stage = await createTestStage(options);
    const { transports, environment, commerce } = stage.parts;
    session = await openShowSession({ manifest, base: 'https://shop.example/', transports, environment, commerce });
    await stage.list('mug', 'espresso');
    const stop = session.$products.subscribe(() => undefined);
    await stage.until(() => session.$products.get().filter(({ reading }) => reading === 'ready').length === 2);
    stop();
  };
  afterEach(async () => {
    session.dispose();
    await stage.close();
  });

  it('shows the line at once as the viewer has seen it, and says how many the shop took', async () => {
    await openStage();
    const adding = addFromShow(session, { variantId: 'mug-slate', quantity: 2, productId: 'mug' });
    const [line] = session.cart!.$cart.get().lines;
    expect(line).to.deep.include({ title: 'Stoneware mug', variantTitle: 'Slate', quantity: 2, pending: true });
    expect(line?.unit).to.deep.equal({ minor: 1850, currency: 'EUR' });
    expect(await adding).to.include({ applied: 'all', added: 2 });
  });

  it('counts what a shop with less gave', async () => {
    await openStage({ shop: { overAdd: 'clamps' } });
    await addFromShow(session, { variantId: 'mug-slate', quantity: 1 });
    expect(await addFromShow(session, { variantId: 'mug-slate', quantity: 5 })).to.include({ applied: 'part', added: 2 });
  });

  it('brings the code of an open offer, once', async () => {
    await openStage({ shop: { discountCodes: [{ code: 'TABLE10', percent: 10 }] } });
    const price = { minor: 1665, currency: 'EUR' };
    await stage.run({ type: 'open-offer', data: { offerId: 'o', productId: 'mug', price, code: 'TABLE10', seconds: 60 } });
    await stage.until(() => session.$offers.get().length === 1);
    const wish = { variantId: 'mug-oat', quantity: 1, productId: 'mug', offerId: 'o' };
    await addFromShow(session, wish);
    await stage.until(() => session.cart!.$cart.get().codes[0]?.applied === true);
    await addFromShow(session, wish);
    expect(session.cart!.$cart.get().codes).to.have.length(1);
    expect(stage.commerce!.shop.unitsOf(stage.commerce!.shopper)).to.deep.equal({ 'mug-oat': 2 });
  });

  it('has nothing to add to without a shop', async () => {
    stage = await createTestStage({ shop: false });
    const { transports, environment } = stage.parts;
    session = await openShowSession({ manifest, transports, environment });
    expect(await addFromShow(session, { variantId: 'x', quantity: 1 })).to.equal(undefined);
  });
});
