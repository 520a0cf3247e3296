import { expect } from '@open-wc/testing';
import { clockTime } from './clock-time.js';

describe('a length of time', () => {
  for (const [seconds, words] of [
    [0, '0:00'],
    [59.9, '0:59'],
    [75, '1:15'],
    [3599, '59:59'],
    [3723, '1:02:03'],
    [36_000 * 1000, '10000:00:00'],
    [-5, '0:00'],
  ] as const)
    it(`of ${seconds} s reads ${words}`, () => expect(clockTime(seconds, 'en')).to.equal(words));

  it('is written in the figures of the language', () => expect(clockTime(75, 'ar-EG')).to.equal('١:١٥'));
});
