const plural = new Intl.PluralRules('en');
const units = (n: number, one: string, other: string): string => `${n} ${plural.select(n) === 'one' ? one : other}`;

/** English, built in, and the shape of every other language. Keys name the meaning; numbers come in as arguments. */
export const en = {
  close: 'Close',
  live: 'Live',
  secondsLeft: (n: number): string => units(n, 'second left', 'seconds left'),
};

/** What a language file must offer. */
export type Messages = typeof en;
