import { ShopcastProductTray } from './product-tray.js';

if (!customElements.get('shopcast-product-tray')) customElements.define('shopcast-product-tray', ShopcastProductTray);
