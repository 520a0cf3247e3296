/** Code that is fetched when it is first wanted, once for the whole page. */
export interface Later<Code> {
  /** The code, once it is here: what must not wait goes on with it at once. */
  readonly here: Code | undefined;
  /** Fetches it, unless it is here or on its way. `undefined` when it does not come: it is asked for again the next time. Never rejects. */
  bring(): Promise<Code | undefined>;
}

/** @param load - Where the code is: `() => import('./words.js')`. */
export function later<Code>(load: () => Promise<Code>): Later<Code> {
  let coming: Promise<Code | undefined> | undefined;
  const code: { here: Code | undefined; bring: Later<Code>['bring'] } = {
    here: undefined,
    bring: () =>
      (coming ??= load().then(
        found => (code.here = found),
        () => (coming = undefined),
      )),
  };
  return code;
}
