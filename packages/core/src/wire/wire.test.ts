import { expect } from 'chai';
import {
  formatPosition,
  httpUrl,
  parseCommandAnswer,
  parseErrorBody,
  parseHead,
  parsePosition,
  parseSnapshot,
  parseTimeAnswer,
  segmentOf,
} from '../index.js';

const head = {
  epoch: 'e1',
  seq: 9,
  at: 1,
  segmentSize: 4,
  tail: { epoch: 'e1', after: 8, upTo: 9, events: [], at: 1 },
  snapshot: { url: 'snapshot.json', seq: 8 },
};

describe('wire', () => {
  it('builds addresses', () => {
    expect(httpUrl('https://live.example/base/', 'segment', { showId: 'a b/c', epoch: 'e1', number: 3 })).to.equal(
      'https://live.example/base/shows/a%20b%2Fc/segments/e1/3.json',
    );
    expect(httpUrl('', 'time')).to.equal('/time');
  });

  it('writes and reads positions', () => {
    for (const position of [
      { epoch: 'k3v9', seq: 0 },
      { epoch: 'A_-', seq: 999_999_999 },
    ])
      expect(parsePosition(formatPosition(position))).to.deep.equal(position);
    for (const text of [
      null,
      undefined,
      '',
      'e',
      'e:',
      ':1',
      'e:-1',
      'e:1.5',
      'e e:1',
      'e:1:2',
      `${'e'.repeat(65)}:1`,
      `e:${'1'.repeat(16)}`,
    ])
      expect(parsePosition(text), String(text)).to.equal(undefined);
  });

  it('knows the segment of a place', () => {
    expect([1, 4, 5, 8, 9].map(seq => segmentOf(seq, 4))).to.deep.equal([1, 1, 2, 2, 3]);
  });

  it('reads what a server answers', () => {
    expect(parseHead({ ...head, later: 'ignored' })).to.deep.equal({ ...head, complete: false });
    expect(parseSnapshot({ epoch: 'e', seq: 0, at: 1, state: null })).to.deep.equal({ epoch: 'e', seq: 0, at: 1, state: null });
    expect(parseCommandAnswer({ outcome: 'accepted', seq: 1 })).to.deep.equal({ outcome: 'accepted', seq: 1 });
    const refused = { outcome: 'refused', code: 'room/limit-reached', message: 'Wait.', retryAfter: 900 };
    expect(parseCommandAnswer(refused)).to.deep.equal(refused);
    expect(parseTimeAnswer({ serverTime: 5 })).to.deep.equal({ serverTime: 5 });
    expect(parseErrorBody({ error: { code: 'a/b', message: 'c' } })?.error.code).to.equal('a/b');
    expect(parseErrorBody('<html>')).to.equal(undefined);
  });

  for (const [field, read] of [
    ['segmentSize', () => parseHead({ ...head, segmentSize: 0 })],
    ['snapshot.url', () => parseHead({ ...head, snapshot: { seq: 1 } })],
    ['epoch', () => parseSnapshot({ epoch: '../..', seq: 1, at: 1, state: {} })],
    ['seq', () => parseSnapshot({ epoch: 'e', seq: 1.5, at: 1, state: {} })],
    ['at', () => parseSnapshot({ epoch: 'e', seq: 1, at: NaN, state: {} })],
    ['outcome', () => parseCommandAnswer({ outcome: 'maybe' })],
    ['serverTime', () => parseTimeAnswer({})],
    [undefined, () => parseTimeAnswer(null)],
  ] as const) {
    it(`refuses a bad ${field ?? 'answer'} and names it`, () => {
      expect(read).to.throw().that.includes({ code: 'transport/bad-answer', field });
    });
  }
});
