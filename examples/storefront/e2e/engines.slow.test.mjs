/** The main job in the other engines. */
import { startStack } from '../../../tools/lib/stack.mjs';
import { desktop, hosting, phone, story } from './story.mjs';

describe('a shopper with another browser', function () {
  this.timeout(300_000);
  let stack;
  before(async () => {
    stack = await startStack({ hosting });
  });
  after(() => stack?.stop());

  const running = () => stack;
  for (const screen of [phone, desktop]) story({ engine: 'firefox', screen, running });
  // WebKitGTK's window does not become as narrow as a phone.
  story({ engine: 'webkit', screen: desktop, running });
});
