import { ShopcastCartButton } from './cart-button.js';

if (!customElements.get('shopcast-cart-button')) customElements.define('shopcast-cart-button', ShopcastCartButton);
