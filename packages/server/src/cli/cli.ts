import { ShopcastError } from '@shopcast/core';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { loadConfig, type ServerConfig } from '../config/config.js';
import { settings } from '../config/settings.js';
import { startServer, type ShopcastServer } from '../server.js';
import { makeFolder } from '../store/folder.js';
import { version } from '../version.js';
import { keyRingOf, loadKeyRing, newSecret, rotateKeys, type KeyRing } from '../tokens/keys.js';
import { signToken, tokenRole } from '../tokens/tokens.js';

/** What the command line is run with, so that tests own it. */
export interface CliEnvironment {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line for the person at the terminal. */
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Resolves when the process is asked to stop. */
  readonly stopped: () => Promise<void>;
}

const tokenOptions = {
  show: { type: 'string' },
  role: { type: 'string' },
  name: { type: 'string' },
  id: { type: 'string' },
  minutes: { type: 'string' },
} as const;

const settingOptions = Object.fromEntries(
  [...Object.values(settings).map(({ flag }) => flag), 'config'].map(flag => [flag, { type: 'string' } as const]),
);

/** What `--help` prints. */
export function help(): string {
  const width = Math.max(...Object.values(settings).map(({ flag }) => flag.length)) + 4;
  const lines = Object.values(settings).map(({ flag, help: words }) => `  ${`--${flag}`.padEnd(width)}${words}`);
  return [
    'Usage: shopcast-server [start] [options]      starts the room server',
    '       shopcast-server token [options]        prints a token',
    '       shopcast-server keys new               prints a new signing secret',
    '       shopcast-server keys rotate [--data]   signs with a new key from the next start on',
    '       shopcast-server --version              prints the version',
    '',
    'Options of start, each also SHOPCAST_NAME in the environment and a field of the file that --config names:',
    ...lines,
    `  ${'--config'.padEnd(width)}A JSON file of settings.`,
    '',
    'Options of token (with --data or --secrets as the server has them):',
    '  --show ID      the show it is for; * for every show of the server',
    '  --role ROLE    viewer, host, moderator or producer',
    '  --name NAME    what others see',
    '  --id ID        pseudonym of the bearer; made up when left out',
    '  --minutes N    how long it lasts; 120 when left out, 1440 at most',
  ].join('\n');
}

function parse(args: readonly string[]): {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** What is only asked about. */
  readonly asks?: string;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...settingOptions, ...tokenOptions, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } },
    });
    const { help: wantsHelp, version: wantsVersion, ...flags } = values;
    const asks = wantsHelp === true ? help() : wantsVersion === true ? version : undefined;
    return { words: positionals, flags, ...(asks !== undefined && { asks }) };
  } catch (cause) {
    const message = `${cause instanceof Error ? cause.message : String(cause)} "shopcast-server --help" lists the options.`;
    throw new ShopcastError('server/bad-config', message, { cause });
  }
}

/** The keys of a folder that may not be there yet. */
function keptRing(folder: string): KeyRing {
  makeFolder(folder);
  return loadKeyRing(folder);
}

async function token(config: ServerConfig, flags: Readonly<Record<string, string | undefined>>): Promise<string> {
  const role = tokenRole(flags['role']);
  if (!role) throw new ShopcastError('server/bad-config', 'Say --role viewer, host, moderator or producer.', { field: 'role' });
  const minutes = Number(flags['minutes'] ?? 120);
  if (!Number.isFinite(minutes)) throw new ShopcastError('server/bad-config', '--minutes must be a number.', { field: 'minutes' });
  const ring = config.secrets.length > 0 ? keyRingOf(config.secrets) : keptRing(config.data);
  const viewerId = flags['id'] ?? randomBytes(9).toString('base64url');
  const claims = { show: flags['show'] ?? '*', role, viewerId, name: flags['name'] ?? role };
  return signToken(ring, claims, { now: Date.now(), seconds: Math.round(minutes * 60) });
}

async function start(config: ServerConfig, environment: CliEnvironment): Promise<void> {
  // Before the start, or somebody asking to stop as soon as it serves would end it at once.
  const stopped = environment.stopped();
  const server: ShopcastServer = await startServer(config);
  environment.print(`Shopcast room server: ${server.url}`);
  environment.print(`Log and keys: ${config.data}. Make a token: shopcast-server token --show ID --role host`);
  await stopped;
  environment.print('Stopping: finishing what was accepted.');
  await server.close();
}

/** Runs one command line. Resolves with the exit code; faults are told in one line that says what to do. */
export async function runCli(environment: CliEnvironment): Promise<number> {
  try {
    const { words, flags, asks } = parse(environment.args);
    if (asks !== undefined) {
      environment.print(asks);
      return 0;
    }
    const config = loadConfig({ flags, env: environment.env });
    const [command = 'start', what] = words;
    if (command === 'start' && words.length <= 1) await start(config, environment);
    else if (command === 'token' && words.length === 1) environment.print(await token(config, flags));
    else if (command === 'keys' && what === 'new') environment.print(newSecret());
    else if (command === 'keys' && what === 'rotate') {
      makeFolder(config.data);
      environment.print(
        `New key ${rotateKeys(config.data)}. Restart the server to sign with it; tokens already out stay good until they run out.`,
      );
    } else throw new ShopcastError('server/bad-config', `There is no command "${words.join(' ')}". "shopcast-server --help" lists them.`);
    return 0;
  } catch (error) {
    environment.printError(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
