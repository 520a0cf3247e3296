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

/** A show with a picture where the video would be. */
async function show(name, scene, { frame = '', landscape = false, extra = {} } = {}) {
  const poster = landscape ? wide : high;
  const { session } = await open({ ...scene, manifest: { poster, ...scene.manifest } });
  const content = make('shopcast-show', { '.session': session, landscape, 'without-player': true, ...extra });
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
await show(
  'Unreachable',
  {
    before: stage => {
      stage.line.faults.forbid = true;
    },
    then: stage => stage.pass(500),
  },
  { frame: 'narrow' },
);
await show('Without a shop', { ...live, list: [], feature: [], shop: false }, { frame: 'narrow' });
state('Opening', make('shopcast-show', { poster: high }), 'box');
await ready();
