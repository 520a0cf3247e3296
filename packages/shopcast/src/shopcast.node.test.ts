import { openShop, openTransport } from '@shopcast/session';
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import './register.js';
import type { ShopcastTags } from './types/tags.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const tokens = { get: () => null, set: () => undefined, dispose: () => undefined } as never;
const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error);

describe('what people install', () => {
  it('has a subpath for every adapter, transport, element, language and theme', () => {
    const folders = (path: string, has = (name: string) => `${name}.ts`): string[] =>
      readdirSync(here(path)).filter(name => existsSync(here(`${path}/${name}/${has(name)}`)));
    const files = (path: string): string[] => readdirSync(here(path)).map(name => name.replace(/\.\w+$/, ''));
    expect(files('./adapters')).to.deep.equal(folders('../../commerce/src/adapters'));
    expect(files('./transports')).to.deep.equal(folders('../../live/src/transports'));
    expect(files('./elements')).to.deep.equal(folders('../../elements/src', () => 'define.ts'));
    const languages = files('../../elements/src/messages').filter(name => /^[a-z]{2}(?:-\w+)?$/.test(name));
    expect(files('./messages')).to.deep.equal(languages);
    const themes = files('../../elements/src/themes').filter(name => !name.endsWith('.test'));
    expect(files('../cdn/themes')).to.deep.equal(themes);
  });

  it('opens shops and transports by name, and says which option is missing', async () => {
    const shop = await openShop('vendure', { url: 'https://shop.example/shop-api', checkout: '/checkout' }, { tokens });
    expect(shop.name).to.equal('vendure');
    shop.dispose();
    expect(await failure(openShop('medusa', { url: 'https://shop.example' }, { tokens }))).to.include({
      code: 'commerce/config',
      field: 'publishableKey',
    });
    const goods = `data:application/json,${encodeURIComponent(JSON.stringify({ products: [{ id: 'mug', title: 'Mug', price: 1990 }] }))}`;
    const memory = await openShop('memory', { goods }, { tokens });
    expect((await memory.products(['mug'])).get('mug')?.title).to.equal('Mug');
    memory.dispose();
    expect(await failure(openShop('memory', {}, { tokens }))).to.include({ code: 'commerce/config', field: 'goods' });
    const transport = await openTransport('sse', { showId: 'summer', url: 'https://live.example' });
    expect(transport.name).to.equal('sse');
    transport.dispose();
    expect(await failure(openTransport('poll', { showId: 'summer' }))).to.include({ code: 'transport/bad-options', field: 'url' });
  });

  it('imports every subpath safely where there is no page, as built', async () => {
    const { exports } = JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { exports: Record<string, { default?: string }> };
    const paths = Object.entries(exports).flatMap(([path, { default: built }]) => {
      if (built === undefined) return [];
      const words = built.includes('*') ? readdirSync(here(`../${built.split('*')[0]}`)).filter(name => name.endsWith('.js')) : [''];
      return words.map(word => path.replace('*', word.replace('.js', '')).replace(/^\./, 'shopcast'));
    });
    expect(paths.length).to.be.greaterThan(30);
    const code = `for (const path of ${JSON.stringify(paths)}) await import(path); console.log(typeof document, 'imported');`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      cwd: here('..'),
      env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    });
    expect(stdout.trim()).to.equal('undefined imported');
  });

  it('tells editors every element with its attributes and events', () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(here(`../dist/${name}`), 'utf8'));
    const elements = readdirSync(here('./elements')).map(name => `shopcast-${name.replace('.ts', '')}`);
    const { tags } = read('vscode.html-custom-data.json') as { tags: { name: string; attributes: { name: string; values?: unknown }[] }[] };
    expect(tags.map(({ name }) => name)).to.deep.equal(elements);
    const load = tags.find(({ name }) => name === 'shopcast-show')!.attributes.find(({ name }) => name === 'load');
    expect(load?.values).to.deep.equal([{ name: 'click' }, { name: 'visible' }, { name: 'eager' }]);
    const web = read('web-types.json') as { contributions: { html: { elements: { name: string; js: { events: { name: string }[] } }[] } } };
    expect(web.contributions.html.elements.map(({ name }) => name)).to.deep.equal(elements);
    expect(web.contributions.html.elements.flatMap(({ js }) => js.events.map(({ name }) => name))).to.include('shopcast-added-to-cart');
    const { modules } = read('custom-elements.json') as { modules: { path: string }[] };
    for (const { path } of modules) expect(existsSync(here(`../${path}`)), path).to.equal(true);
  });

  it('types attributes, properties and events for JSX', () => {
    const show: ShopcastTags['shopcast-show'] = {
      manifest: '/m.json',
      load: 'click',
      landscape: true,
      'onshopcast-error': ({ detail }) => detail.code,
    };
    // @ts-expect-error no such way
    const wrong: ShopcastTags['shopcast-show'] = { load: 'sometime' };
    expect([show.load, wrong.load]).to.deep.equal(['click', 'sometime']);
  });
});
