import type { TokenStore } from '@shopcast/commerce';

/** Does something by the back door of a shop in examples/. Without a body it asks what there is. */
export async function askBackDoor<Answer>(url: string, action: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/control/${action}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  const answer = (await response.json()) as Answer & { error?: string };
  if (!response.ok) throw new Error(`${action}: ${answer.error}`);
  return answer;
}

/** A token store in memory whose tokens can be looked at. */
export function mapTokens(): TokenStore & { readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  return { kept, get: key => kept.get(key) ?? null, set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)) };
}
