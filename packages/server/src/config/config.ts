import { defaultRoomLimits, resolveRoomLimits, ShopcastError, type RoomLimitOptions } from '@shopcast/core';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { settings, type SettingName } from './settings.js';

const wholeNumber = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const secret = v.pipe(
  v.string(),
  v.minLength(16, 'needs at least 16 characters'),
  v.check(
    text => !text.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(text),
    'begins with "whsec_" and goes on in no base64',
  ),
);
const exampleOrigin = 'https://shop.example';
/** An origin as browsers write it, without path, capitals and ports that go without saying: written otherwise it would never be met. */
const asOrigin = (text: string): string => (/^https?:/.test(text) && URL.canParse(text) ? new URL(text).origin : exampleOrigin);
const origin = v.union([
  v.literal('*'),
  v.pipe(
    v.string(),
    v.check(
      text => text === asOrigin(text),
      ({ input }) => `must be an origin such as ${asOrigin(input)}`,
    ),
  ),
]);

const schema = v.strictObject({
  port: wholeNumber(0, 65_535),
  host: v.pipe(v.string(), v.nonEmpty()),
  data: v.pipe(v.string(), v.nonEmpty()),
  origins: v.array(origin),
  publicUrl: v.exactOptional(v.pipe(v.string(), v.url())),
  secrets: v.array(v.string()),
  trustProxy: v.union([v.boolean(), wholeNumber(0, 10)], 'must be true, false or how many proxies there are, 10 at most'),
  logLevel: v.picklist(['silent', 'error', 'warn', 'info', 'debug']),
  segmentSize: wholeNumber(10, 10_000),
  durableWindow: wholeNumber(0, 5000),
  ephemeralWindow: wholeNumber(50, 10_000),
  connections: wholeNumber(1, 1_000_000),
  connectionsPerAddress: wholeNumber(1, 1_000_000),
  readerBytes: wholeNumber(16_384, 64 * 1024 * 1024),
  bodyBytes: wholeNumber(1024, 16 * 1024 * 1024),
  webhooks: v.pipe(
    v.array(
      v.strictObject({
        url: v.pipe(v.string(), v.regex(/^https?:/, 'must be an http or https address'), v.url()),
        secret,
        shows: v.exactOptional(v.array(v.string())),
        events: v.exactOptional(v.array(v.string())),
      }),
    ),
    // Deliveries on the disk know their receiver by its address.
    v.check(list => new Set(list.map(one => one.url)).size === list.length, 'names an address twice'),
  ),
  orderHooks: v.array(
    v.strictObject({ shop: v.picklist(['shopify', 'woocommerce', 'vendure', 'hmac']), secret, show: v.exactOptional(v.string()) }),
  ),
  limits: v.exactOptional(v.record(v.string(), v.unknown())),
});

/** Where an order hook of a shop may come from, and the secret shared with it. */
export type OrderHookConfig = v.InferOutput<typeof schema>['orderHooks'][number];
/** Who is told of events, and the secret they verify with. */
export type WebhookConfig = v.InferOutput<typeof schema>['webhooks'][number];

/** Everything a server can be told. See docs/server.md for each setting, its flag and its environment variable. */
export interface ServerConfig extends Omit<v.InferOutput<typeof schema>, 'limits'> {
  /** Checked by the room when it opens. */
  readonly limits?: RoomLimitOptions;
}

/** What a server does when it is told nothing. */
export const defaultConfig: ServerConfig = {
  port: 4100,
  host: '127.0.0.1',
  data: './shopcast-data',
  origins: ['*'],
  secrets: [],
  trustProxy: false,
  logLevel: 'info',
  segmentSize: 100,
  durableWindow: 50,
  ephemeralWindow: 250,
  connections: 50_000,
  connectionsPerAddress: 5000,
  readerBytes: 1024 * 1024,
  bodyBytes: 64 * 1024,
  webhooks: [],
  orderHooks: [],
};

function bad(field: string, where: string, what: string): ShopcastError {
  return new ShopcastError('server/bad-config', `"${field}" from ${where}: ${what}`, { field });
}

/** Reads one setting given as text, as flags and environment variables are. */
function fromText(name: SettingName, text: string, where: string): unknown {
  switch (settings[name].kind) {
    case 'number': {
      const number = Number(text);
      if (text.trim() === '' || Number.isNaN(number)) throw bad(name, where, `"${text}" is not a number.`);
      return number;
    }
    case 'proxies':
      if (!/^(true|false|\d{1,2})$/.test(text)) throw bad(name, where, `"${text}" is neither true nor false nor a number.`);
      return text === 'true' || (text !== 'false' && Number(text));
    case 'list':
      return text
        .split(',')
        .map(part => part.trim())
        .filter(part => part !== '');
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw bad(name, where, 'it is not JSON.');
      }
    default:
      return text;
  }
}

function readFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw bad('config', 'the command line', `the file "${path}" cannot be read.`);
  }
  try {
    const read = JSON.parse(text) as unknown;
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  } catch {
    // Told below, with the same words as a file that is JSON but no object.
  }
  throw bad('config', 'the command line', `the file "${path}" must hold one JSON object.`);
}

/** The first name that stands where the room looks for none: a limit written wrong would be none. */
function unknownName(given: unknown, known: unknown, path: string): string | undefined {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return undefined;
  for (const [name, value] of Object.entries(given)) {
    const field = `${path}.${name}`;
    if (!Object.hasOwn(known, name)) return field;
    const inner = unknownName(value, known[name as keyof typeof known], field);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The room would only say so once a show is opened. */
function withSoundLimits(config: v.InferOutput<typeof schema>, where: string): ServerConfig {
  const unknown = unknownName(config.limits, defaultRoomLimits, 'limits');
  if (unknown !== undefined) throw bad(unknown, where, 'there is no such limit.');
  try {
    resolveRoomLimits(config.limits);
    return config;
  } catch (error) {
    if (!(error instanceof ShopcastError)) throw error;
    throw bad(`limits.${error.field}`, where, 'it is not a number in range.');
  }
}

/**
 * Joins the sources; later ones win: defaults, file, environment (`SHOPCAST_PORT`), flags. Throws `server/bad-config` naming setting
 * and source. `flags` are settings as text by name.
 */
export function loadConfig(sources: {
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}): ServerConfig {
  const { flags = {}, env = {} } = sources;
  const merged: Record<string, unknown> = { ...defaultConfig };
  const from: Record<string, string> = {};
  const take = (name: string, value: unknown, where: string): void => {
    merged[name] = value;
    from[name] = where;
  };
  const file = flags['config'] ?? env['SHOPCAST_CONFIG'];
  if (file !== undefined) for (const [name, value] of Object.entries(readFile(file))) take(name, value, `"${file}"`);
  for (const name of Object.keys(settings) as SettingName[]) {
    const { variable, flag } = settings[name];
    const inEnvironment = env[variable];
    if (inEnvironment !== undefined) take(name, fromText(name, inEnvironment, variable), variable);
    const given = flags[flag];
    if (given !== undefined) take(name, fromText(name, given, `--${flag}`), `--${flag}`);
  }
  const parsed = v.safeParse(schema, merged);
  if (parsed.success) return withSoundLimits(parsed.output, from['limits'] ?? '');
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue) ?? 'config';
  throw bad(field, from[field.split('.')[0] ?? ''] ?? 'the configuration', `${issue.message}.`);
}
