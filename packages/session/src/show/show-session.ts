import type { CommerceAdapter } from '@shopcast/commerce';
import { mergeTransports, pageEnvironment, type LiveTransport } from '@shopcast/live';
import type { CartEngineOptions } from '../cart/cart-types.js';
import { joinShow, type JoinOptions } from './join-show.js';
import type { ShowSession } from './session-types.js';
import { createShopSide } from './shop-side.js';

/** What a session is made of. It owns what it is given: `dispose` ends transports and shop too. */
export interface ShowSessionOptions extends Omit<JoinOptions, 'shop' | 'transport'> {
  /** Merged when there are several; without any the show stands as the manifest says. */
  readonly transports?: readonly LiveTransport[];
  /** The shop; without one the show is only watched. */
  readonly commerce?: CommerceAdapter;
  readonly cart?: Omit<CartEngineOptions, 'adapter'>;
}

/**
 * Joins a show's log, a shop and a player. Reading begins at once; products are read from the shop when somebody looks at them. Throws
 * only for options that cannot work (`transport/bad-options`); what goes wrong later is told by the stores.
 */
export function createShowSession({ commerce, cart, transports = [], ...options }: ShowSessionOptions): ShowSession {
  const transport = transports.length > 1 ? mergeTransports(transports) : transports[0];
  return joinShow({
    ...options,
    transport,
    ...(commerce && { shop: createShopSide(commerce, options.environment ?? pageEnvironment, cart) }),
  });
}
