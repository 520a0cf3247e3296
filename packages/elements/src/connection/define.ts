import { ShopcastConnection } from './connection.js';

if (!customElements.get('shopcast-connection')) customElements.define('shopcast-connection', ShopcastConnection);
