/** The show, from its announcement to its end. */
import { setTimeout as wait } from 'node:timers/promises';
import { createLots } from './lots.mjs';
import { sceneAt, scenesFrom } from './on-air.mjs';
import { lotOf } from './rundown.mjs';

/**
 * What comes before a frame is shown with it, and nobody is ever early: so the host speaks most of a frame (40 ms) before a scene begins, and what is held
 * up a little on the way still hits its first frame.
 */
const ahead = 34;
/** A show that goes round once is started so long before its first scene, ms. */
const startBefore = 500;
/** The shop is given so long to make an offer true, ms. */
const shopTime = 1500;
/** A scene of which so much has passed is not begun any more, ms. */
const tooLate = 4000;
/** The origin shows no longer stretch again, ms. */
const longestRecording = 6 * 3_600_000 - 60_000;
/** The clocks are compared again after so long, ms. */
const compareEvery = 60_000;

/**
 * @param {object} options
 * @param {ReturnType<typeof import('./room.mjs').openRoom>} options.room
 * @param {object} options.schedule of the origin
 * @param {ReturnType<typeof import('./shop-control.mjs').openControl>} [options.control] without it nothing is offered and no stock told: nobody would honour it
 * @param {{ show: string, room: string, streams: string }} options.addresses `streams`: where viewers reach the origin
 * @param {{ offerSeconds: number, offerOf?: string, once: boolean, ends: boolean }} options.rules `ends`: being stopped ends the show
 * @param {AbortSignal} options.signal stops the host
 * @param {(text: string) => void} options.say
 * @param {() => void} options.ready the show is on
 * @returns {Promise<{ manifest: object }>}
 */
export async function runShow({ room, schedule, control, addresses, rules, signal, say, ready }) {
  await room.compareClocks();
  const now = room.now();
  const first = rules.once ? scenesFrom(schedule, now + ahead).next().value.at : now;
  const known = await room.state();
  if (known?.phase === 'ended') throw new Error(`The show "${addresses.show}" is over for good. Give another --show.`);
  const manifest = manifestOf(addresses, known?.startsAt ?? Math.floor(first));
  await (known ? room.replaceManifest(manifest) : room.create(manifest));
  if (known) await room.command('replace-stream', { streams: manifest.streams });
  const state = known ?? (await room.state());
  say(known ? `goes on with the show "${addresses.show}"` : `made the show "${addresses.show}"`);

  const lots = createLots({ room, control, rules, say, state });
  for (const { handle } of schedule.scenes) await lots.list(lotOf(handle));
  const untilRoomTime = async time => {
    while (room.now() < time) await wait(Math.min(time - room.now(), compareEvery), undefined, { signal });
  };

  try {
    if (rules.once) await untilRoomTime(first - startBefore);
    if (state.phase === 'scheduled') await room.command('start-show');
    if (state.phase === 'paused') await room.command('resume-show');
    await lots.issueCode();
    ready();
    if (!rules.once) await lots.feature(sceneAt(schedule, room.now()).scene.handle);
    let left = rules.once ? schedule.scenes.length : Infinity;
    let compared = Date.now();
    for (const { scene, at } of scenesFrom(schedule, room.now())) {
      await untilRoomTime(at - ahead);
      if (left-- === 0) break;
      if (room.now() > at + tooLate) continue;
      const { acts } = lotOf(scene.handle);
      await tell(say, () => lots.feature(scene.handle));
      for (const act of acts) {
        const moment = at + Math.round(act.after * (scene.to - scene.from));
        await untilRoomTime(moment - (act.type === 'open-offer' ? shopTime : ahead));
        await tell(say, () => lots.act(scene.handle, act, moment));
      }
      if (Date.now() - compared > compareEvery) {
        compared = Date.now();
        await tell(say, () => room.compareClocks());
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return rules.ends ? end({ room, lots, addresses, manifest, say }) : { manifest };
}

async function end({ room, lots, addresses, manifest, say }) {
  await lots.closeAll();
  const to = Math.floor(room.now());
  const from = Math.max(manifest.startsAt, to - longestRecording);
  const recorded = { url: `${addresses.streams.replace(/\/$/, '')}/show/vod/main.m3u8?from=${from}&to=${to}`, kind: 'recorded' };
  const streams = [...manifest.streams, recorded];
  await room.command('replace-stream', { streams });
  await room.command('end-show');
  await room.replaceManifest({ ...manifest, streams });
  say('ended the show');
  return { manifest: { ...manifest, streams } };
}

/** What goes wrong at one moment does not end the show. */
async function tell(say, action) {
  try {
    await action();
  } catch (error) {
    say(`not done: ${error.message}`);
  }
}

function manifestOf({ show, room, streams }, startsAt) {
  const base = `${streams.replace(/\/$/, '')}/show`;
  return {
    showId: show,
    title: 'Table, set',
    description: 'Eight things for the table, one after the other, and how they are made.',
    startsAt,
    poster: `${base}/poster.jpg`,
    language: 'en',
    languages: ['en'],
    host: { name: 'Mara' },
    streams: [
      { url: `${base}/ll/main.m3u8`, kind: 'live' },
      { url: `${base}/live/main.m3u8`, kind: 'live' },
    ],
    transports: [{ kind: 'sse', url: `${room.replace(/\/$/, '')}/` }],
  };
}
