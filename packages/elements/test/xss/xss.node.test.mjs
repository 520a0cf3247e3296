/** Hostile texts through the real elements, in short: `npm run chaos -- xss` tries all of them. */
import { expect } from 'chai';
import { runXss } from './xss.mjs';

describe('hostile texts in every field', function () {
  this.timeout(300_000);

  it('are text: none runs, none is refused by the policy, all can be read', async () => {
    const found = await runXss({ every: 20, log: line => console.warn(line) });
    expect(found.refused, 'refused by the policy').to.deep.equal([]);
    expect(found.wrong, 'in the page').to.deep.equal([]);
    expect(found.unread, 'not to be read').to.deep.equal({});
    expect(found.executed, 'scripts that ran').to.equal(0);
    expect(found.fields, 'fields').to.be.above(60);
    expect(found.payloads, 'payloads').to.be.above(40);
    // The same texts as markup run: what is counted would be noticed.
    expect(found.controlExecuted, 'scripts that ran in the control').to.be.above(found.payloads / 4);
  });
});
