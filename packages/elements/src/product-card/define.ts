import { ShopcastProductCard } from './product-card.js';

if (!customElements.get('shopcast-product-card')) customElements.define('shopcast-product-card', ShopcastProductCard);
