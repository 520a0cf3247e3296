/** One setting: how its flag and its environment variable are called, how its text is read, and what it is for. */
interface Setting {
  readonly flag: string;
  readonly variable: string;
  readonly kind: 'text' | 'number' | 'proxies' | 'list' | 'json';
  readonly help: string;
}

const setting = (flag: string, kind: Setting['kind'], help: string): Setting => ({
  flag,
  variable: `SHOPCAST_${flag.replaceAll('-', '_').toUpperCase()}`,
  kind,
  help,
});

/** Every setting, in the order `--help` shows them. In a configuration file they are called by their key here. */
export const settings = {
  port: setting('port', 'number', 'Port to listen on; 0 takes a free one.'),
  host: setting('host', 'text', 'Address to listen on; 0.0.0.0 for every network.'),
  data: setting('data', 'text', 'Folder that holds the log and the keys.'),
  origins: setting('origins', 'list', 'Pages that may talk to it, comma-separated; * for all.'),
  publicUrl: setting('public-url', 'text', 'Address under which viewers reach it, when a proxy stands in front.'),
  secrets: setting('secrets', 'list', 'Signing secrets, newest first, kid:secret; otherwise keys are kept in the data folder.'),
  trustProxy: setting('trust-proxy', 'proxies', 'Believe X-Forwarded-For of the proxy in front; a number for more than one.'),
  logLevel: setting('log-level', 'text', 'silent, error, warn, info or debug.'),
  segmentSize: setting('segment-size', 'number', 'Events per log segment, for shows made from now on.'),
  durableWindow: setting('durable-window', 'number', 'Events within this many ms travel together.'),
  ephemeralWindow: setting('ephemeral-window', 'number', 'Chat and counts within this many ms travel together.'),
  connections: setting('connections', 'number', 'Most viewers connected at once.'),
  connectionsPerAddress: setting('connections-per-address', 'number', 'Most viewers of one network address.'),
  readerBytes: setting('reader-bytes', 'number', 'A viewer with more bytes unread than this is cut and comes back.'),
  bodyBytes: setting('body-bytes', 'number', 'Largest request body.'),
  webhooks: setting('webhooks', 'json', 'Who is told of events: [{"url","secret","shows"?,"events"?}].'),
  orderHooks: setting('order-hooks', 'json', 'Shops that report orders: [{"shop","secret","show"?}].'),
  limits: setting('limits', 'json', 'Limits of a room that differ from the defaults.'),
} as const satisfies Readonly<Record<string, Setting>>;

/** Name of a setting, as in a configuration file. */
export type SettingName = keyof typeof settings;
