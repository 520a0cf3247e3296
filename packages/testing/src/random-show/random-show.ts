import {
  commandRules,
  commitTo,
  decide,
  evolve,
  initialShow,
  ShopcastError,
  type Author,
  type CommandContext,
  type ShopcastErrorCode,
  type ShowCommand,
  type ShowCommandData,
  type ShowCommandType,
  type ShowEvent,
  type ShowState,
} from '@shopcast/core';
import { createRandom, type RandomNumbers } from './random-numbers.js';

/** How a random show goes. */
export interface RandomShowOptions {
  /** A whole number; the same seed makes the same show. */
  readonly seed: number;
  /** How many commands are tried. */
  readonly commands: number;
  /** Server ms of the first; 1 January 2030, 12:00 UTC unless told. */
  readonly start?: number;
  /** Put into every text that only its author and staff may see; for tests that look for leaks. */
  readonly secret?: string;
}

/** A command that was tried, and what became of it. */
export interface TriedCommand {
  readonly command: ShowCommand;
  readonly context: CommandContext;
  /** The code, where it was refused. */
  readonly refused?: ShopcastErrorCode;
}

/** A show that nobody planned. */
export interface RandomShow {
  /** Its log, ephemeral events in between. */
  readonly log: readonly ShowEvent[];
  readonly state: ShowState;
  readonly tried: readonly TriedCommand[];
}

/** The people in a random show. */
export const randomPeople: readonly Author[] = [
  ...['anna', 'ben', 'cleo', '__proto__', 'constructor'].map((viewerId): Author => ({ viewerId, name: viewerId, role: 'viewer' })),
  { viewerId: 'hanna', name: 'Hanna', role: 'host' },
  { viewerId: 'mo', name: 'Mo', role: 'moderator' },
  { viewerId: 'pia', name: 'Pia', role: 'producer' },
  { viewerId: 'system', name: 'system', role: 'system' },
];

/** Few ids, so that commands meet, and among them those that trip over prototypes. */
const ids = ['lamp', 'vase', 'rug', 'bowl', '__proto__', 'constructor', 'toString'];
const start = Date.UTC(2030, 0, 1, 12);
const seedOf = (drawId: string) => `the seed of the draw ${drawId}`;
/** What happens more often in a show happens more often here; what ends things, more rarely. */
const often: readonly ShowCommandType[] = ['post-message', 'feature-product', 'open-offer', 'vote', 'enter-draw', 'list-product'];
const seldom: readonly ShowCommandType[] = ['end-show', 'withdraw-product', 'pause-show'];
const types = (Object.keys(commandRules) as ShowCommandType[])
  .filter(type => !seldom.includes(type))
  .flatMap(type => (often.includes(type) ? [type, type, type, type] : [type]));

/** Wanders through a show: random commands by random people, most of them allowed to ask, in a time that moves on. */
export function randomShow(options: RandomShowOptions): RandomShow {
  const random = createRandom(options.seed);
  const log: ShowEvent[] = [];
  const tried: TriedCommand[] = [];
  let state = initialShow;
  let now = options.start ?? start;
  for (let i = 0; i < options.commands; i++) {
    now += random.below(3000);
    const type = opening[i] ?? (random.chance(0.01) ? random.pick(seldom) : random.pick(types));
    const make = makers[type];
    const held = type === 'post-message' && random.chance(0.3);
    const secret = options.secret ?? '';
    const command = { type, data: make(random, now, held || type === 'record-order' ? secret : '') } as ShowCommand;
    const allowed = randomPeople.filter(({ role }) => commandRules[type].by.includes(role));
    const by = i >= opening.length && random.chance(0.05) ? random.pick(randomPeople) : random.pick(allowed);
    const context: CommandContext = { by, now, ...(held && { hold: { reason: `looks odd ${secret}` } }), ticketSalt: 'salt' };
    try {
      for (const fact of decide(command, state, context)) {
        const lasting = fact.type !== 'viewers-counted' && fact.type !== 'reactions-counted';
        const event: ShowEvent = { id: `e${log.length + 1}`, seq: state.seq + (lasting ? 1 : 0), at: now, ...fact };
        log.push(event);
        state = evolve(state, event);
      }
      tried.push({ command, context });
    } catch (error) {
      if (!(error instanceof ShopcastError)) throw error;
      tried.push({ command, context, refused: error.code });
    }
  }
  return { log, state, tried };
}

