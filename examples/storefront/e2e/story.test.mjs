/** The main job in Chromium, on a phone and on a desktop. */
import { startStack } from '../../../tools/lib/stack.mjs';
import { desktop, hosting, phone, story } from './story.mjs';

describe('a shopper in a store with a live show', function () {
  this.timeout(300_000);
  let stack;
  before(async () => {
    stack = await startStack({ hosting });
  });
  after(() => stack?.stop());

  for (const screen of [phone, desktop]) story({ engine: 'chrome', screen, running: () => stack });
});
