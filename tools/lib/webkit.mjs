/** Starts what WebKit needs to be driven: a screen in memory and WebKitWebDriver. Both end with this process. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A port nobody listens on at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {{ driver: string, display: string }} programs paths of WebKitWebDriver and Xvfb
 * @returns {Promise<number>} the port of the driver on 127.0.0.1
 */
export async function startWebKitDriver({ driver, display }) {
  const runtime = mkdtempSync(join(tmpdir(), 'shopcast-webkit-'));
  const children = [];
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(runtime, { recursive: true, force: true });
  });
  const xvfb = spawn(display, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  children.push(xvfb);
  const screen = await new Promise((resolve, reject) => {
    xvfb.once('error', reject);
    xvfb.once('exit', code => reject(new Error(`Xvfb ended with ${code} before it showed a screen.`)));
    xvfb.stdio[3].setEncoding('utf8').once('data', number => resolve(number.trim()));
  });
  // Nobody waits for their end: they end with this process, and do not keep it.
  xvfb.stdio[3].unref();
  const port = await freePort();
  children.push(
    spawn(driver, [`--port=${port}`, '--replace-on-new-session'], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: `:${screen}`,
        GDK_BACKEND: 'x11',
        LIBGL_ALWAYS_SOFTWARE: '1',
        NO_AT_BRIDGE: '1',
        GSETTINGS_BACKEND: 'memory',
        GIO_USE_VFS: 'local',
        XDG_RUNTIME_DIR: runtime,
      },
    }),
  );
  for (const child of children) child.unref();
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/status`)).ok) return port;
    } catch {
      // not listening yet
    }
    await delay(50);
  }
  throw new Error('WebKitWebDriver did not answer within 30 s.');
}
