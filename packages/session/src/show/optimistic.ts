import { decide, evolve, ShopcastError, visibleTo, type Author, type ShowCommand, type ShowState } from '@shopcast/core';

/** A command that the room has not answered yet, or whose events have not arrived. */
interface Pending {
  readonly command: ShowCommand;
  /** The place the room gave it; its events show from the log once that place is known. */
  seq?: number;
}

/** What a viewer has sent and not yet seen come back. */
export interface Optimistic {
  add(commandId: string, command: ShowCommand): void;
  /** The room took it at this place. */
  accept(commandId: string, seq: number): void;
  /** The room refused it, or nobody knows: what it showed is taken back. */
  drop(commandId: string): void;
  /** The state as it will be when the room allows everything sent. `known`: the last place that has arrived. */
  over(state: ShowState, known: number, now: number): ShowState;
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
    accept(commandId, seq) {
      const sent = pending.get(commandId);
      if (sent) sent.seq = seq;
    },
    drop(commandId) {
      pending.delete(commandId);
    },
    over(state, known, now) {
      let shown = state;
      for (const [commandId, { command, seq }] of pending) {
        if (seq !== undefined && seq <= known) {
          pending.delete(commandId);
          continue;
        }
        factsOf(command, shown, now).forEach((fact, index) => {
          const event = visibleTo({ ...fact, id: `${commandId}.${index}`, seq: shown.seq + 1, at: now }, by);
          if (event) shown = evolve(shown, event);
        });
      }
      return shown;
    },
  };
}
