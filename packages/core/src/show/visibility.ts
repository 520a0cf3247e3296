import type { Role, ShowEvent, UnknownEvent } from './events.js';
import { eventRules, type EventRule } from './rules.js';
import { hasShape } from './shapes.js';

/** Who looks: a role, and the pseudonym where there is one (anonymous watching needs none). */
export interface Viewer {
  readonly role: Role;
  readonly viewerId?: string;
}

/** Whether a role runs the show rather than watches it. */
export const isStaff = (role: Role): boolean => role !== 'viewer';

/** Whether this version knows the event's type, and its data is of the shape that `evolve` takes in. */
export function isKnownEvent(event: ShowEvent | UnknownEvent): event is ShowEvent {
  return !('unknown' in event) && hasShape(event);
}

/**
 * The event as this viewer may see it: whole, without the fields only staff may see, or not at all (`undefined`). Events of unknown
 * types or shapes go to staff alone, because nobody can tell what is in them.
 */
export function visibleTo<E extends ShowEvent | UnknownEvent>(event: E, viewer: Viewer): E | undefined {
  if (!isKnownEvent(event)) return isStaff(viewer.role) ? event : undefined;
  const rule = eventRules[event.type] as EventRule<never>;
  const concerned = viewer.viewerId !== undefined && rule.concerns?.(event.data as never) === viewer.viewerId;
  if (!concerned && rule.audience !== 'everyone' && !(rule.audience === 'staff' && isStaff(viewer.role))) return undefined;
  if (!rule.staffOnly || isStaff(viewer.role)) return event;
  const data: Record<string, unknown> = { ...event.data };
  for (const field of rule.staffOnly as readonly string[]) delete data[field];
  return { ...event, data };
}
