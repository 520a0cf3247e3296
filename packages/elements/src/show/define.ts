import { ShopcastShow } from './show.js';

if (!customElements.get('shopcast-show')) customElements.define('shopcast-show', ShopcastShow);
