import { CommerceError } from '../../commerce-error.js';

/** The version of the protocol this adapter speaks. */
export const spokenVersion = '2026-04-08';

/** What of a shop's profile the adapter goes by. */
export interface UcpProfile {
  /** Address of the shop's REST service, without a slash at its end. */
  readonly endpoint: string;
  /** Carts take discount codes. */
  readonly discounts: boolean;
  /** A cart can be made into a checkout session. */
  readonly checkouts: boolean;
  /** Orders can be read. */
  readonly orders: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const shopping = 'dev.ucp.shopping';

/** A web address, or undefined for everything else: a shop's text may say `javascript:`. */
export function webUrl(value: unknown): string | undefined {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : undefined;
}

/**
 * Reads the profile of a shop, or that of the older version it links to.
 * @param read Gives the JSON at an address.
 * @throws CommerceError `config` when the shop speaks another version or lacks what a cart needs; `protocol` when it is no profile.
 */
export async function discover(shop: string, read: (url: string) => Promise<unknown>): Promise<UcpProfile> {
  const address = `${shop}/.well-known/ucp`;
  let ucp = metadataOf(await read(address), address);
  const older = ucp['version'] === spokenVersion ? undefined : webUrl(asObject(ucp['supported_versions'])[spokenVersion]);
  if (older) ucp = metadataOf(await read(older), older);
  if (ucp['version'] !== spokenVersion) {
    const others = Object.keys(asObject(ucp['supported_versions']));
    throw new CommerceError(
      'config',
      `${shop} speaks UCP ${[ucp['version'], ...others].join(', ')}; this adapter speaks ${spokenVersion}.`,
    );
  }
  const services = entries(ucp['services'], shopping).filter(({ transport }) => transport === 'rest');
  const endpoint = webUrl(demand(services, `the service ${shopping} over REST`)['endpoint']);
  if (!endpoint) throw malformed(address, 'endpoint of the REST service');
  const capability = (name: string) => entries(ucp['capabilities'], `${shopping}.${name}`);
  demand(capability('cart'), `${shopping}.cart`);
  demand(capability('catalog.lookup'), `${shopping}.catalog.lookup`);
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    discounts: capability('discount').some(each => spoken(each) && [each['extends']].flat().includes(`${shopping}.cart`)),
    checkouts: capability('checkout').some(spoken),
    orders: capability('order').some(spoken),
  };

  /** The entry in the version spoken here. */
  function demand(found: readonly Json[], what: string): Json {
    const entry = found.find(spoken);
    if (entry) return entry;
    const versions = found.map(({ version }) => version).join(', ');
    throw new CommerceError(
      'config',
      versions
        ? `${shop} offers ${what} in version ${versions}; this adapter speaks ${spokenVersion}.`
        : `${shop} does not offer ${what}, which this adapter needs.`,
    );
  }
}

const spoken = ({ version }: Json) => version === spokenVersion;

function metadataOf(body: unknown, address: string): Json {
  const ucp = asObject(asObject(body)['ucp']);
  if (typeof ucp['version'] !== 'string') throw malformed(address, 'ucp.version');
  return ucp;
}

/** A service or capability may be listed several times: once for each transport or version. */
function entries(registry: unknown, name: string): readonly Json[] {
  const found = asObject(registry)[name];
  return Array.isArray(found) ? found.map(asObject) : [];
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function malformed(address: string, field: string): CommerceError {
  return new CommerceError('protocol', `${address} is no UCP profile: ${field} is missing or unreadable.`);
}
