import { expect } from 'chai';
import type { CommandAnswer } from '../wire/http.js';
import { createAnswerMemory } from './answer-memory.js';
import { noon } from './testing/rig.js';

describe('room: the memory of answers', () => {
  const accepted = (seq: number): CommandAnswer => ({ outcome: 'accepted', seq });
  const age = 600_000;

  it('knows the last answers, and holds no more than twice as many however many there were', () => {
    const memory = createAnswerMemory(100, age);
    for (let n = 1; n <= 1234; n++) {
      memory.keep('ann', `c${n}`, accepted(n), noon + n);
      for (let known = Math.max(1, n - 99); known <= n; known++) {
        expect(memory.get('ann', `c${known}`, noon + n), `answer ${known} after ${n}`).to.deep.equal(accepted(known));
      }
      expect(memory.size).to.be.at.most(200);
    }
    expect(memory.get('ann', 'c1', noon + 1234)).to.equal(undefined);
  });

  it('gives no answer that is too old, and lets go of what is, one rush after the other', () => {
    const memory = createAnswerMemory(100, age);
    for (let n = 1; n <= 100; n++) memory.keep('ann', `early${n}`, accepted(n), noon);
    memory.keep('ann', 'late', accepted(101), noon + age);
    expect(memory.get('ann', 'early1', noon + age)).to.deep.equal(accepted(1));
    expect(memory.get('ann', 'early1', noon + age + 1)).to.equal(undefined);
    memory.sweep(noon + age);
    expect(memory.size).to.equal(101);
    memory.sweep(noon + age + 1);
    expect(memory.size, 'the later rush is still known').to.equal(1);
    memory.sweep(noon + 2 * age + 1);
    expect(memory.size).to.equal(0);
  });

  it('keeps people apart, and remembers nothing when it is told so', () => {
    const memory = createAnswerMemory(10, age);
    memory.keep('a', 'bc', accepted(1), noon);
    expect(memory.get('ab', 'c', noon)).to.equal(undefined);
    const none = createAnswerMemory(0, age);
    none.keep('ann', 'c1', accepted(1), noon);
    expect(none.size).to.equal(0);
  });
});
