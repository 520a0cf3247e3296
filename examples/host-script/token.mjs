/** Tokens of the room: JWTs signed with a secret that script and server share. */
import { createHmac } from 'node:crypto';

const encode = part => Buffer.from(JSON.stringify(part)).toString('base64url');
/** Seconds a token lasts, and how long before its end a fresh one is made. */
const lasts = 2 * 3600;
const early = 300;

/**
 * @param {string} secrets as SHOPCAST_SECRETS has them: `name:secret`, the one to sign with first
 * @param {string} show
 * @returns {() => string} a producer's token that is good for a while yet
 */
export function tokenMaker(secrets, show) {
  const [, kid, secret] = /^([^:,]+):([^,]+)/.exec(secrets) ?? [];
  if (!secret) throw new Error('A secret reads NAME:SECRET, as the room server has it.');
  let token;
  let until = 0;
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (now > until - early) {
      until = now + lasts;
      const head = encode({ alg: 'HS256', typ: 'JWT', kid });
      const body = encode({ iss: 'shopcast', sub: 'host-script', exp: until, show, role: 'producer', name: 'Mara' });
      token = `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`;
    }
    return token;
  };
}
