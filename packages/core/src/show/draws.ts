import { sha256 } from '../internal/sha256.js';

/**
 * The commitment to a seed: its SHA-256, hex. Published when the draw opens, so that the seed is fixed before the first entry.
 * @param seed Secret until the draw; random and long, at least `showLimits.seedMin` characters.
 */
export function commitTo(seed: string): string {
  return sha256(seed);
}

/**
 * The winning tickets, in order: each ticket's rank is `SHA-256(seed + ":" + ticket)` as lowercase hex, and the lowest ranks win. A
 * ticket given twice counts once; fewer tickets than winners make them all win. The order in which tickets are given does not matter.
 */
export function drawWinners(seed: string, tickets: readonly string[], winnerCount: number): string[] {
  return Array.from(new Set(tickets), ticket => ({ ticket, rank: sha256(`${seed}:${ticket}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .slice(0, Math.max(0, winnerCount))
    .map(({ ticket }) => ticket);
}

/** What is public of a draw once it is drawn; a `Draw` of the state is one. */
export interface DrawnDraw {
  readonly commitment: string;
  readonly winnerCount: number;
  readonly tickets?: readonly string[];
  readonly seed?: string;
  readonly winners?: readonly string[];
}

/** What a check of a draw finds: it holds, it is not drawn yet, the seed is not the promised one, or other tickets should have won. */
export type DrawVerdict = 'holds' | 'not-drawn' | 'wrong-seed' | 'wrong-winners';

/** Draws again and compares: anybody can, with nothing but what everybody sees. */
export function verifyDraw({ commitment, winnerCount, tickets, seed, winners }: DrawnDraw): DrawVerdict {
  if (tickets === undefined || seed === undefined || winners === undefined) return 'not-drawn';
  if (commitTo(seed) !== commitment.toLowerCase()) return 'wrong-seed';
  const again = drawWinners(seed, tickets, winnerCount);
  return again.length === winners.length && again.every((ticket, place) => ticket === winners[place]) ? 'holds' : 'wrong-winners';
}

/**
 * The pseudonym under which an entry is published: 16 hex digits that the same viewer gets again in the same draw. With a secret salt
 * nobody outside the room can tell whose it is; without one, whoever knows the `viewerId` can.
 */
export function ticketFor(drawId: string, viewerId: string, salt = ''): string {
  return sha256(JSON.stringify([salt, drawId, viewerId])).slice(0, 16);
}
