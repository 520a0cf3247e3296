type Listener = (event: string, data: never) => void;

/**
 * What a stream carries beside the picture, told by one object however many streams the player goes through: hls.js's
 * `hlsLevelUpdated` and `hlsFragParsingMetadata`. Whoever comes later hears the last playlist first.
 */
export class StreamEvents {
  readonly #listeners = new Map<string, Set<Listener>>();
  #level: unknown;

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
    if (event === 'hlsLevelUpdated' && this.#level !== undefined) listener(event, this.#level as never);
  }

  off(event: string, listener: Listener): void {
    this.#listeners.get(event)?.delete(listener);
  }

  /** Whether somebody listens. */
  has(event: string): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }

  /** Tells everybody who listens. */
  tell(event: string, data: unknown): void {
    if (event === 'hlsLevelUpdated') this.#level = data;
    for (const listener of this.#listeners.get(event) ?? []) listener(event, data as never);
  }
}
