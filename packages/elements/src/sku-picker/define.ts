import { ShopcastSkuPicker } from './sku-picker.js';

if (!customElements.get('shopcast-sku-picker')) customElements.define('shopcast-sku-picker', ShopcastSkuPicker);
