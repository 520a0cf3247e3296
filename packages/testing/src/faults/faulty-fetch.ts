import { countFaults, gatewayPage, malformedBody, realDelay, type FaultCounts, type FaultOptions } from './faults.js';

/** A `fetch` for addresses as text. */
type PlainFetch = (url: string, init: RequestInit) => Promise<Response>;

/** A fetch with faults, and what happened so far. */
export type FaultyFetch = PlainFetch & { readonly counts: FaultCounts };

/** Puts faults before a fetch in this process: for a shop that is a twin, where there is no socket a proxy could stand before. */
export function faultyFetch(ask: PlainFetch, options: FaultOptions): FaultyFetch {
  const { retryAfter = '1', slowMs = 30_000, delay = realDelay } = options;
  const { counts, next, forwarded } = countFaults(options.plan);
  const faulty = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const pass = () => {
      forwarded();
      return ask(url, init);
    };
    const fault = next(`${init.method ?? 'GET'} ${url}`);
    switch (fault) {
      case undefined:
        return pass();
      case 'timeout-before':
        return never(init.signal);
      case 'timeout-after':
        await pass();
        return never(init.signal);
      case 'rate-limited':
        return new Response('{"error":"too many requests"}', {
          status: 429,
          headers: { 'retry-after': retryAfter, 'content-type': 'application/json' },
        });
      case 'server-error':
        return new Response('{"error":"internal server error"}', { status: 500, headers: { 'content-type': 'application/json' } });
      case 'html-502':
        await pass();
        return new Response(gatewayPage, { status: 502, headers: { 'content-type': 'text/html' } });
      case 'malformed':
        await pass();
        return new Response(malformedBody, { headers: { 'content-type': 'application/json' } });
      case 'truncated':
        return broken(await pass());
      case 'duplicated-answer': {
        const { status, headers, text } = await whole(await pass());
        return new Response(text + text, { status, headers });
      }
      case 'duplicated-request':
        await pass();
        return pass();
      case 'slow': {
        const late = pass();
        await Promise.race([delay(slowMs), never(init.signal)]);
        return late;
      }
      case 'reset-before':
        throw new TypeError('fetch failed: connection reset');
      case 'reset-after':
        await pass();
        throw new TypeError('fetch failed: connection reset');
    }
  };
  return Object.assign(faulty, { counts });
}

async function whole(response: Response): Promise<{ status: number; headers: Headers; text: string }> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The first half of the body, then an error, as a connection that ends too early. */
async function broken(response: Response): Promise<Response> {
  const { status, headers, text } = await whole(response);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { status, headers });
}

/** Waits until the caller gives up, as fetch does. */
function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new DOMException('The operation was aborted.', 'AbortError'));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
