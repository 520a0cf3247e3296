import { expect } from 'chai';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { settings } from '../config/settings.js';
import { call, closeAll, manifest, temporaryFolder } from '../testing/fixture.js';
import { loadKeyRing } from '../tokens/keys.js';
import { verifyToken } from '../tokens/tokens.js';
import { runCli } from './cli.js';

/** Runs a command line to its end. `stop` ends a server that it started. */
function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const out: string[] = [];
  const errors: string[] = [];
  let stop = (): void => undefined;
  const stopped = new Promise<void>(resolve => (stop = resolve));
  let started = (_url: string): void => undefined;
  const url = new Promise<string>(resolve => (started = resolve));
  const code = runCli({
    args,
    env,
    print(line) {
      out.push(line);
      const found = /^Shopcast room server: (\S+)$/.exec(line)?.[1];
      if (found !== undefined) started(found);
    },
    printError: line => void errors.push(line),
    stopped: () => stopped,
  });
  return { out, errors, code, url, stop };
}

describe('the command line', () => {
  let data: string;
  beforeEach(() => (data = temporaryFolder()));
  afterEach(closeAll);

  it('helps, with every setting', async () => {
    for (const flag of ['--help', '-h']) {
      const { out, code, errors } = cli([flag]);
      expect(await code).to.equal(0);
      expect(errors).to.deep.equal([]);
      const text = out.join('\n');
      for (const { flag: name, help } of Object.values(settings)) expect(text).to.contain(`--${name}`).and.to.contain(help);
      expect(text).to.contain('shopcast-server token').and.to.contain('keys rotate').and.to.contain('SHOPCAST_');
    }
  });

  it('tells its version', async () => {
    const { out, code } = cli(['--version']);
    expect(await code).to.equal(0);
    expect(out).to.have.lengthOf(1);
    expect(out[0]).to.match(/^\d+\.\d+\.\d+/);
  });

  it('starts with nothing but a folder, serves, and stops when asked to', async () => {
    const { url, out, code, stop } = cli(['--data', data, '--port', '0', '--log-level', 'silent']);
    const base = { url: await url };
    expect((await call(base, '/health')).json).to.deep.equal({ status: 'ok', shows: 0 });
    const made = cli(['token', '--data', data, '--role', 'producer', '--name', 'Paula']);
    expect(await made.code).to.equal(0);
    const token = made.out[0]!;
    expect((await call(base, '/shows', { body: manifest, token })).status).to.equal(201);
    stop();
    expect(await code).to.equal(0);
    expect(out.at(-1)).to.contain('Stopping');
    expect(existsSync(join(data, 'shopcast.db-wal')), 'a good stop leaves one file').to.equal(false);
  });

  it('stops gracefully when asked to before it can serve', async () => {
    const happened: string[] = [];
    const code = await runCli({
      args: ['--data', data, '--port', '0', '--log-level', 'silent'],
      env: {},
      print: line => void happened.push(line.split(':')[0]!),
      printError: line => void happened.push(line),
      stopped: () => Promise.resolve(void happened.push('listens for signals')),
    });
    expect([code, ...happened]).to.deep.equal([0, 'listens for signals', 'Shopcast room server', 'Log and keys', 'Stopping']);
  });

  it('makes tokens for what they are asked for', async () => {
    const { out, code } = cli([
      'token',
      '--data',
      data,
      '--show',
      'summer',
      '--role',
      'viewer',
      '--name',
      'Ann',
      '--id',
      'ann',
      '--minutes',
      '5',
    ]);
    expect(await code).to.equal(0);
    const claims = await verifyToken(loadKeyRing(data), out[0]!, Date.now());
    expect(claims).to.include({ show: 'summer', role: 'viewer', name: 'Ann', viewerId: 'ann' });
    expect(claims.expiresAt - Date.now()).to.be.within(290_000, 301_000);
  });

  it('makes and rotates keys', async () => {
    const made = cli(['keys', 'new']);
    expect(await made.code).to.equal(0);
    expect(made.out[0]).to.match(/^[\w-]{43}$/);
    const before = loadKeyRing(data).signing.kid;
    const rotated = cli(['keys', 'rotate', '--data', data]);
    expect(await rotated.code).to.equal(0);
    const { signing, find } = loadKeyRing(data);
    expect(rotated.out[0]).to.contain(signing.kid);
    expect(signing.kid).to.not.equal(before);
    expect(find(before)?.kid).to.equal(before);
  });

  const wrong: Readonly<Record<string, readonly [args: readonly string[], says: RegExp]>> = {
    'a flag it does not know': [['--prot', '1'], /--prot.*--help/s],
    'a command it does not know': [['run'], /"run".*--help/s],
    'a port that is none': [['--port', '99999'], /"port" from --port/],
    'a token without a role': [['token', '--data', 'DATA'], /--role/],
    'a token of the system': [['token', '--data', 'DATA', '--role', 'system'], /--role viewer/],
    'a token for a show that cannot be': [['token', '--data', 'DATA', '--role', 'host', '--show', 'a show'], /show/],
    'a token that lasts for ever': [['token', '--data', 'DATA', '--role', 'host', '--minutes', '9999'], /86400/],
    'minutes that are none': [['token', '--data', 'DATA', '--role', 'host', '--minutes', 'many'], /--minutes/],
    'a secret too short': [['--data', 'DATA', '--port', '0', '--secrets', 'short'], /32 characters/],
    'an address this machine has not': [['--data', 'DATA', '--port', '0', '--host', '203.0.113.1'], /203\.0\.113\.1/],
  };
  for (const args of [
    ['token', '--role', 'viewer'],
    ['keys', 'rotate'],
    ['start', '--port', '0'],
  ])
    it(`says of a folder that cannot be, when asked to ${args[0]}, what to do`, async () => {
      const file = join(data, 'file');
      writeFileSync(file, '');
      const { errors, code } = cli([...args, '--data', join(file, 'folder')]);
      expect(await code).to.equal(1);
      expect(errors).to.have.lengthOf(1);
      expect(errors[0]).to.contain('server/unwritable-folder').and.to.contain('--data');
    });

  it('makes tokens of given secrets without touching a folder', async () => {
    const secrets = 'k1:a secret of thirty-two characters';
    const { code, out } = cli(['token', '--role', 'viewer', '--secrets', secrets, '--data', join(data, 'none')]);
    expect([await code, out.length, existsSync(join(data, 'none'))]).to.deep.equal([0, 1, false]);
  });

  it('refuses a key file with a secret that anybody could guess', async () => {
    writeFileSync(join(data, 'keys.json'), JSON.stringify({ keys: [{ kid: 'k', secret: 'short' }] }));
    const { errors, code } = cli(['token', '--role', 'viewer', '--data', data]);
    expect(await code).to.equal(1);
    expect(errors[0]).to.contain('keys.json');
  });

  for (const [what, [args, says]] of Object.entries(wrong))
    it(`says in one line what is wrong with ${what}`, async () => {
      const { errors, code, out } = cli(args.map(word => (word === 'DATA' ? data : word)));
      expect(await code).to.equal(1);
      expect(errors).to.have.lengthOf(1);
      expect(errors[0]).to.match(says);
      expect(out).to.deep.equal([]);
    });

  it('says which port is taken, and how to name another', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { errors, code } = cli(['--data', data, '--port', String(port), '--log-level', 'silent']);
    expect(await code).to.equal(1);
    expect(errors[0]).to.contain(`Port ${port}`).and.to.contain('--port 0').and.to.contain('server/port-taken');
    other.close();
    const again = cli(['--data', data, '--port', '0', '--log-level', 'silent']);
    expect(await again.url, 'the failed start let go of the folder').to.match(/^http/);
    again.stop();
    expect(await again.code).to.equal(0);
  });

  it('says that another server uses the folder', async () => {
    const first = cli(['--data', data, '--port', '0', '--log-level', 'silent']);
    await first.url;
    const second = cli(['--port', '0', '--log-level', 'silent'], { SHOPCAST_DATA: data });
    expect(await second.code).to.equal(1);
    expect(second.errors[0]).to.contain('server/folder-in-use');
    first.stop();
    await first.code;
  });
});
