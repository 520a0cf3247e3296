import type { TokenStore } from '../commerce-adapter.js';

/** A token store that forgets with its adapter: what an adapter uses when it is handed none. */
export function memoryTokens(): TokenStore {
  const kept = new Map<string, string>();
  return {
    get: key => kept.get(key) ?? null,
    set: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
  };
}
