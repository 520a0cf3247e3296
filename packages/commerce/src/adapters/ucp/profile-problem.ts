import { CommerceError } from '../../commerce-error.js';
import { asObject, entriesOf, isSpoken, neededParts, restServices, shopping, spokenVersion, type Metadata } from './profile.js';

/** Why the adapter cannot go by the profile at an address. Loaded when it cannot. */
export function problemOf(shop: string, address: string, ucp: Metadata): CommerceError {
  const { version, supported_versions: others } = ucp;
  if (typeof version !== 'string') return malformed(address, 'ucp.version');
  if (!isSpoken(ucp)) {
    const spoken = [version, ...Object.keys(asObject(others))].join(', ');
    return new CommerceError('config', `${shop} speaks UCP ${spoken}; this adapter speaks ${spokenVersion}.`);
  }
  const needed: readonly (readonly [string, readonly Metadata[]])[] = [
    [`the service ${shopping} over REST`, restServices(ucp)],
    ...neededParts.map(part => [shopping + part, entriesOf(ucp, 'capabilities', part)] as const),
  ];
  for (const [what, entries] of needed) {
    if (entries.some(isSpoken)) continue;
    const versions = entries.map(entry => entry['version']).join(', ');
    return new CommerceError(
      'config',
      versions
        ? `${shop} offers ${what} in version ${versions}; this adapter speaks ${spokenVersion}.`
        : `${shop} does not offer ${what}, which this adapter needs.`,
    );
  }
  return malformed(address, 'endpoint of the REST service');
}

function malformed(address: string, field: string): CommerceError {
  return new CommerceError('protocol', `${address} is no UCP profile: ${field} is missing or unreadable.`);
}
