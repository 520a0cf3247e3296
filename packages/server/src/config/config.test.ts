import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closeAll, temporaryFolder } from '../testing/fixture.js';
import { defaultConfig, loadConfig } from './config.js';
import { settings, type SettingName } from './settings.js';

const fileWith = (content: unknown): string => {
  const file = join(temporaryFolder(), 'shopcast.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

/** For each setting: good text, what it is read as, and bad text. */
const values: Readonly<Record<SettingName, { readonly good: string; readonly read: unknown; readonly bad?: string }>> = {
  port: { good: '0', read: 0, bad: 'eighty' },
  host: { good: '::1', read: '::1', bad: '' },
  data: { good: '/srv/shows', read: '/srv/shows', bad: '' },
  origins: {
    good: 'https://a.example, http://b.example:81',
    read: ['https://a.example', 'http://b.example:81'],
    bad: 'https://a.example/path',
  },
  publicUrl: { good: 'https://live.example', read: 'https://live.example', bad: 'live' },
  secrets: { good: 'k1:abc,def', read: ['k1:abc', 'def'] },
  trustProxy: { good: 'true', read: true, bad: 'maybe' },
  logLevel: { good: 'warn', read: 'warn', bad: 'loud' },
  segmentSize: { good: '50', read: 50, bad: '5' },
  durableWindow: { good: '0', read: 0, bad: '-1' },
  ephemeralWindow: { good: '500', read: 500, bad: '10' },
  connections: { good: '9', read: 9, bad: '1.5' },
  connectionsPerAddress: { good: '9', read: 9, bad: '0' },
  readerBytes: { good: '65536', read: 65_536, bad: '100' },
  bodyBytes: { good: '4096', read: 4096, bad: ' ' },
  webhooks: {
    good: '[{"url":"https://a.example/","secret":"sixteen characters","events":["order-placed"]}]',
    read: [{ url: 'https://a.example/', secret: 'sixteen characters', events: ['order-placed'] }],
    bad: '[{"url":"ftp://a.example/","secret":"sixteen characters"}]',
  },
  orderHooks: {
    good: '[{"shop":"hmac","secret":"sixteen characters","show":"summer"}]',
    read: [{ shop: 'hmac', secret: 'sixteen characters', show: 'summer' }],
    bad: '[{"shop":"hmac","secret":"short"}]',
  },
  limits: { good: '{"textLength":100}', read: { textLength: 100 }, bad: '{"viewer":{"messages":{"burst":-1,"perSecond":1}}}' },
};

const problemOf = (sources: Parameters<typeof loadConfig>[0]): { code: string; message: string; field: string } => {
  try {
    loadConfig(sources);
  } catch (error) {
    return error as { code: string; message: string; field: string };
  }
  throw new Error('It was taken.');
};

describe('the configuration', () => {
  afterEach(closeAll);

  it('is the defaults when nothing is said', () => expect(loadConfig({})).to.deep.equal(defaultConfig));

  it('takes the file, then the environment, then the flags, the later over the earlier', () => {
    const config = fileWith({ port: 1, host: 'file', logLevel: 'error' });
    const env = { SHOPCAST_PORT: '2', SHOPCAST_HOST: 'env', SHOPCAST_CONFIG: '/nowhere', PATH: 'x' };
    expect(loadConfig({ flags: { config, port: '3' }, env })).to.deep.equal({ ...defaultConfig, port: 3, host: 'env', logLevel: 'error' });
    expect(loadConfig({ env: { SHOPCAST_CONFIG: config } }).port).to.equal(1);
  });

  for (const name of Object.keys(settings) as SettingName[]) {
    const { good, read, bad } = values[name];
    const { flag, variable } = settings[name];

    it(`reads ${name} from --${flag}, ${variable} and the file`, () => {
      expect(loadConfig({ flags: { [flag]: good } })[name]).to.deep.equal(read);
      expect(loadConfig({ env: { [variable]: good } })[name]).to.deep.equal(read);
      expect(loadConfig({ flags: { config: fileWith({ [name]: read }) } })[name]).to.deep.equal(read);
    });

    if (bad !== undefined)
      it(`refuses a bad ${name}, naming it and where it came from`, () => {
        for (const [where, sources] of [
          [`--${flag}`, { flags: { [flag]: bad } }],
          [variable, { env: { [variable]: bad } }],
        ] as const) {
          const { code, message, field } = problemOf(sources);
          expect(code).to.equal('server/bad-config');
          expect(field.split('.')[0]).to.equal(name);
          expect(message).to.contain(`"${field}"`).and.to.contain(`from ${where}`);
        }
      });
  }

  it('reads how many proxies to believe, and believes none for nothing', () => {
    const read = (text: string) => loadConfig({ env: { SHOPCAST_TRUST_PROXY: text } }).trustProxy;
    expect(['false', '0', '1', '2'].map(read)).to.deep.equal([false, 0, 1, 2]);
    for (const bad of ['', '11', '-1', '1.5']) expect(problemOf({ env: { SHOPCAST_TRUST_PROXY: bad } }).field, bad).to.equal('trustProxy');
  });

  it('names the field at fault inside a file, and what the file does not know', () => {
    const config = fileWith({ webhooks: [{ url: 'https://a.example/', secret: 'short' }] });
    const { message, field } = problemOf({ flags: { config } });
    expect(field).to.equal('webhooks.0.secret');
    expect(message).to.contain(config).and.to.contain('16 characters');
    expect(problemOf({ flags: { config: fileWith({ colour: 'red' }) } }).field).to.equal('colour');
    expect(problemOf({ flags: { config: fileWith({ port: '80' }) } }).field).to.equal('port');
  });

  it('refuses files that are none, and JSON that is none', () => {
    for (const config of ['/nowhere.json', fileWith('{"port":'), fileWith([1]), fileWith('null')]) {
      const { message, field } = problemOf({ flags: { config } });
      expect(field).to.equal('config');
      expect(message).to.contain(config);
    }
    expect(problemOf({ env: { SHOPCAST_WEBHOOKS: '[' } }).message).to.contain('not JSON');
  });

  it('refuses an origin that no browser would send, and says how it is written', () => {
    for (const [text, origin] of [
      ['https://Shop.example', 'https://shop.example'],
      ['https://shop.example:443', 'https://shop.example'],
      ['https://shop.example/', 'https://shop.example'],
      ['https://shop.example?x', 'https://shop.example'],
      ['shop.example', 'https://shop.example'],
      ['null', 'https://shop.example'],
    ] as const)
      expect(problemOf({ env: { SHOPCAST_ORIGINS: text } }).message, text).to.contain(`such as ${origin}.`);
  });

  it('refuses limits there are none of, at any depth', () => {
    for (const [limits, field] of [
      ['{"textLenght":100}', 'limits.textLenght'],
      ['{"viewer":{"mesages":{"burst":1,"perSecond":1}}}', 'limits.viewer.mesages'],
      ['{"staff":{"burst":1,"perSecond":1,"perMinute":3}}', 'limits.staff.perMinute'],
    ] as const)
      expect(problemOf({ env: { SHOPCAST_LIMITS: limits } })).to.include({ code: 'server/bad-config', field });
  });

  it('refuses an address named twice among the webhooks, and a secret that looks like base64 and is none', () => {
    const one = { url: 'https://a.example/', secret: 'sixteen characters' };
    expect(problemOf({ env: { SHOPCAST_WEBHOOKS: JSON.stringify([one, one]) } }).message).to.contain('twice');
    const odd = [{ ...one, secret: 'whsec_not base64 at all' }];
    expect(problemOf({ env: { SHOPCAST_WEBHOOKS: JSON.stringify(odd) } }).message).to.contain('base64');
  });

  it('is described setting by setting in docs/server.md', async () => {
    const page = await readFile(new URL('../../../../docs/server.md', import.meta.url), 'utf8');
    for (const name of Object.keys(settings) as SettingName[]) {
      const { flag, variable, help } = settings[name];
      const fallback = JSON.stringify(defaultConfig[name] ?? null).replace('null', '–');
      expect(page.replace(/ +/g, ' '), name).to.contain(
        `| \`--${flag}\` | \`${variable}\` | \`${name}\` | ${fallback.replaceAll('|', '\\|')} | ${help} |`,
      );
    }
  });
});
