import './announcement/define.js';
import './cart-button/define.js';
import './cart-drawer/define.js';
import './connection/define.js';
import './countdown-offer/define.js';
import './live-badge/define.js';
import './show/define.js';
import './sku-picker/define.js';
