import { make, ready, state } from './gallery.js';

const player = (given, ...children) => make('shopcast-player', { label: 'Table for six', ...given }, ...children);
const stream = (mode, name = 'gallery') => new URL(`/live-origin/${name}/${mode}/main.m3u8`, location.href).href;
const reaches = (element, wanted) =>
  new Promise(resolve => {
    const look = () => element.state === wanted && resolve();
    element.addEventListener('shopcast-player-state', look);
    look();
  });
const part = (element, name) => element.shadowRoot.querySelector(`[part~="${name}"]`);
/** A picture that stands still, so that two screenshots are the same. */
const still = async (element, seconds = 4) => {
  await reaches(element, 'playing');
  element.pause();
  element.currentTime = seconds;
  await new Promise(resolve => element.addEventListener('seeked', resolve, { once: true }));
};

state('Before anybody has pressed play', player({ src: stream('vod'), poster: 'wide.svg' }), 'box');
state('Portrait', player({ src: stream('vod'), poster: 'high.svg', aspect: '9/16' }), 'narrow');
state('Without a poster', player({ src: stream('vod') }), 'box');

const recorded = player({ src: stream('vod'), autoplay: true, captions: 'en' });
state('A recording, paused, with captions; sound is offered', recorded, 'box');
const settings = player({ src: stream('vod'), autoplay: true });
state('Quality and captions', settings, 'box');
const large = player({ src: stream('vod'), autoplay: true, captions: 'en', 'caption-size': 'large', muted: true });
state('Large captions, a narrow box', large, 'narrow');
const live = player({ src: stream('live'), autoplay: true, muted: true });
state('Live', live, 'box');
const behind = player({ src: stream('live'), autoplay: true, muted: true });
state('Live, rewound', behind, 'box');
const missing = player({ src: '/live-origin/missing', poster: 'wide.svg', autoplay: true });
state('Not there yet', missing, 'box');
const failed = player({ src: 'not-playable.m3u8', poster: 'wide.svg', autoplay: true });
state('Cannot be played', failed, 'box');

await Promise.all([
  still(recorded),
  still(settings).then(() => part(settings, 'settings-button').click()),
  still(large),
  reaches(live, 'playing'),
  reaches(behind, 'playing').then(async () => {
    behind.currentTime -= 15;
    await new Promise(resolve => behind.addEventListener('playing', resolve, { once: true }));
  }),
  reaches(missing, 'missing'),
  reaches(failed, 'failed'),
]);
await ready();
