/** The main job in the other engines. */
import { startStack } from '../../../tools/lib/stack.mjs';
import { desktop, hosting, story } from './story.mjs';

describe('a shopper with another browser', function () {
  this.timeout(300_000);
  let stack;
  before(async () => {
    stack = await startStack({ hosting });
  });
  after(() => stack?.stop());

  for (const engine of ['firefox', 'webkit']) story({ engine, screen: desktop, running: () => stack });
});
