/** Lets browser tests reach the room server for tests: `/__live-test-server` answers its address. It is started when first asked for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './run.mjs';

/** A plugin of @web/test-runner. */
export function liveTestServer() {
  let child;
  let address;
  const start = async () => {
    const script = `${root}/packages/live/test/live-test-server.mjs`;
    child = spawn(process.execPath, ['--import=tsx', '--conditions=@shopcast/source', script], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    return String(line).trim();
  };
  return {
    name: 'live-test-server',
    async serve(context) {
      if (context.path !== '/__live-test-server') return undefined;
      address ??= start();
      return { body: await address, type: 'text' };
    },
    serverStop: () => child?.kill(),
  };
}
