import './show/define.js';
