import { countFaults, realDelay, type FaultOptions } from '../faults/faults.js';

/** Runs a function of a page, whose request to its shop may go wrong. `name` is what the plan is asked with. */
export type MeetFault = <T>(name: string, run: () => Promise<T>) => Promise<T>;

/**
 * Faults as functions of a page hand them on: they throw something of their own, never come back, or answer what they cannot read
 * themselves.
 */
export function pageFaults(options: Pick<FaultOptions, 'plan' | 'slowMs' | 'delay'>): MeetFault {
  const { slowMs = 30_000, delay = realDelay } = options;
  const { next } = countFaults(options.plan);
  const meetFault: MeetFault = async (name, run) => {
    const fault = next(name);
    switch (fault) {
      case undefined:
        return run();
      case 'timeout-before':
        return new Promise(() => undefined);
      case 'timeout-after':
        await run();
        return new Promise(() => undefined);
      case 'rate-limited':
      case 'server-error':
      case 'reset-before':
        throw new TypeError(`${name}: ${fault}`);
      case 'html-502':
      case 'reset-after':
      case 'truncated':
        await run();
        throw new SyntaxError(`${name}: ${fault}`);
      case 'malformed':
        await run();
        return 7 as never;
      case 'duplicated-answer': {
        const answer = await run();
        return [answer, answer] as never;
      }
      case 'duplicated-request':
        await run();
        return run();
      case 'slow': {
        const answer = run();
        await delay(slowMs);
        return answer;
      }
    }
  };
  return meetFault;
}
