import { load } from '../../internal/values.js';

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
  let address = `${shop}/.well-known/ucp`;
  let ucp = metadataIn(await read(address));
  const older = isSpoken(ucp) ? undefined : webUrl(asObject(ucp['supported_versions'])[spokenVersion]);
  if (older) ucp = metadataIn(await read((address = older)));
  const capability = (part: string) => entriesOf(ucp, 'capabilities', part).filter(isSpoken);
  const endpoint = webUrl(restServices(ucp).find(isSpoken)?.['endpoint']);
  if (!isSpoken(ucp) || !endpoint || !neededParts.every(part => capability(part).length)) {
    const { problemOf } = await load(() => import('./profile-problem.js'));
    throw problemOf(shop, address, ucp);
  }
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    discounts: capability('.discount').some(entry => [entry['extends']].flat().includes(`${shopping}.cart`)),
    checkouts: capability('.checkout').length > 0,
    orders: capability('.order').length > 0,
  };
}

/** What a profile says about the protocol. */
export type Metadata = Readonly<Record<string, unknown>>;

export const shopping = 'dev.ucp.shopping';
/** Capabilities without which there is no cart. */
export const neededParts = ['.cart', '.catalog.lookup'] as const;

/** Whether an entry, or the profile, is of the version spoken here. */
export const isSpoken = ({ version }: Metadata) => version === spokenVersion;

export const asObject = (value: unknown) => Object(value) as Metadata;
const metadataIn = (profile: unknown) => asObject(asObject(profile)['ucp']);

/** The entries of a service or capability: it may be listed once for each transport or version. */
export function entriesOf(ucp: Metadata, registry: 'services' | 'capabilities', part = ''): readonly Metadata[] {
  const entries = asObject(ucp[registry])[shopping + part];
  return Array.isArray(entries) ? entries.map(asObject) : [];
}

export const restServices = (ucp: Metadata) => entriesOf(ucp, 'services').filter(({ transport }) => transport === 'rest');
