import { ShopcastError } from '@shopcast/core';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** One secret that signs tokens. */
export interface SigningKey {
  /** Names the key in a token's header. */
  readonly kid: string;
  /** 32 bytes or more. */
  readonly secret: Uint8Array;
}

/** The newest key signs, all of them verify. */
export interface KeyRing {
  readonly signing: SigningKey;
  find(kid: string | undefined): SigningKey | undefined;
}

const fileName = 'keys.json';
const kept = 3;

/** A ring from secrets given as text, newest first: `kid:secret`, or a secret alone. Throws `server/bad-config`. */
export function keyRingOf(secrets: readonly string[]): KeyRing {
  const keys = secrets.map((text, index) => {
    const match = /^(?:([A-Za-z0-9_-]{1,32}):)?(.{32,})$/su.exec(text);
    if (!match) {
      const message = 'A signing secret needs at least 32 characters. Make one with "shopcast-server keys new".';
      throw new ShopcastError('server/bad-config', message, { field: `secrets.${index}` });
    }
    return { kid: match[1] ?? `key-${index}`, secret: new TextEncoder().encode(match[2]) };
  });
  return ringOf(keys);
}

function ringOf(keys: readonly SigningKey[]): KeyRing {
  const signing = keys[0];
  if (!signing) throw new ShopcastError('server/bad-config', 'There is no signing secret.', { field: 'secrets' });
  return {
    signing,
    // A token without a name of its key is one of a merchant's own making: the newest key is the one they know.
    find: kid => (kid === undefined ? signing : keys.find(key => key.kid === kid)),
  };
}

const keyFile = v.object({ keys: v.array(v.object({ kid: v.string(), secret: v.pipe(v.string(), v.minLength(32)) })) });

function readKeys(folder: string): v.InferOutput<typeof keyFile> {
  const file = join(folder, fileName);
  if (!existsSync(file)) return { keys: [] };
  try {
    return v.parse(keyFile, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const message = `The key file "${file}" cannot be read. Restore it, or remove it to make new keys; then tokens made so far are refused.`;
    throw new ShopcastError('server/bad-config', message, { cause });
  }
}

/** A new secret, as text. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Puts a new key in front of the ring in the data folder and keeps the two before it, so that tokens already out stay good until they
 * run out. Returns the name of the new key.
 */
export function rotateKeys(folder: string): string {
  const { keys } = readKeys(folder);
  const kid = randomBytes(6).toString('base64url');
  const file = join(folder, fileName);
  const content = JSON.stringify({ keys: [{ kid, secret: newSecret() }, ...keys].slice(0, kept) }, null, 2);
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return kid;
}

/** The ring kept in the data folder; makes the first key where there is none. */
export function loadKeyRing(folder: string): KeyRing {
  if (readKeys(folder).keys.length === 0) rotateKeys(folder);
  return ringOf(readKeys(folder).keys.map(({ kid, secret }) => ({ kid, secret: new TextEncoder().encode(secret) })));
}
