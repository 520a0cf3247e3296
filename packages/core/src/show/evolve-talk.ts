import { appendBounded, replaceWhere, without } from '../internal/lists.js';
import { pick } from '../internal/pick.js';
import { emptyMap, mapGet, mapSet } from '../internal/persistent-map.js';
import type { Author, ShowEvent, ShowEventOf } from './events.js';
import { showLimits } from './limits.js';
import type { Draw, Poll, Question, ShowState } from './state.js';

/** Chat, questions, polls, draws, announcements. `undefined` for events that are about none of them. */
export function evolveTalk(state: ShowState, event: ShowEvent): ShowState | undefined {
  switch (event.type) {
    case 'message-posted':
    case 'message-released':
      return postMessage(state, event);
    case 'message-held': {
      const { messageId } = event.data;
      if (state.held.some(held => held.messageId === messageId)) return state;
      const held = { ...pick(event.data, 'messageId', 'text', 'replyTo', 'reason'), author: cleanAuthor(event.data.author), at: event.at };
      return { ...state, held: appendBounded(state.held, held, showLimits.held) };
    }
    case 'message-removed': {
      const gone = (message: { readonly messageId: string }) => message.messageId === event.data.messageId;
      return { ...state, messages: without(state.messages, gone), pinned: without(state.pinned, gone), held: without(state.held, gone) };
    }
    case 'message-pinned': {
      const message = state.messages.find(({ messageId }) => messageId === event.data.messageId);
      if (!message || state.pinned.some(({ messageId }) => messageId === message.messageId)) return state;
      return { ...state, pinned: appendBounded(state.pinned, message, showLimits.pinned) };
    }
    case 'message-unpinned':
      return { ...state, pinned: without(state.pinned, ({ messageId }) => messageId === event.data.messageId) };
    case 'viewer-muted': {
      let others = without(state.mutes, ({ viewerId }) => viewerId === event.data.viewerId);
      if (others.length >= showLimits.mutes) others = without(others, ({ until }) => until !== undefined && until <= event.at);
      return { ...state, mutes: appendBounded(others, pick(event.data, 'viewerId', 'until'), showLimits.mutes) };
    }
    case 'viewer-unmuted':
      return { ...state, mutes: without(state.mutes, ({ viewerId }) => viewerId === event.data.viewerId) };
    case 'question-asked':
      return askQuestion(state, event);
    case 'question-answered': {
      const answer = (question: Question) => ({ ...question, answeredAt: event.at, ...pick(event.data, 'answer') });
      return { ...state, questions: replaceWhere(state.questions, ({ questionId }) => questionId === event.data.questionId, answer) };
    }
    case 'question-dismissed':
      return { ...state, questions: without(state.questions, ({ questionId }) => questionId === event.data.questionId) };
    case 'poll-opened':
      return openPoll(state, event);
    case 'vote-cast':
      return {
        ...state,
        polls: replaceWhere(
          state.polls,
          ({ pollId }) => pollId === event.data.pollId,
          poll => vote(poll, event),
        ),
      };
    case 'poll-closed':
      return {
        ...state,
        polls: replaceWhere(
          state.polls,
          ({ pollId }) => pollId === event.data.pollId,
          poll => closePoll(poll, event),
        ),
      };
    case 'draw-opened':
      return openDraw(state, event);
    case 'draw-entered':
      return onDraw(state, event.data.drawId, draw => enterDraw(draw, event));
    case 'draw-entries-closed':
      return onDraw(state, event.data.drawId, draw =>
        draw.entriesClosedAt === undefined ? { ...draw, tickets: [...event.data.tickets], entriesClosedAt: event.at } : draw,
      );
    case 'draw-drawn': {
      const { seed, winners } = event.data;
      return onDraw(state, event.data.drawId, draw =>
        draw.entriesClosedAt !== undefined && draw.drawnAt === undefined
          ? { ...draw, seed, winners: [...winners], drawnAt: event.at }
          : draw,
      );
    }
    case 'announcement-made': {
      const { announcementId } = event.data;
      if (state.announcements.some(announcement => announcement.announcementId === announcementId)) return state;
      const announcement = { ...pick(event.data, 'announcementId', 'text', 'until'), at: event.at };
      return { ...state, announcements: appendBounded(state.announcements, announcement, showLimits.announcements) };
    }
    default:
      return undefined;
  }
}

