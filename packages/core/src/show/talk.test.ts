import { expect } from 'chai';
import { evolve, showLimits, voteOf, type ShowEvent, type ShowFact, type ShowFactOf } from '../index.js';
import { anna, given, live, start } from './testing/facts.js';

const ben = { viewerId: 'ben', name: 'Ben', role: 'viewer' } as const;
const posted = (messageId: string, author = anna): ShowFact => ({ type: 'message-posted', data: { messageId, author, text: 'Hello' } });
const poll: ShowFact = {
  type: 'poll-opened',
  data: {
    pollId: 'p',
    question: 'Which?',
    choices: [
      { id: 'red', label: 'Red' },
      { id: '__proto__', label: 'Odd' },
    ],
    endsAt: start + 60_000,
  },
};

describe('chat and questions', () => {
  it('are posted, held, released, removed and pinned', () => {
    const wish = { type: 'post-message', data: { messageId: 'm', text: 'Hello' } } as const;
    given(...live)
      .when(wish, { by: anna })
      .then(posted('m'));
    given(...live, posted('m'))
      .when(wish, { by: ben })
      .thenRefused('show/already-exists', 'data.messageId');
    const held: ShowFact = { type: 'message-held', data: { messageId: 'm', author: anna, text: 'Hello', reason: 'link' } };
    given(...live)
      .when(wish, { by: anna, hold: { reason: 'link' } })
      .then(held);
    given(...live, held)
      .when({ type: 'release-message', data: { messageId: 'm' } })
      .then({ type: 'message-released', data: { messageId: 'm', author: anna, text: 'Hello' } });
    given(...live, held)
      .when({ type: 'pin-message', data: { messageId: 'm' } })
      .thenRefused('show/unknown-message');
    given(...live, posted('m'))
      .when({ type: 'release-message', data: { messageId: 'm' } })
      .thenRefused('show/unknown-message');
    given(...live, posted('m'))
      .when({ type: 'pin-message', data: { messageId: 'm' } })
      .then({ type: 'message-pinned', data: { messageId: 'm' } });
    const pinned = given(...live, posted('m'), { type: 'message-pinned', data: { messageId: 'm' } });
    pinned.when({ type: 'unpin-message', data: { messageId: 'm' } }).then({ type: 'message-unpinned', data: { messageId: 'm' } });
    const gone = pinned.when({ type: 'remove-message', data: { messageId: 'm' } }, { by: 'moderator' }).thenState();
    expect([gone.messages, gone.pinned]).to.deep.equal([[], []]);
  });
  it('are removed by their author and by staff alone', () => {
    const wish = { type: 'remove-message', data: { messageId: 'm' } } as const;
    given(...live, posted('m'))
      .when(wish, { by: anna })
      .then({ type: 'message-removed', data: { messageId: 'm' } });
    given(...live, posted('m'))
      .when(wish, { by: ben })
      .thenRefused('show/not-allowed', 'data.messageId');
    given(...live)
      .when(wish, { by: 'moderator' })
      .thenRefused('show/unknown-message');
  });
  it('remember the latest messages, and the pinned ones beyond', () => {
    const many = Array.from({ length: showLimits.messages + 5 }, (_, i) => posted(`m${i}`));
    const show = given(...live, many[0]!, { type: 'message-pinned', data: { messageId: 'm0' } }, ...many.slice(1));
    expect(show.state.messages.map(({ messageId }) => messageId)).to.deep.equal(many.slice(5).map((_, i) => `m${i + 5}`));
    expect(show.state.pinned[0]!.messageId).to.equal('m0');
    const wish = { type: 'remove-message', data: { messageId: 'm1' } } as const;
    expect(() => show.when(wish, { by: 'moderator' }).thenState()).not.to.throw();
    show.when(wish, { by: anna }).thenRefused('show/unknown-message');
  });
  it('forget mutes that are over before those that hold', () => {
    const mute = (viewerId: string, until?: number): ShowFact => ({
      type: 'viewer-muted',
      data: { viewerId, ...(until !== undefined && { until }) },
    });
    const many = Array.from({ length: showLimits.mutes - 1 }, (_, i) => mute(`v${i}`, start + 1));
    const { state } = given(...live, mute('anna'), ...many);
    const next = evolve(state, { id: 'x', seq: state.seq + 1, at: start + 1, ...(mute('ben') as ShowFactOf<'viewer-muted'>) });
    expect(next.mutes).to.deep.equal([{ viewerId: 'anna' }, { viewerId: 'ben' }]);
  });
  it('are closed to the muted, until the mute ends', () => {
    const muted = given(...live, { type: 'viewer-muted', data: { viewerId: 'anna', until: start + 1000 } });
    const wish = { type: 'ask-question', data: { questionId: 'q', text: 'How tall?' } } as const;
    muted.when(wish, { by: anna, after: 999 }).thenRefused('show/muted');
    muted.when({ type: 'post-message', data: { messageId: 'm', text: 'Hi' } }, { by: anna }).thenRefused('show/muted');
    muted
      .when(wish, { by: anna, after: 1000 })
      .then({ type: 'question-asked', data: { questionId: 'q', author: anna, text: 'How tall?' } });
    muted.when({ type: 'unmute-viewer', data: { viewerId: 'anna' } }).then({ type: 'viewer-unmuted', data: { viewerId: 'anna' } });
    muted.when({ type: 'unmute-viewer', data: { viewerId: 'ben' } }).then();
    muted.when({ type: 'mute-viewer', data: { viewerId: 'ben', until: start } }).thenRefused('show/bad-command', 'data.until');
    given(...live, { type: 'viewer-muted', data: { viewerId: 'anna' } })
      .when(wish, { by: anna, after: 9e9 })
      .thenRefused('show/muted');
  });
  it('answer or dismiss questions', () => {
    const asked: ShowFact = { type: 'question-asked', data: { questionId: 'q', author: anna, text: 'How tall?' } };
    given(...live)
      .when({ type: 'ask-question', data: { questionId: 'q', text: 'How tall?' } }, { by: anna, hold: { reason: 'x' } })
      .thenRefused('room/text-refused');
    given(...live, asked)
      .when({ type: 'ask-question', data: { questionId: 'q', text: 'Mine' } }, { by: ben })
      .thenRefused('show/already-exists');
    given(...live, asked)
      .when({ type: 'answer-question', data: { questionId: 'q', answer: '40 cm' } })
      .then({ type: 'question-answered', data: { questionId: 'q', answer: '40 cm' } });
    expect(given(...live, asked, { type: 'question-dismissed', data: { questionId: 'q' } }).state.questions).to.deep.equal([]);
    given(...live)
      .when({ type: 'dismiss-question', data: { questionId: 'q' } })
      .thenRefused('show/unknown-question');
    const many = Array.from({ length: showLimits.questions }, (_, i): ShowFact => ({
      type: 'question-asked',
      data: { questionId: `q${i}`, author: anna, text: 'Why?' },
    }));
    const { state } = given(
      ...live,
      ...many,
      { type: 'question-answered', data: { questionId: 'q7' } },
      { ...asked, data: { ...(asked.data as object), questionId: 'new' } as never },
    );
    expect(state.questions.map(({ questionId }) => questionId))
      .to.include.members(['q0', 'new'])
      .and.not.include('q7');
  });
  it('announce once', () => {
    const said: ShowFact = { type: 'announcement-made', data: { announcementId: 'a', text: 'Free delivery' } };
    given(...live)
      .when({ type: 'announce', data: said.data })
      .then(said);
    given(...live, said)
      .when({ type: 'announce', data: said.data })
      .thenRefused('show/already-exists');
    given(...live)
      .when({ type: 'announce', data: { ...(said.data as object), until: start } as never })
      .thenRefused('show/bad-command', 'data.until');
  });
});

