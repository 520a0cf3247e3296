/** What the loader of the script tag fetches when a show is wanted: registers everything, and holds what a page may need in code. */
import './index.js';

export { registerMessages } from '@shopcast/elements';
export { createShowSession, openShowSession, registerShop, registerTransport, ShopcastError } from '@shopcast/session';
