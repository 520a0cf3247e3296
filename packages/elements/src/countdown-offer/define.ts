import { ShopcastCountdownOffer } from './countdown-offer.js';

if (!customElements.get('shopcast-countdown-offer')) customElements.define('shopcast-countdown-offer', ShopcastCountdownOffer);
