import { randomId } from '../../internal/random-id.js';
import { answeredError, requestJson, type Fetch, type JsonAnswer, type JsonRequest } from '../../internal/request.js';
import { discover, spokenVersion, type UcpProfile } from './profile.js';
import type { WireMessage } from './wire.js';

/** What every request needs. */
export interface UcpApiOptions {
  readonly url: string;
  readonly profile: string;
  readonly language?: string;
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

/** An answer of the shop: a resource, or `messages` that say why there is none. */
export type UcpAnswer = Readonly<Record<string, unknown>> & {
  readonly messages?: readonly WireMessage[];
  /** The shop could not do it, and there is no resource in the answer. */
  readonly refused: boolean;
};

/** The REST binding of one shop. */
export interface UcpApi {
  /** The shop's profile, read once. */
  readonly profile: () => Promise<UcpProfile>;
  /** Asks the shop. `key`: by it the shop tells a request that must not happen twice. */
  readonly ask: (
    path: string,
    signal: AbortSignal,
    request?: Pick<JsonRequest, 'method' | 'body'> & { readonly key?: string },
  ) => Promise<UcpAnswer>;
}

/** What the shop says of the page's own profile, or of versions: nothing a shopper can change. */
const ofProfile = /^(version_|profile_|invalid_profile|capabilit)/;

/** Opens the REST binding. `end` ends the reading of the profile, which calls share. */
export function ucpApi(options: UcpApiOptions, end: AbortSignal): UcpApi {
  const { url, language, timeoutMs, fetch } = options;
  let found: Promise<UcpProfile> | undefined;

  // Without the headers of a request: a well-known file needs no permission of the shop for another origin's page beyond reading it.
  const readProfile = () => discover(url, async address => (await requestJson(address, { signal: end, timeoutMs, fetch })).body);
  const profile = () =>
    (found ??= readProfile().catch((error: unknown) => {
      found = undefined;
      throw error;
    }));

  return {
    profile,
    async ask(path, signal, { method = 'POST', body, key } = {}) {
      const { endpoint } = await profile();
      signal.throwIfAborted();
      const answer = await requestJson(`${endpoint}/${path}`, {
        method,
        body,
        headers: {
          'ucp-agent': `profile="${options.profile}"`,
          'request-id': randomId(),
          ...(key ? { 'idempotency-key': key } : {}),
          ...(language ? { 'accept-language': language } : {}),
        },
        signal,
        timeoutMs,
        fetch,
        refusals: [400, 404, 410, 422, 424],
      });
      return readAnswer(url, answer);
    },
  };
}

function readAnswer(shop: string, { status, headers, body }: JsonAnswer): UcpAnswer {
  const answer = body as UcpAnswer & { ucp?: { version?: unknown; status?: unknown } } & WireMessage;
  const problem = [answer, ...(answer.messages ?? [])].find(({ code }) => ofProfile.test(code ?? ''));
  const failed = problem ?? (status >= 400 && !answer.messages ? answer : undefined);
  if (failed) throw answeredError(shop, { status, headers }, `${failed.code}: ${failed.content}`, problem && 'config');
  const version = answer.ucp?.version;
  if (version !== spokenVersion) {
    const words = `in UCP ${String(version)}; this adapter speaks ${spokenVersion}`;
    throw answeredError(shop, { status, headers }, words, version ? 'config' : 'protocol');
  }
  return { ...answer, refused: status >= 400 || answer.ucp?.status === 'error' };
}
