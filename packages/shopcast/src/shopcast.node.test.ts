import { openShop, openTransport } from '@shopcast/session';
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import './register.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const tokens = { get: () => null, set: () => undefined, dispose: () => undefined } as never;
const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error);

describe('what people install', () => {
  it('has a subpath for every adapter and every transport', () => {
    const folders = (path: string): string[] => readdirSync(here(path)).filter(name => existsSync(here(`${path}/${name}/${name}.ts`)));
    const files = (path: string): string[] => readdirSync(here(path)).map(name => name.replace('.ts', ''));
    expect(files('./adapters')).to.deep.equal(folders('../../commerce/src/adapters'));
    expect(files('./transports')).to.deep.equal(folders('../../live/src/transports'));
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

  it('imports safely where there is no page, as built', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', "await import('shopcast'); console.log('imported')"],
      {
        cwd: here('..'),
        env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
      },
    );
    expect(stdout.trim()).to.equal('imported');
  });
});
