/**
 * Lets browser tests reach the servers that transports and the player are tested against: `/__live-test-server` (a small one), `/__room-test-server`
 * (the room server itself) and `/__live-origin` (video) answer the first line each prints, which holds its address. Each is started when first asked for.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './run.mjs';

const scripts = {
  '/__live-test-server': 'packages/live/test/live-test-server.mjs',
  '/__room-test-server': 'packages/server/test/room-test-server.mjs',
  '/__live-origin': 'examples/live-origin/server.mjs',
};

/** A plugin of @web/test-runner. */
export function liveTestServers() {
  const children = [];
  const addresses = new Map();
  const start = async script => {
    const child = spawn(process.execPath, ['--import=tsx', '--conditions=@shopcast/source', `${root}/${script}`], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    const [line] = await once(child.stdout, 'data');
    return String(line).trim();
  };
  return {
    name: 'live-test-servers',
    async serve({ path }) {
      const script = scripts[path];
      if (!script) return undefined;
      if (!addresses.has(path)) addresses.set(path, start(script));
      return { body: await addresses.get(path), type: 'text' };
    },
    serverStop: () => children.forEach(child => child.kill()),
  };
}
