import { mapGet, mapValues } from '../internal/persistent-map.js';
import type { CommandContext, ShowCommandData } from './commands.js';
import { commitTo, drawWinners, ticketFor } from './draws.js';
import type { ShowFact } from './events.js';
import { showLimits } from './limits.js';
import { refuse } from './refuse.js';
import { isMuted, type Draw, type HeldMessage, type Message, type Poll, type Question, type ShowState } from './state.js';
import { isStaff } from './visibility.js';

function mayWrite(state: ShowState, { by, now }: CommandContext): void {
  if (isMuted(state, by.viewerId, now)) refuse('show/muted', 'You cannot write in this show at the moment.');
}

/** Every message the state remembers, in public or not. */
const remembered = (state: ShowState): (Message | HeldMessage)[] => [...state.messages, ...state.pinned, ...state.held];

function knownQuestion(state: ShowState, id: string): Question {
  const question = state.questions.find(({ questionId }) => questionId === id);
  return question ?? refuse('show/unknown-question', `There is no question "${id}" to answer any more.`, 'data.questionId');
}

function openPollOf(state: ShowState, id: string): Poll {
  const poll = state.polls.find(({ pollId }) => pollId === id);
  if (!poll) refuse('show/unknown-poll', `There is no poll "${id}" in this show.`, 'data.pollId');
  if (poll.closedAt !== undefined) refuse('show/already-closed', `Poll "${id}" is closed.`, 'data.pollId');
  return poll;
}

function knownDraw(state: ShowState, id: string): Draw {
  const draw = state.draws.find(({ drawId }) => drawId === id);
  return draw ?? refuse('show/unknown-draw', `There is no draw "${id}" in this show.`, 'data.drawId');
}

const full = (what: string, most: number): never => refuse('room/limit-reached', `At most ${most} ${what} are possible.`);

