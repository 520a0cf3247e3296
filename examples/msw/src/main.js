import { setupWorker } from 'msw/browser';
import { mockedShop } from './shop.js';
import './page.css';

// A careful policy asks who may become a script. The worker may.
globalThis.trustedTypes?.createPolicy('default', { createScriptURL: url => (url.endsWith('/mockServiceWorker.js') ? url : null) });

const goods = await fetch('/examples/replay/goods.json');
await setupWorker(mockedShop(await goods.json())).start({ onUnhandledRequest: 'bypass', quiet: true });
// Only now: the show must not ask before somebody answers.
await import('shopcast');
