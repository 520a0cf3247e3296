import { CommerceError } from '../../commerce-error.js';
import { requestJson } from '../../internal/request.js';
import type { ThemePage } from './theme-page.js';

/** What the page answered: JSON, or only a status where it refused. */
export interface PageAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks the page's own origin, below the root of its language. */
export function askPage(page: ThemePage, timeoutMs: number) {
  /** `/`, or `/fr/` where the shop has languages. Never another origin. */
  const root = () => /^\/([\w-]+\/)*$/.exec(page.Shopify?.routes?.root ?? '')?.[0] ?? '/';
  const ask = (path: string, signal: AbortSignal, body?: unknown) =>
    requestJson(root() + path, {
      signal,
      timeoutMs,
      credentials: 'same-origin',
      fetch: (url, init) => page.fetch(url, init),
      refusals: [400, 404, 422],
      ...(body === undefined ? {} : { body }),
    });
  return {
    root,
    /** Reads; undefined where there is no such thing. */
    async read<T>(path: string, signal: AbortSignal): Promise<T | undefined> {
      try {
        const { status, body } = await ask(path, signal);
        return status < 300 ? (body as T) : undefined;
      } catch (error) {
        // What is not there is often answered with a page.
        if (error instanceof CommerceError && error.status === 404) return undefined;
        throw error;
      }
    },
    /** Changes something. A refusal is an answer. */
    change: (path: string, body: unknown, signal: AbortSignal): Promise<PageAnswer> => ask(path, signal, body),
  };
}

/** See {@link askPage}. */
export type AskPage = ReturnType<typeof askPage>;
