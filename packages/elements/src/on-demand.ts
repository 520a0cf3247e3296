/**
 * Registers what a shopper sees first, and fetches the rest when it is needed: the player at once, what comes and goes and the panels when the page has
 * come to rest or one is opened, and any element as soon as it stands in the document.
 */
import './cart-button/define.js';
import './live-badge/define.js';
import './product-card/define.js';
import './show/define.js';
import { offerOnDemand } from './internal/code-on-demand.js';

const passing = (): Promise<unknown> => import('./internal/passing-elements.js');

offerOnDemand({
  'shopcast-player': () => import('./player/define.js'),
  'shopcast-announcement': passing,
  'shopcast-connection': passing,
  'shopcast-countdown-offer': passing,
  'shopcast-product-tray': () => import('./product-tray/define.js'),
  'shopcast-product-sheet': () => import('./product-sheet/define.js'),
  'shopcast-sku-picker': () => import('./sku-picker/define.js'),
  'shopcast-cart-drawer': () => import('./cart-drawer/define.js'),
});
