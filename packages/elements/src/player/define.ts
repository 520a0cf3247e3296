import { ShopcastPlayer } from './player.js';

if (!customElements.get('shopcast-player')) customElements.define('shopcast-player', ShopcastPlayer);
