import { expect } from 'chai';
import { createHmac } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeAll, refusal, secrets, temporaryFolder } from '../testing/fixture.js';
import { keyRingOf, loadKeyRing, newSecret, rotateKeys } from './keys.js';
import { createTokenReader, signToken, verifyToken, type TokenClaims } from './tokens.js';

const now = 1_800_000_000_000;
const hanna: TokenClaims = { show: 'summer', role: 'host', viewerId: 'hanna', name: 'Hanna' };
const ring = keyRingOf(secrets);

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** A token of anybody's own making. */
const forge = (header: object, payload: object, secret = 'a signing secret for tests, long enough') => {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};
const good = { iss: 'shopcast', sub: 'hanna', exp: now / 1000 + 60, show: 'summer', role: 'host', name: 'Hanna' };
const header = { alg: 'HS256', kid: 'first' };
const verdict = async (token: string, at = now) => (await refusal(verifyToken(ring, token, at))).code;

describe('tokens', () => {
  afterEach(closeAll);

  it('say who bears them, for two hours unless told otherwise', async () => {
    const token = await signToken(ring, { ...hanna, name: '  Hanna ' }, { now });
    expect(await verifyToken(ring, token, now)).to.deep.equal({ ...hanna, expiresAt: now + 7_200_000 });
    const short = await signToken(ring, hanna, { now, seconds: 60 });
    expect((await verifyToken(ring, short, now + 59_000)).expiresAt).to.equal(now + 60_000);
    expect(await verdict(short, now + 66_000)).to.equal('server/expired-token');
  });

  it('may be made by a merchant’s own server with the newest secret, and name no key', async () => {
    expect((await verifyToken(ring, forge({ alg: 'HS256' }, good), now)).viewerId).to.equal('hanna');
    expect((await verifyToken(ring, forge(header, good), now)).role).to.equal('host');
  });

  const bad: Readonly<Record<string, string>> = {
    'one signed with another secret': forge(header, good, 'another secret that is long enough too'),
    'one of a key nobody knows': forge({ ...header, kid: 'other' }, good),
    'one without a signature': `${encode({ alg: 'none' })}.${encode(good)}.`,
    'one that says "none" and is signed': forge({ alg: 'none', kid: 'first' }, good),
    'one of another algorithm': forge({ ...header, alg: 'HS512' }, good),
    'one of another issuer': forge(header, { ...good, iss: 'somebody' }),
    'one that never runs out': forge(header, { ...good, exp: undefined }),
    'one of nobody': forge(header, { ...good, sub: undefined }),
    'one that gives the role of the system': forge(header, { ...good, role: 'system' }),
    'one without a role': forge(header, { ...good, role: undefined }),
    'one with a viewer id that the server keeps for shops': forge(header, { ...good, sub: 'shop:shopify' }),
    'one with a name too long': forge(header, { ...good, name: 'x'.repeat(61) }),
    'one that lasts for a year': forge(header, { ...good, exp: now / 1000 + 365 * 86_400 }),
    'one that was made to last for two days': forge(header, { ...good, iat: now / 1000 - 86_400 * 1.5, exp: now / 1000 + 86_400 / 2 }),
    'one with a line break in the name': forge(header, { ...good, name: 'Hanna\nHost' }),
    'one with half a character in the name': forge(header, { ...good, name: 'Hanna\ud800' }),
    'one with an empty name': forge(header, { ...good, name: ' ' }),
    'one with a list of shows': forge(header, { ...good, show: ['summer'] }),
    'no token at all': 'abc',
    nothing: '',
  };
  for (const [what, token] of Object.entries(bad))
    it(`are refused: ${what}`, async () => expect(await verdict(token)).to.equal('server/bad-token'));

  it('are refused when any part was tampered with', async () => {
    const token = await signToken(ring, hanna, { now });
    for (let at = 0; at < token.length; at += 7) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const tampered = token.slice(0, at) + other + token.slice(at + 1);
      expect(await verdict(tampered), `character ${at}`).to.equal('server/bad-token');
    }
  });

  it('are looked at once, and still run out', async () => {
    const read = createTokenReader(ring, 2);
    const tokens = await Promise.all(['a', 'b', 'c'].map(viewerId => signToken(ring, { ...hanna, viewerId }, { now, seconds: 60 })));
    for (const token of [...tokens, ...tokens]) expect((await read(token, now)).viewerId).to.match(/^[abc]$/);
    const [first] = tokens;
    expect(await read(first!, now), 'the very same').to.equal(await read(first!, now + 59_000));
    expect((await refusal(read(first!, now + 66_000))).code).to.equal('server/expired-token');
    expect((await refusal(read(`${first!}x`, now))).code).to.equal('server/bad-token');
    expect((await refusal(read(`${first!}x`, now))).code, 'a bad one is not remembered as good').to.equal('server/bad-token');
  });

  it('are not signed for what would be refused', async () => {
    for (const [field, differs] of Object.entries({
      role: { role: 'system' as never },
      show: { show: 'a show' },
      sub: { viewerId: 'a:b' },
      name: { name: '' },
    })) {
      const problem = await refusal(signToken(ring, { ...hanna, ...differs }, { now }));
      expect([problem.code, problem.field]).to.deep.equal(['server/bad-token', field]);
    }
    for (const seconds of [59, 86_401, 60.5, Number.NaN])
      expect((await refusal(signToken(ring, hanna, { now, seconds }))).field).to.equal('seconds');
  });
});

describe('keys', () => {
  afterEach(closeAll);

  it('are made when there are none, for the owner’s eyes, and stay', async () => {
    const folder = temporaryFolder();
    const first = loadKeyRing(folder);
    expect(statSync(join(folder, 'keys.json')).mode & 0o077).to.equal(0);
    expect(first.signing.secret.length).to.be.at.least(32);
    const token = await signToken(first, hanna, { now });
    expect((await verifyToken(loadKeyRing(folder), token, now)).name).to.equal('Hanna');
  });

  it('go on verifying for two rotations, and then no more', async () => {
    const folder = temporaryFolder();
    const token = await signToken(loadKeyRing(folder), hanna, { now });
    for (const known of [true, true, false]) {
      const kid = rotateKeys(folder);
      const rotated = loadKeyRing(folder);
      expect(rotated.signing.kid).to.equal(kid);
      const outcome = await verifyToken(rotated, token, now).then(
        () => true,
        (error: { code: string }) => error.code,
      );
      expect(outcome).to.equal(known || 'server/bad-token');
    }
  });

  it('are refused, not replaced, when their file cannot be read', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'keys.json'), '{"keys":[{"kid":');
    expect(() => loadKeyRing(folder))
      .to.throw(/keys\.json/)
      .with.property('code', 'server/bad-config');
    expect(readFileSync(join(folder, 'keys.json'), 'utf8')).to.equal('{"keys":[{"kid":');
  });

  it('come as text too, newest first, with a name or without', () => {
    const both = keyRingOf([`new:${newSecret()}`, newSecret()]);
    expect(both.signing.kid).to.equal('new');
    expect(both.find('key-1')).to.not.equal(undefined);
    expect(both.find('gone')).to.equal(undefined);
    expect(() => keyRingOf([newSecret(), 'short']))
      .to.throw(/32 characters/)
      .with.property('field', 'secrets.1');
    expect(() => keyRingOf([]))
      .to.throw()
      .with.property('code', 'server/bad-config');
  });
});