const opening: readonly ShowCommandType[] = ['schedule-show', 'list-product', 'list-product', 'start-show'];
const eur = (random: RandomNumbers) => ({ minor: random.below(10_000), currency: 'EUR' });
const later = (random: RandomNumbers, now: number) => (random.chance(0.5) ? { endsAt: now + 1 + random.below(60_000) } : {});
const id = (random: RandomNumbers) => random.pick(ids);
const numbered = (kind: string, random: RandomNumbers) => `${kind}${random.below(12)}`;
const productRef = (random: RandomNumbers) => ({ productId: id(random) });
const offerRef = (random: RandomNumbers) => ({ offerId: numbered('o', random) });
const messageRef = (random: RandomNumbers) => ({ messageId: numbered('m', random) });
const questionRef = (random: RandomNumbers) => ({ questionId: numbered('q', random) });
const pollRef = (random: RandomNumbers) => ({ pollId: numbered('p', random) });
const drawRef = (random: RandomNumbers) => ({ drawId: numbered('d', random) });
const couponRef = (random: RandomNumbers) => ({ couponId: numbered('c', random) });
const stream = { url: 'live.m3u8', kind: 'live' } as const;
const listing = (random: RandomNumbers): ShowCommandData['list-product'] => ({
  ...productRef(random),
  listing: random.chance(0.5)
    ? { ref: id(random) }
    : { picture: 'thing.jpg', title: `A ${id(random)}`, price: eur(random), stock: random.below(9) },
});

const makers: { readonly [T in ShowCommandType]: (random: RandomNumbers, now: number, secret: string) => ShowCommandData[T] } = {
  'schedule-show': (random, now) => ({ showId: 'summer', title: `Summer ${random.below(9)}`, startsAt: now, streams: [stream] }),
  'start-show': () => ({}),
  'pause-show': random => (random.chance(0.5) ? { reason: 'Back soon' } : {}),
  'resume-show': () => ({}),
  'end-show': () => ({}),
  'replace-stream': random => ({ streams: random.chance(0.5) ? [stream] : [] }),
  'list-product': listing,
  'correct-product': listing,
  'withdraw-product': productRef,
  'feature-product': random => ({ ...productRef(random), ...(random.chance(0.3) && { variantId: id(random) }) }),
  'unfeature-product': productRef,
  'open-offer': (random, now) => ({
    ...offerRef(random),
    ...productRef(random),
    ...(random.chance(0.6) && { variantIds: [id(random), id(random)] }),
    price: eur(random),
    ...(random.chance(0.3) && { startsAt: now + random.below(100_000) }),
    ...(random.chance(0.3) && { quantity: 1 + random.below(9) }),
    seconds: 1 + random.below(120),
  }),
  'sell-out-offer': offerRef,
  'close-offer': offerRef,
  'report-stock': random => ({
    ...productRef(random),
    ...(random.chance(0.5) && { variantId: id(random) }),
    state: random.pick(['in', 'low', 'out', 'backorder', 'unknown'] as const),
    ...(random.chance(0.5) && { quantity: random.below(20) }),
  }),
  'issue-coupon': (random, now) => ({ ...couponRef(random), code: 'SUMMER', label: 'Ten off', ...later(random, now) }),
  'exhaust-coupon': couponRef,
  'post-message': (random, _, secret) => ({ ...messageRef(random), text: `Hello ${random.below(99)} ${secret}` }),
  'release-message': messageRef,
  'remove-message': messageRef,
  'pin-message': messageRef,
  'unpin-message': messageRef,
  'mute-viewer': (random, now) => ({ viewerId: random.pick(randomPeople).viewerId, until: now + 1 + random.below(60_000) }),
  'unmute-viewer': random => ({ viewerId: random.pick(randomPeople).viewerId }),
  'ask-question': random => ({ ...questionRef(random), text: 'How tall is it?' }),
  'answer-question': random => ({ ...questionRef(random), ...(random.chance(0.5) && { answer: 'As tall as a cat.' }) }),
  'dismiss-question': questionRef,
  'open-poll': (random, now) => ({
    ...pollRef(random),
    question: 'Which?',
    choices: ids.map(choice => ({ id: choice, label: choice })),
    ...later(random, now),
  }),
  vote: random => ({ ...pollRef(random), choiceId: id(random) }),
  'close-poll': pollRef,
  'open-draw': (random, now) => {
    const { drawId } = drawRef(random);
    return { drawId, prize: 'A lamp', commitment: commitTo(seedOf(drawId)), winners: 1 + random.below(3), ...later(random, now) };
  },
  'enter-draw': drawRef,
  'close-draw-entries': drawRef,
  'draw-winners': random => {
    const { drawId } = drawRef(random);
    return { drawId, seed: random.chance(0.9) ? seedOf(drawId) : 'some other seed altogether' };
  },
  announce: (random, now) => ({ announcementId: numbered('a', random), text: 'Free delivery', until: now + 1 + random.below(60_000) }),
  'count-viewers': random => ({ viewers: random.below(5000) }),
  'count-reactions': random => ({ reactions: { [id(random)]: random.below(50), heart: random.below(50) } }),
  react: random => ({ reaction: 'heart', times: 1 + random.below(50) }),
  'record-order': (random, _, secret) => ({
    orderRef: `order ${secret}`,
    lines: [{ ...productRef(random), variantId: id(random), quantity: 1 + random.below(3) }],
    total: eur(random),
  }),
};