/** Chat, questions, polls, draws. */
export const decideTalk = {
  'post-message'(data: ShowCommandData['post-message'], state: ShowState, context: CommandContext): ShowFact[] {
    mayWrite(state, context);
    const same = (message: { readonly messageId: string }) => message.messageId === data.messageId;
    // List by list: joining them first would copy hundreds of messages for each new one.
    if (state.messages.some(same) || state.pinned.some(same) || state.held.some(same)) {
      refuse('show/already-exists', `There is a message "${data.messageId}" already.`, 'data.messageId');
    }
    const message = { ...data, author: context.by };
    return [
      context.hold
        ? { type: 'message-held', data: { ...message, reason: context.hold.reason } }
        : { type: 'message-posted', data: message },
    ];
  },
  'release-message'(data: ShowCommandData['release-message'], state: ShowState): ShowFact[] {
    const held = state.held.find(({ messageId }) => messageId === data.messageId);
    if (!held) refuse('show/unknown-message', `No message "${data.messageId}" is held.`, 'data.messageId');
    const { reason: _, at: __, ...message } = held;
    return [{ type: 'message-released', data: message }];
  },
  'remove-message'(data: ShowCommandData['remove-message'], state: ShowState, { by }: CommandContext): ShowFact[] {
    const message = remembered(state).find(({ messageId }) => messageId === data.messageId);
    // A message that the state has forgotten may still be on screens and in the replay, so staff can remove it unseen.
    const forgotten = !message && isStaff(by.role) && state.messages.length >= showLimits.messages;
    if (!message && !forgotten) refuse('show/unknown-message', `There is no message "${data.messageId}".`, 'data.messageId');
    if (message && !isStaff(by.role) && message.author.viewerId !== by.viewerId) {
      refuse('show/not-allowed', 'Only your own messages are yours to remove.', 'data.messageId');
    }
    return [{ type: 'message-removed', data }];
  },
  'pin-message'(data: ShowCommandData['pin-message'], state: ShowState): ShowFact[] {
    if (state.pinned.some(({ messageId }) => messageId === data.messageId)) return [];
    if (!state.messages.some(({ messageId }) => messageId === data.messageId)) {
      refuse('show/unknown-message', `There is no message "${data.messageId}" in the chat.`, 'data.messageId');
    }
    return [{ type: 'message-pinned', data }];
  },
  'unpin-message': (data: ShowCommandData['unpin-message'], state: ShowState): ShowFact[] =>
    state.pinned.some(({ messageId }) => messageId === data.messageId) ? [{ type: 'message-unpinned', data }] : [],
  'mute-viewer'(data: ShowCommandData['mute-viewer'], _: ShowState, { now }: CommandContext): ShowFact[] {
    if (data.until !== undefined && data.until <= now) refuse('show/bad-command', 'The mute would be over already.', 'data.until');
    return [{ type: 'viewer-muted', data }];
  },
  'unmute-viewer': (data: ShowCommandData['unmute-viewer'], state: ShowState): ShowFact[] =>
    state.mutes.some(({ viewerId }) => viewerId === data.viewerId) ? [{ type: 'viewer-unmuted', data }] : [],

  'ask-question'(data: ShowCommandData['ask-question'], state: ShowState, context: CommandContext): ShowFact[] {
    mayWrite(state, context);
    if (context.hold) refuse('room/text-refused', 'The moderation does not let this question in. Change the words.', 'data.text');
    if (state.questions.some(({ questionId }) => questionId === data.questionId)) {
      refuse('show/already-exists', `There is a question "${data.questionId}" already.`, 'data.questionId');
    }
    return [{ type: 'question-asked', data: { ...data, author: context.by } }];
  },
  'answer-question'(data: ShowCommandData['answer-question'], state: ShowState): ShowFact[] {
    knownQuestion(state, data.questionId);
    return [{ type: 'question-answered', data }];
  },
  'dismiss-question'(data: ShowCommandData['dismiss-question'], state: ShowState): ShowFact[] {
    knownQuestion(state, data.questionId);
    return [{ type: 'question-dismissed', data }];
  },

  'open-poll'(data: ShowCommandData['open-poll'], state: ShowState, { now }: CommandContext): ShowFact[] {
    if (state.polls.some(({ pollId }) => pollId === data.pollId)) {
      refuse('show/already-exists', `There is a poll "${data.pollId}" already.`, 'data.pollId');
    }
    if (new Set(data.choices.map(({ id }) => id)).size < data.choices.length) {
      refuse('show/bad-command', 'Two choices have the same id.', 'data.choices');
    }
    if (data.endsAt !== undefined && data.endsAt <= now) refuse('show/bad-command', 'The poll would be over already.', 'data.endsAt');
    if (state.polls.length >= showLimits.polls) full('polls', showLimits.polls);
    return [{ type: 'poll-opened', data }];
  },
  vote(data: ShowCommandData['vote'], state: ShowState, { by, now }: CommandContext): ShowFact[] {
    const poll = openPollOf(state, data.pollId);
    if (poll.endsAt !== undefined && now >= poll.endsAt) refuse('show/already-closed', `Poll "${data.pollId}" is over.`, 'data.pollId');
    if (!poll.choices.some(({ id }) => id === data.choiceId)) {
      refuse('show/bad-command', `Poll "${data.pollId}" has no choice "${data.choiceId}".`, 'data.choiceId');
    }
    const before = mapGet(poll.votes, by.viewerId);
    if (before === data.choiceId) return [];
    if (before === undefined && poll.votes.size >= showLimits.pollVotes) full('votes in a poll', showLimits.pollVotes);
    return [{ type: 'vote-cast', data: { pollId: data.pollId, viewerId: by.viewerId, choiceId: data.choiceId } }];
  },
  'close-poll'(data: ShowCommandData['close-poll'], state: ShowState): ShowFact[] {
    const poll = openPollOf(state, data.pollId);
    const votes = new Map(poll.choices.map(({ id }) => [id, 0]));
    for (const choice of mapValues(poll.votes)) votes.set(choice, (votes.get(choice) ?? 0) + 1);
    // fromEntries defines own properties, so that a choice called "__proto__" is counted like any other.
    return [{ type: 'poll-closed', data: { pollId: data.pollId, tally: Object.fromEntries(votes) } }];
  },

  'open-draw'(data: ShowCommandData['open-draw'], state: ShowState, { now }: CommandContext): ShowFact[] {
    if (state.draws.some(({ drawId }) => drawId === data.drawId)) {
      refuse('show/already-exists', `There is a draw "${data.drawId}" already.`, 'data.drawId');
    }
    if (!/^[0-9a-f]{64}$/.test(data.commitment)) {
      refuse('show/bad-command', 'A commitment is the SHA-256 of the seed: 64 lowercase hex digits.', 'data.commitment');
    }
    if (data.winners > showLimits.drawWinners) full('winners of a draw', showLimits.drawWinners);
    if (data.endsAt !== undefined && data.endsAt <= now) refuse('show/bad-command', 'The draw would be over already.', 'data.endsAt');
    if (state.draws.length >= showLimits.draws) full('draws in a show', showLimits.draws);
    return [{ type: 'draw-opened', data }];
  },
  'enter-draw'({ drawId }: ShowCommandData['enter-draw'], state: ShowState, { by, now, ticketSalt }: CommandContext): ShowFact[] {
    const draw = knownDraw(state, drawId);
    if (draw.entriesClosedAt !== undefined || (draw.endsAt !== undefined && now >= draw.endsAt)) {
      refuse('show/already-closed', `Draw "${drawId}" takes no more entries.`, 'data.drawId');
    }
    if (mapGet(draw.entries, by.viewerId) !== undefined) return [];
    if (draw.entries.size >= showLimits.drawEntries) full('entries in a draw', showLimits.drawEntries);
    return [{ type: 'draw-entered', data: { drawId, viewerId: by.viewerId, ticket: ticketFor(drawId, by.viewerId, ticketSalt) } }];
  },
  'close-draw-entries'({ drawId }: ShowCommandData['close-draw-entries'], state: ShowState): ShowFact[] {
    const draw = knownDraw(state, drawId);
    if (draw.entriesClosedAt !== undefined) refuse('show/already-closed', `Draw "${drawId}" takes no more entries.`, 'data.drawId');
    return [{ type: 'draw-entries-closed', data: { drawId, tickets: mapValues(draw.entries).sort() } }];
  },
  'draw-winners'({ drawId, seed }: ShowCommandData['draw-winners'], state: ShowState): ShowFact[] {
    const draw = knownDraw(state, drawId);
    if (!draw.tickets)
      refuse('show/draw-still-open', `Close the entries of draw "${drawId}" first, so that everybody can see them.`, 'data.drawId');
    if (draw.drawnAt !== undefined) refuse('show/already-closed', `Draw "${drawId}" was drawn.`, 'data.drawId');
    if (commitTo(seed) !== draw.commitment) {
      refuse('show/draw-not-verifiable', 'This is not the seed that was promised when the draw opened.', 'data.seed');
    }
    return [{ type: 'draw-drawn', data: { drawId, seed, winners: drawWinners(seed, draw.tickets, draw.winnerCount) } }];
  },
};