describe('polls', () => {
  const vote = (choiceId: string) => ({ type: 'vote', data: { pollId: 'p', choiceId } }) as const;
  const cast = (viewerId: string, choiceId: string): ShowFact => ({ type: 'vote-cast', data: { pollId: 'p', viewerId, choiceId } });
  it('count the last vote of each viewer', () => {
    const voted = given(...live, poll, cast('anna', 'red'), cast('ben', '__proto__'), cast('anna', '__proto__'), cast('__proto__', 'red'));
    expect(voteOf(voted.state.polls[0]!, 'anna')).to.equal('__proto__');
    const state = voted.when({ type: 'close-poll', data: { pollId: 'p' } }).thenState();
    expect(state.polls[0]!.choices.map(({ id, votes }) => [id, votes])).to.deep.equal([
      ['red', 1],
      ['__proto__', 2],
    ]);
    expect(state.polls[0]!.votes.size).to.equal(0);
    voted.when(vote('__proto__'), { by: anna }).then();
    voted.when(vote('red'), { by: anna }).then(cast('anna', 'red'));
  });
  it('take nothing after their end, closed or not', () => {
    given(...live, poll)
      .when(vote('red'), { by: anna, after: 60_000 })
      .thenRefused('show/already-closed');
    given(...live, poll)
      .when(vote('green'), { by: anna })
      .thenRefused('show/bad-command', 'data.choiceId');
    given(...live)
      .when(vote('red'), { by: anna })
      .thenRefused('show/unknown-poll');
    const { state } = given(...live, poll);
    const late = { id: 'x', seq: 99, at: start + 60_000, ...cast('anna', 'red') } as ShowEvent;
    expect(evolve(state, late).polls[0]!.votes.size).to.equal(0);
    const closed = given(...live, poll, { type: 'poll-closed', data: { pollId: 'p', tally: { red: 3 } } });
    closed.when(vote('red'), { by: anna }).thenRefused('show/already-closed');
    closed.when({ type: 'close-poll', data: { pollId: 'p' } }).thenRefused('show/already-closed');
    closed.when({ type: 'open-poll', data: poll.data }).thenRefused('show/already-exists');
  });
});
