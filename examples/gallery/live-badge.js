import { inShow, make, ready, state } from './gallery.js';

const badge = given => make('shopcast-live-badge', given);
state('Live', badge({ phase: 'live' }), 'over-light');
state('Live, with viewers', badge({ phase: 'live', viewers: 1204 }), 'over-dark');
state('One viewer', badge({ phase: 'live', viewers: 1 }), 'over-dark');
state('Paused', badge({ phase: 'paused' }), 'over-dark');
state('Replay', badge({ phase: 'replay' }), 'over-light');
const counted = { run: [{ type: 'count-viewers', data: { viewers: 84_210 } }] };
await inShow('In a show', counted, badge(), 'over-dark');
await inShow('The count is four minutes old', { ...counted, then: stage => stage.pass(4 * 60_000) }, badge(), 'over-light');
await inShow('Nobody has counted', {}, badge(), 'over-dark');
await ready();
