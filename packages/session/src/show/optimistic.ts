import {
  decide,
  eventRules,
  evolve,
  ShopcastError,
  visibleTo,
  type Author,
  type LogPosition,
  type ShowCommand,
  type ShowState,
} from '@shopcast/core';

/** A command that the room has not answered yet, or whose events have not arrived. */
interface Pending {
  readonly command: ShowCommand;
  /** The place the room gave it, and in which log; its events show from the log once that place is known. */
  accepted?: { readonly seq: number; readonly epoch: string | undefined };
}

/** What a viewer has sent and not yet seen come back. */
export interface Optimistic {
  add(commandId: string, command: ShowCommand): void;
  /** The room took it at this place. */
  accept(commandId: string, seq: number, epoch: string | undefined): void;
  /** The room refused it, or nobody knows: what it showed is taken back. */
  drop(commandId: string): void;
  /** The state as it will be when the room allows everything sent. `known`: how far the log has arrived. */
  over(state: ShowState, known: LogPosition | undefined, now: number): ShowState;
}

/** Shows a viewer's own wishes at once, decided by the same rules as in the room. */
export function createOptimistic(by: Author): Optimistic {
  const pending = new Map<string, Pending>();

  const factsOf = (command: ShowCommand, state: ShowState, now: number): ReturnType<typeof decide> => {
    try {
      return decide(command, state, { by, now });
    } catch (error) {
      // What the room will say is the room's to say; until then there is nothing to show.
      if (error instanceof ShopcastError) return [];
      throw error;
    }
  };

  return {
    add(commandId, command) {
      pending.set(commandId, { command });
    },
    accept(commandId, seq, epoch) {
      const sent = pending.get(commandId);
      if (sent) sent.accepted = { seq, epoch };
    },
    drop(commandId) {
      pending.delete(commandId);
    },
    over(state, known, now) {
      let shown = state;
      for (const [commandId, { command, accepted }] of pending) {
        const facts = factsOf(command, shown, now);
        const isLost = accepted !== undefined && accepted.epoch !== known?.epoch; // with the log it was in
        const isKnown = accepted !== undefined && known !== undefined && accepted.seq <= known.seq;
        // A vote or an entry is told to its own viewer alone, and not at all by lines that are the same for everybody.
        const isOwnToKeep = facts.length > 0 && facts.every(({ type }) => eventRules[type].audience === 'room');
        if (isLost || (isKnown && !isOwnToKeep)) {
          pending.delete(commandId);
          continue;
        }
        facts.forEach((fact, index) => {
          const event = visibleTo({ ...fact, id: `${commandId}.${index}`, seq: shown.seq + 1, at: now }, by);
          if (event) shown = evolve(shown, event);
        });
      }
      return shown;
    },
  };
}
