import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Another process that has the folder open with 50 places, each a commit of its own; it adds one when it is told anything. */
export async function otherProcess(folder: string): Promise<ChildProcess> {
  const child = fork(new URL('./store-process.ts', import.meta.url), [folder], {
    execArgv: ['--import=tsx', '--conditions=@shopcast/source', '--no-warnings'],
  });
  const [said] = (await once(child, 'message')) as [unknown];
  if (said !== 'open') throw new Error(`The other process said ${String(said)}.`);
  return child;
}
