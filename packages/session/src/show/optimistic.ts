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
export interface PendingCommand {
  readonly command: ShowCommand;
  /** The place the room gave it, and in which log; its events show from the log once that place is known. */
  accepted?: { readonly seq: number; readonly epoch: string | undefined };
}

/** Who has sent it, how far the log has arrived, and the time (server ms). */
export interface PendingScene {
  readonly by: Author;
  readonly known: LogPosition | undefined;
  readonly now: number;
}

/**
 * The state as it will be when the room allows everything sent, by the same rules as in the room. Commands that show from the log by now, or
 * are lost with it, are taken out of `pending`, whose keys are the commands' ids.
 */
export function showPending(state: ShowState, pending: Map<string, PendingCommand>, { by, known, now }: PendingScene): ShowState {
  let shown = state;
  for (const [commandId, { command, accepted }] of pending) {
    const facts = factsOf(command, shown, { by, now });
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
}

function factsOf(command: ShowCommand, state: ShowState, by: { readonly by: Author; readonly now: number }): ReturnType<typeof decide> {
  try {
    return decide(command, state, by);
  } catch (error) {
    // What the room will say is the room's to say; until then there is nothing to show.
    if (error instanceof ShopcastError) return [];
    throw error;
  }
}
