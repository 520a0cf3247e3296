/** What the figures of this bench are taken with: the CPU time and the memory of processes, and messages at a pace. */
import { readdirSync, readFileSync } from 'node:fs';

/** Ms that a process was on a CPU, all its threads together. */
export function cpuOf(pids) {
  let ns = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`))
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return ns / 1e6;
}

/** KB of memory that processes hold. */
export const residentOf = pids =>
  pids.reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]), 0);

export const settle = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Throws where a server lets a subscriber in with anything but a stream or a socket. */
export function checkWelcome(bytes) {
  const status = bytes.latin1Slice(0, 12);
  if (status !== 'HTTP/1.1 200' && status !== 'HTTP/1.1 101') throw new Error(`A subscriber was not let in: ${bytes.latin1Slice(0, 300)}`);
}

let published = 0;
/** About 230 bytes, as a chat message is on the wire. */
function message() {
  const n = ++published;
  const text = `|~${n} is a number `.padEnd(30, '.');
  const json = JSON.stringify({
    id: '1f0e9d3c-6f0a-4b1c-9a55-2f1b8d0a7c11',
    seq: n,
    at: Date.now(),
    type: 'message-posted',
    data: { messageId: `m${n}`, author: { viewerId: `viewer-${n % 50}`, name: `viewer-${n % 50}`, role: 'viewer' }, text },
  });
  return [{ text, json }, n];
}

/** Publishes so many messages at a pace, evenly; returns their numbers. */
export async function publish({ publish }, count, perSecond) {
  const numbers = [];
  const started = performance.now();
  while (numbers.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - started) * perSecond) / 1000) + 1);
    while (numbers.length < due) {
      const [payload, number] = message();
      publish(payload, number);
      numbers.push(number);
    }
    await settle(1);
  }
  return numbers;
}
