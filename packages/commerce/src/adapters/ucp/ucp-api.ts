import { CommerceError } from '../../commerce-error.js';
import { kindOf, requestJson, type Fetch, type JsonRequest } from '../../internal/request.js';
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
  /** Asks the shop. `once`: what must not happen twice, sent with a key that says so. */
  readonly ask: (
    path: string,
    signal: AbortSignal,
    request?: Pick<JsonRequest, 'method' | 'body'> & { readonly once?: boolean },
  ) => Promise<UcpAnswer>;
}

/** What the shop says of the page's own profile, or of versions: nothing a shopper can change. */
const ofProfile = /^(version_|profile_|invalid_profile|capabilit)/;

/** Opens the REST binding. `end` ends the reading of the profile, which calls share. */
export function ucpApi(options: UcpApiOptions, end: AbortSignal): UcpApi {
  const { url, language, timeoutMs, fetch } = options;
  let found: Promise<UcpProfile> | undefined;
  /** The last request that must not happen twice, until another one got through. */
  let last: { readonly text: string; readonly key: string } | undefined;

  // Without the headers of a request: a well-known file needs no permission of the shop for another origin's page beyond reading it.
  const readProfile = () => discover(url, async address => (await requestJson(address, { signal: end, timeoutMs, fetch })).body);
  const profile = () =>
    (found ??= readProfile().catch((error: unknown) => {
      found = undefined;
      throw error;
    }));

  return {
    profile,
    async ask(path, signal, { method = 'POST', body, once } = {}) {
      const { endpoint } = await profile();
      signal.throwIfAborted();
      const text = once ? `${method} ${path} ${JSON.stringify(body)}` : '';
      // Who repeats word for word what failed means the same wish: the shop tells by the key, and does it once.
      if (text) last = last?.text === text ? last : { text, key: crypto.randomUUID() };
      const { status, body: answer } = await requestJson(`${endpoint}/${path}`, {
        method,
        body,
        headers: {
          'ucp-agent': `profile="${options.profile}"`,
          'request-id': crypto.randomUUID(),
          ...(text && last ? { 'idempotency-key': last.key } : {}),
          ...(language ? { 'accept-language': language } : {}),
        },
        signal,
        timeoutMs,
        fetch,
        refusals: [400, 404, 410, 422, 424],
      });
      last = undefined;
      return readAnswer(url, status, answer);
    },
  };
}

function readAnswer(shop: string, status: number, body: unknown): UcpAnswer {
  const answer = body as UcpAnswer & { ucp?: { version?: unknown; status?: unknown } } & WireMessage;
  const problem = [answer, ...(answer.messages ?? [])].find(({ code }) => ofProfile.test(code ?? ''));
  if (problem) throw new CommerceError('config', `${shop} answered ${problem.code}: ${problem.content}`, { status });
  if (status >= 400 && !answer.messages) {
    throw new CommerceError(kindOf(status), `${shop} answered ${status}: ${answer.code} ${answer.content}`, { status });
  }
  const version = answer.ucp?.version;
  if (version !== spokenVersion) {
    const message = `${shop} answered in UCP ${String(version)}; this adapter speaks ${spokenVersion}.`;
    throw new CommerceError(version ? 'config' : 'protocol', message, { status });
  }
  return { ...answer, refused: status >= 400 || answer.ucp?.status === 'error' };
}
