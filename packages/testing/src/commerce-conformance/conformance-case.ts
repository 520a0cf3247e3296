import type { CommerceCapabilities } from '@shopcast/commerce';
import type { ConformanceNeed } from './conformance-shop.js';
import type { Scene } from './scene.js';

/** One case of the kit. */
export interface ConformanceCase {
  readonly name: string;
  /** What the shop behind must offer for it. */
  readonly needs?: readonly ConformanceNeed[];
  /** Why it does not apply to a shop with these capabilities; nothing when it does. */
  readonly unless?: (supports: CommerceCapabilities) => string | false;
  readonly run: (scene: Scene) => Promise<void>;
}
