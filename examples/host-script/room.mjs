/** The room, as a host needs it: commands that take effect once however often they are sent, and its clock. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** An answer of the room that says no; `code` is one of docs/errors.md, or the status. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * @param {{ url: string, show: string, token: () => string }} options
 */
export function openRoom({ url, show, token }) {
  const base = `${url.replace(/\/$/, '')}/shows`;
  /** How far the room's clock is ahead of ours, and half of the way there and back; ms. */
  let clock = { ahead: 0, way: 0 };

  async function ask(path, { method = 'GET', body, type = 'application/json', patience = 5000 } = {}) {
    const ends = Date.now() + patience;
    for (let pause = 100; ; pause = Math.min(pause * 2, 1000)) {
      const answer = await fetch(path, {
        method,
        headers: { authorization: `Bearer ${token()}`, ...(body === undefined ? {} : { 'content-type': type }) },
        body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(5000),
      }).catch(error => ({ status: 599, text: async () => error.message }));
      const text = await answer.text();
      if (answer.status < 400) return text;
      const busy = answer.status === 429 || answer.status >= 500;
      if (busy && Date.now() + pause < ends) {
        await wait(pause);
        continue;
      }
      const { code = String(answer.status), message = text } = readError(text);
      throw new Refusal(code, message);
    }
  }

  return {
    /** What the room's clock will say when something that is sent now arrives there, ms. */
    now: () => Date.now() + clock.ahead + clock.way,

    /** Compares the clocks: of several looks the quickest one counts. */
    async compareClocks() {
      let best;
      for (let look = 0; look < 5; look++) {
        const began = performance.now();
        const { serverTime } = JSON.parse(await ask(`${url.replace(/\/$/, '')}/time`));
        const way = (performance.now() - began) / 2;
        if (!best || way < best.way) best = { ahead: serverTime + way - Date.now(), way };
      }
      clock = best;
      return clock;
    },

    /** Does what a command wishes, or throws the refusal. @param {string} type @param {object} data @param {number} [patience] ms */
    async command(type, data = {}, patience = 5000) {
      const body = { commandId: randomUUID(), command: { type, data } };
      const answer = JSON.parse(await ask(`${base}/${show}/commands`, { method: 'POST', body, patience }));
      if (answer.outcome !== 'accepted') throw new Refusal(answer.code, answer.message);
      return answer;
    },

    create: manifest => ask(base, { method: 'POST', body: manifest }),
    replaceManifest: manifest => ask(`${base}/${show}/manifest.json`, { method: 'PUT', body: manifest }),

    /** The state of the show as everybody sees it; undefined when there is no such show. */
    async state() {
      try {
        return JSON.parse(await ask(`${base}/${show}/snapshot.json`, { patience: 20_000 })).state;
      } catch (error) {
        if (error.code === 'server/unknown-show') return undefined;
        throw error;
      }
    },

    /** The log as viewers may read it, one event a line. */
    log: () => ask(`${base}/${show}/log.jsonl`),
  };
}

function readError(text) {
  try {
    return JSON.parse(text).error ?? {};
  } catch {
    return {};
  }
}
