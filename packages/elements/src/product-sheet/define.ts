import '../sku-picker/define.js';
import { ShopcastProductSheet } from './product-sheet.js';

if (!customElements.get('shopcast-product-sheet')) customElements.define('shopcast-product-sheet', ShopcastProductSheet);
