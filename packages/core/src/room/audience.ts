import type { ShowEvent, UnknownEvent } from '../show/events.js';
import type { LogFrame } from '../show/log-frame.js';
import { eventRules, type EventRule } from '../show/rules.js';
import { isKnownEvent, visibleTo, type Viewer } from '../show/visibility.js';
import { mergeEvents, type Delivery } from './frame-window.js';
import type { LogRecord } from './room-log.js';

type AnyEvent = ShowEvent | UnknownEvent;

/** Those who see the same, but for what concerns one of them alone. */
export type AudienceName = 'everyone' | 'staff';

/** Somebody of the audience without a name. */
export const anybodyOf: Readonly<Record<AudienceName, Viewer>> = { everyone: { role: 'viewer' }, staff: { role: 'producer' } };

/** After so many places without anything to see, an audience is told that it missed nothing. */
const mostSilent = 1000;

const concernedBy = (event: AnyEvent): string | undefined =>
  isKnownEvent(event) ? (eventRules[event.type] as EventRule<never>).concerns?.(event.data as never) : undefined;

/** Turns what the room writes into frames for one audience, each built once. */
export interface AudienceFrames {
  /** What these records are for the audience; `undefined` when nobody in it sees any of them. */
  deliver(records: readonly LogRecord[], at: number): Delivery | undefined;
  /** Tells the audience how far it has come, with counts if there are any; `undefined` when there is nothing to tell. */
  settle(ephemeral: readonly AnyEvent[], at: number): Delivery | undefined;
}

/**
 * Frames for one audience from place `seq` on. A stretch that nobody sees (votes, say) makes no frame of its own: the next one covers it,
 * and so covers for the people concerned what they alone saw in it.
 */
export function createAudienceFrames(name: AudienceName, epoch: string, seq: number): AudienceFrames {
  const anybody = anybodyOf[name];
  let after = seq; // where the last shared frame ended
  let upTo = seq;
  let own = new Map<string, AnyEvent[]>(); // what single people alone saw since then

  type Extra = { readonly ephemeral?: readonly AnyEvent[] };
  const frame = (events: readonly AnyEvent[], at: number, extra: Extra = {}): LogFrame => ({ epoch, after, upTo, events, ...extra, at });
  const framesOf = (people: Iterable<string>, shared: readonly AnyEvent[], at: number, extra?: Extra) =>
    new Map([...people].map(viewerId => [viewerId, frame(mergeEvents(shared, own.get(viewerId) ?? []), at, extra)]));
  const tellAll = (shared: readonly AnyEvent[], at: number, extra?: Extra): Delivery => {
    const delivery = { shared: frame(shared, at, extra), personal: framesOf(own.keys(), shared, at, extra) };
    after = upTo;
    own = new Map();
    return delivery;
  };

  return {
    deliver(records, at) {
      const shared: AnyEvent[] = [];
      const touched = new Set<string>();
      for (const { event } of records) {
        const seen = visibleTo(event, anybody);
        if (seen) shared.push(seen);
        const person = concernedBy(event);
        const seenByPerson = person === undefined ? undefined : visibleTo(event, { ...anybody, viewerId: person });
        if (person === undefined || !seenByPerson || seenByPerson === seen) continue;
        touched.add(person);
        const known = own.get(person);
        if (known) known.push(seenByPerson);
        else own.set(person, [seenByPerson]);
      }
      upTo = records.at(-1)?.event.seq ?? upTo;
      if (shared.length > 0 || upTo - after >= mostSilent) return tellAll(shared, at);
      return touched.size > 0 ? { personal: framesOf(touched, [], at) } : undefined;
    },
    settle(ephemeral, at) {
      if (ephemeral.length > 0) return tellAll([], at, { ephemeral });
      return after < upTo ? tellAll([], at) : undefined;
    },
  };
}
