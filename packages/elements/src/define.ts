import './show/define.js';
import './announcement/define.js';
import './connection/define.js';
import './live-badge/define.js';
