/** What a plain page loads by a script tag: the same as `import 'shopcast'`, bundled into chunks that are fetched when they are needed. */
import './index.js';
