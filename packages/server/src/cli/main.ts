#!/usr/bin/env node
import { runCli } from './cli.js';

const stopped = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

process.exitCode = await runCli({
  args: process.argv.slice(2),
  env: process.env,
  print: line => void process.stdout.write(`${line}\n`),
  printError: line => void process.stderr.write(`${line}\n`),
  stopped,
});
