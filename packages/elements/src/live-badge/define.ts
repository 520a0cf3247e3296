import { ShopcastLiveBadge } from './live-badge.js';

if (!customElements.get('shopcast-live-badge')) customElements.define('shopcast-live-badge', ShopcastLiveBadge);
