import { ShopcastCartDrawer } from './cart-drawer.js';

if (!customElements.get('shopcast-cart-drawer')) customElements.define('shopcast-cart-drawer', ShopcastCartDrawer);
