import { CommerceError } from '@shopcast/commerce';
import { make, open, ready, state } from './gallery.js';

const high = new URL('high.svg', location.href).href;
const wide = new URL('wide.svg', location.href).href;
const recorded = [{ url: 'https://stream.example/recorded.m3u8', kind: 'recorded' }];

const live = {
  list: ['mug', 'espresso', 'runner', 'lamp', 'lantern', 'tea'],
  feature: 'mug',
  run: [
    { type: 'count-viewers', data: { viewers: 1204 } },
    { type: 'announce', data: { announcementId: 'a', text: 'Free delivery on every order of tonight.' } },
  ],
};

/** With `?play`: one show only, in which a test lets things happen, one after the other. */
if (new URLSearchParams(location.search).has('play')) {
  const { stage, session } = await open({ list: live.list, manifest: { poster: high } });
  const element = make('shopcast-show', { '.session': session, 'without-player': true });
  state('Played', element);
  const settle = () => stage.pass(1000);
  const run = async (...commands) => {
    await stage.run(...commands);
    await settle();
  };
  const opening = panel => async () => {
    element.openPanel(panel, 'mug');
    await settle();
  };
  globalThis.play = {
    feature: () => run({ type: 'feature-product', data: { productId: 'mug' } }),
    featureMore: () => run({ type: 'feature-product', data: { productId: 'lamp' } }),
    offer: () =>
      run({ type: 'open-offer', data: { offerId: 'o', productId: 'lamp', price: { minor: 9900, currency: 'EUR' }, seconds: 60 } }),
    announce: () => run({ type: 'announce', data: { announcementId: 'a', text: 'Free delivery on every order of tonight.' } }),
    count: () => run({ type: 'count-viewers', data: { viewers: 1204 } }),
    cart: opening('cart'),
    tray: opening('tray'),
    sheet: opening('sheet'),
    close: async () => {
      for (const panel of ['cart', 'tray', 'sheet']) element.closePanel(panel);
      await settle();
    },
    pause: () => run({ type: 'pause-show', data: { reason: 'The kettle is on.' } }),
  };
  await ready();
  await new Promise(() => undefined);
}

/** A show with a picture where the video would be. */
async function show(name, scene, { frame = '', landscape = false, children = [] } = {}) {
  const poster = landscape ? wide : high;
  const { session } = await open({ ...scene, manifest: { poster, ...scene.manifest } });
  const content = make('shopcast-show', { '.session': session, landscape, 'without-player': true }, ...children);
  return state(name, content, frame);
}

await show('Live, on a phone', live, { frame: 'narrow' });
await show('Live, in a small box', live, { frame: 'box' });
await show('Live, landscape video on a phone', live, { frame: 'narrow', landscape: true });
await show('Live, landscape video in a small box', live, { frame: 'box', landscape: true });
await show('Live, on a tablet', live, { frame: 'tablet' });
await show('Live, on a desktop', live);
await show('Live, landscape video on a desktop', live, { landscape: true });
await show('Scheduled', { phase: 'scheduled' }, { frame: 'narrow' });
await show('Scheduled, on a desktop', { phase: 'scheduled', list: live.list }, { landscape: true });
await show('Paused', { ...live, run: [...live.run, { type: 'pause-show', data: { reason: 'The kettle is on.' } }] }, { frame: 'narrow' });
await show(
  'Ended, with a recording',
  { ...live, manifest: { streams: recorded }, run: [{ type: 'end-show', data: {} }] },
  { frame: 'narrow' },
);
await show('Ended, without one', { ...live, run: [{ type: 'end-show', data: {} }] }, { frame: 'box', landscape: true });
const cutOff = {
  before: stage => {
    stage.line.faults.refuse = 1000;
  },
  then: stage => stage.pass(500),
};
const refused = {
  before: stage => {
    stage.line.faults.forbid = true;
  },
  then: stage => stage.pass(500),
};
await show('Unreachable', cutOff, { frame: 'narrow' });
await show('Unreachable, on a desktop', cutOff, { landscape: true });
const lost = make('shopcast-show', { manifest: 'missing.json', poster: high, 'without-player': true });
const failed = new Promise(resolve => lost.addEventListener('shopcast-error', resolve, { once: true }));
state('Its manifest cannot be had', lost, 'narrow');
await failed;
await show('Token refused', refused, { frame: 'narrow' });
await show('Token refused, on a desktop', refused, { landscape: true });
await show('Without a shop', { ...live, list: [], feature: [], shop: false }, { frame: 'narrow' });
/** The show knows what it shows; the shop does not say more. */
const shopFails = kind => ({
  latency: () => Promise.reject(new CommerceError(kind, kind)),
  run: [
    {
      type: 'list-product',
      data: { productId: 'mug', listing: { ref: 'mug', title: 'Stoneware mug', picture: high, price: { minor: 1850, currency: 'EUR' } } },
    },
    { type: 'feature-product', data: { productId: 'mug' } },
  ],
});
await show('The shop does not answer', shopFails('network'), { frame: 'narrow' });
await show('The shop asks for patience, on a desktop', shopFails('rate-limited'), { landscape: true });
state('Opening', make('shopcast-show', { poster: high }), 'box');
// From here on the device is offline: what stands above has been drawn.
const online = { now: true };
Object.defineProperty(navigator, 'onLine', { get: () => online.now });
const offline = {
  ...live,
  then: stage => {
    online.now = false;
    stage.line.faults.refuse = 1000;
    stage.line.cut();
    return stage.pass(1000);
  },
};
const line = () => make('shopcast-connection', { slot: 'connection', patience: 0 });
await show('Offline', offline, { frame: 'narrow', children: [line()] });
online.now = true;
await show('Offline, on a desktop', offline, { landscape: true, children: [line()] });
await ready();
