/** What the loader of the script tag fetches when a show is wanted: registers what is seen first, and holds what a page may need in code. */
import '@shopcast/elements/on-demand';
import './register.js';

export { registerMessages } from '@shopcast/elements';
export { openShowSession, registerShop, registerTransport, ShopcastError } from '@shopcast/session';

// Fetched beside: no show waits for it, and nothing is told before a viewer has agreed.
void import('./analytics/analytics.js').then(
  ({ startAnalytics }) => startAnalytics(),
  () => undefined,
);
