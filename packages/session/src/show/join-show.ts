import { initialShow, type Author, type ShowManifest, type ShowState } from '@shopcast/core';
import {
  createPlayhead,
  createServerClock,
  pageEnvironment,
  randomId,
  type LiveEnvironment,
  type LiveTransport,
  type ServerClock,
} from '@shopcast/live';
import { atom, computed, onMount, readonlyType } from 'nanostores';
import { connectionOf } from './line.js';
import { untilNextMoment } from './next-moment.js';
import type { Playback } from './playback.js';
import { createProductList } from './product-list.js';
import { createSending } from './sending.js';
import { phaseOf, type SessionConnection, type SessionPhase, type ShowSession } from './session-types.js';
import type { ShopReading } from './shop-products.js';
import type { ShopSide } from './shop-side.js';
import { followLog } from './show-log.js';
import { currentAnnouncement, viewOffer, type FreshStock } from './views.js';

/** What a session is joined from. It owns what it is given. */
export interface JoinOptions {
  readonly manifest: ShowManifest;
  /** What addresses in the log go by: where the manifest lies. */
  readonly base?: string | undefined;
  /** Without one the show stands as the manifest says. */
  readonly transport?: LiveTransport | undefined;
  /** Without one the show is only watched. */
  readonly shop?: ShopSide;
  /** The player, when it is there already; else `attach` it later. */
  readonly playback?: Playback;
  /** Server time; made from the transports when left out. */
  readonly clock?: ServerClock;
  /** Who watches, as the token says. Somebody without a name when left out. */
  readonly viewer?: Author;
  /** How far a stalled video may hold the shop back, ms. Default 20,000. */
  readonly bound?: number;
  readonly environment?: LiveEnvironment;
  /** Ids for commands: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly nextId?: () => string;
}

const nobody: Author = { viewerId: 'anonymous', name: '', role: 'viewer' };
/** How often the show is looked at anew while nothing arrives and no frame is reported, ms. */
const pace = 250;

function silentTransport(): LiveTransport {
  return {
    name: 'none',
    canSend: false,
    state: 'closed',
    onState: () => () => undefined,
    connect: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
    send: () => Promise.resolve({ outcome: 'refused', code: 'transport/cannot-send', message: 'This show has no line to send on.' }),
    serverTime: () => Promise.resolve(undefined),
    dispose: () => undefined,
  };
}

/** Joins a show's log, its shop side and a player, as `createShowSession` says. */
export function joinShow(options: JoinOptions): ShowSession {
  const { manifest, shop, viewer = nobody, environment = pageEnvironment, nextId = randomId } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const transport = options.transport ?? silentTransport();
  const clock = options.clock ?? createServerClock({ sample: aborted => transport.serverTime({ signal: aborted }), environment });
  const playhead = createPlayhead({ now: () => clock.now(), environment, ...(options.bound !== undefined && { bound: options.bound }) });

  const first = scheduledShow(manifest);
  const $truth = atom(first);
  const $show = atom(first);
  const $phase = atom<SessionPhase>('scheduled');
  const $connection = atom<SessionConnection>(connectionOf(transport, true, undefined, environment.monotonic()));
  const $playhead = atom<number | undefined>(undefined);
  const $now = atom(clock.now());

  /** Where the viewer watches from, and on which player; on the next one while there is none. */
  let sought: { readonly at: number; readonly on: Playback | undefined } | undefined;
  /** Whether the viewer watches another moment than now on purpose. */
  const isElsewhere = (): boolean => sought !== undefined || log.complete || $truth.get().phase === 'ended';

  const log = followLog(transport, options.base, signal, environment, () => refresh());
  const sending = createSending({
    transport,
    by: viewer,
    environment,
    nextId,
    signal,
    epoch: () => log.position?.epoch,
    onChange: () => refresh(),
  });

  /** Brings the stores up to what has arrived, to the time, and to the frame on screen. */
  function refresh(): void {
    if (signal.aborted) return;
    const now = clock.now();
    // What has arrived has happened, even if this device's clock is a little behind.
    const truth = Math.max(now, log.timeline.end ?? 0);
    const known = log.position ? { ...log.timeline.head, ...log.counts } : first;
    if (!sameShow($truth.get(), known)) $truth.set(known);
    const position = playhead.position();
    // Whoever is merely behind by the latency of the video needs nothing of what was before joining.
    const timeline = isElsewhere() ? log.timelineAt(position) : log.timeline;
    const atPlayhead = log.position ? timeline.presentedState({ truth, playhead: position }) : first;
    const shown = { ...sending.over(atPlayhead, log.position, now), ...(log.position && log.counts) };
    if (!sameShow($show.get(), shown)) $show.set(shown);
    showLine();
    $phase.set(phaseNow());
  }

  function phaseNow(): SessionPhase {
    const { state } = $connection.get();
    const cutOff = !log.position && options.transport !== undefined && (state === 'closed' || state === 'retrying');
    return cutOff ? 'unreachable' : phaseOf($truth.get().phase, $playhead.get() !== undefined);
  }

  function showLine(): void {
    const line = connectionOf(transport, globalThis.navigator?.onLine !== false, log.failure, environment.monotonic());
    const before = $connection.get();
    if (line.state !== before.state || line.canSend !== before.canSend) $connection.set(line);
  }

  let stopTicking: (() => void) | undefined;
  const stops = [
    () => stopTicking?.(), // somebody may still look at the time
    transport.onState(refresh),
    every(environment, () => pace, refresh),
    onMount($now, () => {
      $now.set(clock.now());
      return (stopTicking = every(
        environment,
        () => untilNextMoment($truth.get().offers, clock.now()),
        () => $now.set(clock.now()),
      ));
    }),
  ];

  const $readings = shop?.$readings ?? atom<ReadonlyMap<string, ShopReading>>(new Map());
  const $fresh = shop?.$fresh ?? atom<FreshStock>(new Map());
  // Each part of the show by itself: what a chat message does not touch is not made anew.
  const $cards = computed($show, show => show.featured);
  const $listed = computed($show, show => show.products);
  const $products = computed([$listed, $cards, $readings, $fresh], createProductList());
  const $terms = computed($show, show => show.offers);
  const $announced = computed($show, show => show.announcements);
  if (shop) stops.push(shop.follow({ $truth, products: () => $products.get(), clock }));

  // The player.
  let player: { readonly playback: Playback; readonly detach: () => void; readonly report: () => void } | undefined;
  const attach = (playback: Playback): (() => void) => {
    player?.detach();
    if (sought && sought.on === undefined) {
      sought = { ...sought, on: playback };
      playback.seek(sought.at);
    } else if (sought?.on !== playback) sought = undefined; // another player starts live
    const report = (): void => {
      const programDateTime = playback.$playhead.get();
      playhead.report({
        programDateTime,
        playing: playback.$playing.get(),
        rewound: isElsewhere(),
      });
      $playhead.set(programDateTime);
      refresh();
    };
    const quiet = [playback.$playhead.subscribe(report), playback.$playing.listen(report)];
    const detach = (): void => {
      for (const stop of quiet) stop();
      if (player?.playback !== playback) return;
      player = undefined;
      playhead.report({ playing: false });
      $playhead.set(undefined);
      refresh();
    };
    player = { playback, detach, report };
    return detach;
  };
  if (options.playback) attach(options.playback);

  return {
    manifest,
    viewer,
    $show: readonlyType($show),
    $truth: readonlyType($truth),
    $phase: readonlyType($phase),
    $now: readonlyType($now),
    $playhead: readonlyType($playhead),
    $connection: readonlyType($connection),
    $products,
    $featured: computed([$cards, $products], (cards, all) =>
      cards.flatMap(({ productId }) => all.find(one => one.productId === productId) ?? []),
    ),
    $offers: computed([$terms, $now], (offers, now) => offers.map(offer => viewOffer(offer, now))),
    $chat: computed($show, show => show.messages),
    $announcement: computed([$announced, $now], currentAnnouncement),
    ...(shop && { cart: shop.cart }),
    send: command => sending.send(command),
    seek(at) {
      sought = at === undefined ? undefined : { at, on: player?.playback };
      player?.playback.seek(at);
      player?.report(); // a video that stalls says nothing by itself
    },
    attach,
    watchStock: variantIds => shop?.watchStock(variantIds) ?? (() => undefined),
    reviews: (productId, page = 1) => shop?.reviews(productId, page, signal) ?? Promise.resolve(undefined),
    policies: () => shop?.policies(signal) ?? Promise.resolve(undefined),
    dispose() {
      if (signal.aborted) return;
      ending.abort();
      for (const stop of stops) stop();
      player?.detach();
      transport.dispose();
      clock.dispose();
      shop?.dispose();
    },
  };
}

/** The show before its log has arrived: as the manifest says. */
function scheduledShow({ showId, title, description, startsAt, poster, language, host, streams }: ShowManifest): ShowState {
  const details = { showId, title, startsAt, description, poster, language, host };
  const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)) as typeof details;
  return { ...initialShow, phase: 'scheduled', details: given as NonNullable<ShowState['details']>, streams };
}

/** Whether two states are made of the same parts: folding keeps what an event does not touch. */
function sameShow(a: ShowState, b: ShowState): boolean {
  return (Object.keys({ ...a, ...b }) as (keyof ShowState)[]).every(key => a[key] === b[key]);
}

/** Calls back again and again, each time after `pause()` ms. Returns how to stop. */
function every(environment: Pick<LiveEnvironment, 'after'>, pause: () => number, callback: () => void): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    cancel = environment.after(pause(), () => {
      next();
      callback();
    });
  };
  next();
  return () => cancel();
}
