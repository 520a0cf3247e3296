import { ShopcastAnnouncement } from './announcement.js';

if (!customElements.get('shopcast-announcement')) customElements.define('shopcast-announcement', ShopcastAnnouncement);
