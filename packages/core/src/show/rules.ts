import type { ShowCommandType } from './commands.js';
import type { Role, ShowEventData, ShowEventType } from './events.js';
import type { ShowPhase } from './state.js';

/** Who hears of an event: everybody, the people who run the show, or nobody outside the room. */
export type Audience = 'everyone' | 'staff' | 'room';

/** `durable` events are the log: numbered, never lost. `ephemeral` ones are counts that the next one replaces. */
export type Lane = 'durable' | 'ephemeral';

/**
 * When a viewer sees it. `playhead`: when the video gets there. `now`: at once, even while the video lags behind or plays again.
 * `live`: at once while the show is on the air, and at the playhead once it has ended, so that a replay is not told from the end.
 */
export type Presentation = 'playhead' | 'now' | 'live';

/** What holds for a type of event. */
export interface EventRule<T extends ShowEventType = ShowEventType> {
  readonly audience: Audience;
  readonly lane: Lane;
  readonly presentation: Presentation;
  /** The person concerned, who sees it whatever the audience. */
  readonly concerns?: (data: ShowEventData[T]) => string;
  /** Fields that only staff may see; left out for everybody else. */
  readonly staffOnly?: readonly (keyof ShowEventData[T])[];
}

const shown = { audience: 'everyone', lane: 'durable', presentation: 'playhead' } as const;
const atOnce = { audience: 'everyone', lane: 'durable', presentation: 'now' } as const;
const spoken = { audience: 'everyone', lane: 'durable', presentation: 'live' } as const;
const counted = { audience: 'everyone', lane: 'ephemeral', presentation: 'live' } as const;

/** Who sees each event, on which lane it travels and when it is presented. */
export const eventRules: { readonly [T in ShowEventType]: EventRule<T> } = {
  'show-scheduled': atOnce,
  'show-started': atOnce,
  'show-paused': atOnce,
  'show-resumed': atOnce,
  'show-ended': atOnce,
  'stream-replaced': atOnce,
  'product-listed': atOnce,
  'product-corrected': atOnce,
  'product-withdrawn': atOnce,
  'product-featured': shown,
  'product-unfeatured': shown,
  'offer-opened': shown,
  'offer-sold-out': atOnce,
  'offer-closed': atOnce,
  'stock-reported': atOnce,
  'coupon-issued': shown,
  'coupon-exhausted': atOnce,
  'message-posted': spoken,
  'message-held': { audience: 'staff', lane: 'durable', presentation: 'live', concerns: data => data.author.viewerId },
  'message-released': spoken,
  'message-removed': atOnce,
  'message-pinned': spoken,
  'message-unpinned': spoken,
  'viewer-muted': { audience: 'staff', lane: 'durable', presentation: 'now', concerns: data => data.viewerId },
  'viewer-unmuted': { audience: 'staff', lane: 'durable', presentation: 'now', concerns: data => data.viewerId },
  'question-asked': spoken,
  'question-answered': spoken,
  'question-dismissed': atOnce,
  'poll-opened': shown,
  'vote-cast': { audience: 'room', lane: 'durable', presentation: 'live', concerns: data => data.viewerId },
  'poll-closed': shown,
  'draw-opened': shown,
  'draw-entered': { audience: 'room', lane: 'durable', presentation: 'live', concerns: data => data.viewerId },
  'draw-entries-closed': shown,
  'draw-drawn': shown,
  'announcement-made': shown,
  'viewers-counted': counted,
  'reactions-counted': counted,
  'order-placed': { ...spoken, staffOnly: ['orderRef', 'total'] },
};

/** What holds for a type of command. */
export interface CommandRule {
  /** Roles that may cause it. */
  readonly by: readonly Role[];
  /** Phases of the show in which it is heard. */
  readonly phases: readonly ShowPhase[];
}

const running: readonly ShowPhase[] = ['scheduled', 'live', 'paused'];
const known: readonly ShowPhase[] = ['scheduled', 'live', 'paused', 'ended'];
const stage: readonly Role[] = ['host', 'producer', 'system'];
const care: readonly Role[] = ['host', 'moderator', 'producer', 'system'];
const people: readonly Role[] = ['viewer', 'host', 'moderator', 'producer'];

/** Who may cause each command, and when. `decide` enforces it. */
export const commandRules: { readonly [T in ShowCommandType]: CommandRule } = {
  'schedule-show': { by: ['producer', 'system'], phases: ['new', 'scheduled'] },
  'start-show': { by: stage, phases: ['scheduled'] },
  'pause-show': { by: stage, phases: ['live'] },
  'resume-show': { by: stage, phases: ['paused'] },
  'end-show': { by: stage, phases: ['live', 'paused'] },
  'replace-stream': { by: ['producer', 'system'], phases: known },
  'list-product': { by: stage, phases: known },
  'correct-product': { by: stage, phases: known },
  'withdraw-product': { by: stage, phases: known },
  'feature-product': { by: stage, phases: running },
  'unfeature-product': { by: stage, phases: known },
  'open-offer': { by: stage, phases: running },
  'sell-out-offer': { by: stage, phases: known },
  'close-offer': { by: stage, phases: known },
  'report-stock': { by: ['producer', 'system'], phases: known },
  'issue-coupon': { by: stage, phases: running },
  'exhaust-coupon': { by: stage, phases: known },
  'post-message': { by: people, phases: running },
  'release-message': { by: care, phases: known },
  'remove-message': { by: [...people, 'system'], phases: known },
  'pin-message': { by: care, phases: running },
  'unpin-message': { by: care, phases: known },
  'mute-viewer': { by: care, phases: known },
  'unmute-viewer': { by: care, phases: known },
  'ask-question': { by: people, phases: running },
  'answer-question': { by: care, phases: known },
  'dismiss-question': { by: care, phases: known },
  'open-poll': { by: care, phases: running },
  vote: { by: ['viewer'], phases: running },
  'close-poll': { by: care, phases: known },
  'open-draw': { by: stage, phases: running },
  'enter-draw': { by: ['viewer'], phases: running },
  'close-draw-entries': { by: stage, phases: known },
  'draw-winners': { by: stage, phases: known },
  announce: { by: care, phases: running },
  'count-viewers': { by: ['system'], phases: known },
  'count-reactions': { by: ['system'], phases: known },
  react: { by: people, phases: running },
  'record-order': { by: ['system'], phases: known },
};
