/** The room server as a process of its own, made from the sources as they are, so that it can be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const main = join(root, 'packages/server/src/cli/main.ts');

/**
 * Bundles the server into one file and gives its path; `remove` deletes it. With `control` its log answers before it has written, a little
 * later: what a server must not do, and what the kill test must find out.
 */
export async function bundleServer({ control = false } = {}) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/server-'));
  const outfile = join(folder, 'dist/server.mjs');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version: '0.0.0' })); // it tells its version
  const plugins = [
    {
      name: 'ours-inside',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@shopcast/') ? undefined : { path, external: true },
        );
        onLoad({ filter: /group-commit\.ts$/ }, ({ path }) => {
          const source = readFileSync(path, 'utf8');
          const early = source.replace(/ flushSoon\(\);/, ' setTimeout(flush, 25);\n      resolve();');
          if (early === source) throw new Error('The control does not know the source of the group commit any more.');
          return { contents: control ? early : source, loader: 'ts' };
        });
      },
    },
  ];
  await build({ entryPoints: [main], outfile, bundle: true, platform: 'node', format: 'esm', conditions: ['@shopcast/source'], plugins });
  return { file: outfile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Starts it and resolves once it listens.
 * @param {string} file from {@link bundleServer}
 * @param {readonly string[]} args
 */
export async function startProcess(file, args, { cpu } = {}) {
  const command = [process.execPath, '--no-warnings', file, '--port', '0', '--log-level', 'error', ...args];
  const [program, ...rest] = cpu === undefined ? command : ['taskset', '-c', String(cpu), ...command];
  const started = performance.now();
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', text => (said += text));
  const exited = once(child, 'exit');
  const url = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', text => {
      out += text;
      const found = /^Shopcast room server: (\S+)$/m.exec(out)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', code => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
  return {
    url,
    pid: child.pid,
    /** Ms from the start of the process until it took connections. */
    startedIn: performance.now() - started,
    /** Everything it complained of. */
    complaints: () => said,
    async end(signal) {
      child.kill(signal);
      await exited;
    },
  };
}