const cleanAuthor = (author: Author): Author => pick(author, 'viewerId', 'name', 'role');

function postMessage(state: ShowState, { data, at }: ShowEventOf<'message-posted' | 'message-released'>): ShowState {
  const same = (message: { readonly messageId: string }) => message.messageId === data.messageId;
  if (state.messages.some(same)) return state;
  const message = { ...pick(data, 'messageId', 'text', 'replyTo'), author: cleanAuthor(data.author), at };
  return { ...state, messages: appendBounded(state.messages, message, showLimits.messages), held: without(state.held, same) };
}

function askQuestion(state: ShowState, { data, at }: ShowEventOf<'question-asked'>): ShowState {
  if (state.questions.some(({ questionId }) => questionId === data.questionId)) return state;
  let questions = state.questions;
  if (questions.length >= showLimits.questions) {
    const settled = questions.findIndex(({ answeredAt }) => answeredAt !== undefined);
    questions = questions.toSpliced(Math.max(0, settled), 1);
  }
  return { ...state, questions: [...questions, { ...pick(data, 'questionId', 'text'), author: cleanAuthor(data.author), at }] };
}

function openPoll(state: ShowState, { data, at }: ShowEventOf<'poll-opened'>): ShowState {
  const choices = data.choices.map(choice => pick(choice, 'id', 'label'));
  const fresh =
    state.polls.length < showLimits.polls &&
    new Set(choices.map(({ id }) => id)).size === choices.length &&
    !state.polls.some(({ pollId }) => pollId === data.pollId);
  return fresh
    ? { ...state, polls: [...state.polls, { ...pick(data, 'pollId', 'question', 'endsAt'), choices, openedAt: at, votes: emptyMap }] }
    : state;
}

/** Whether something with an end still takes votes or entries at `at` (server ms). */
const isOpen = (endsAt: number | undefined, at: number): boolean => endsAt === undefined || at < endsAt;

function vote(poll: Poll, { data, at }: ShowEventOf<'vote-cast'>): Poll {
  const before = mapGet(poll.votes, data.viewerId);
  const counts =
    poll.closedAt === undefined &&
    isOpen(poll.endsAt, at) &&
    before !== data.choiceId &&
    (before !== undefined || poll.votes.size < showLimits.pollVotes) &&
    poll.choices.some(({ id }) => id === data.choiceId);
  return counts ? { ...poll, votes: mapSet(poll.votes, data.viewerId, data.choiceId) } : poll;
}

function closePoll(poll: Poll, { data, at }: ShowEventOf<'poll-closed'>): Poll {
  if (poll.closedAt !== undefined) return poll;
  const votesFor = (id: string) => (Object.hasOwn(data.tally, id) ? data.tally[id]! : 0);
  return { ...poll, choices: poll.choices.map(choice => ({ ...choice, votes: votesFor(choice.id) })), closedAt: at, votes: emptyMap };
}

function openDraw(state: ShowState, { data, at }: ShowEventOf<'draw-opened'>): ShowState {
  if (state.draws.length >= showLimits.draws || state.draws.some(({ drawId }) => drawId === data.drawId)) return state;
  const terms = pick(data, 'drawId', 'prize', 'commitment', 'endsAt');
  return { ...state, draws: [...state.draws, { ...terms, winnerCount: data.winners, openedAt: at, entries: emptyMap }] };
}

function onDraw(state: ShowState, id: string, change: (draw: Draw) => Draw): ShowState {
  return { ...state, draws: replaceWhere(state.draws, ({ drawId }) => drawId === id, change) };
}

function enterDraw(draw: Draw, { data, at }: ShowEventOf<'draw-entered'>): Draw {
  const counts =
    draw.entriesClosedAt === undefined &&
    isOpen(draw.endsAt, at) &&
    draw.entries.size < showLimits.drawEntries &&
    mapGet(draw.entries, data.viewerId) === undefined;
  return counts ? { ...draw, entries: mapSet(draw.entries, data.viewerId, data.ticket) } : draw;
}
