/**
 * How a language with a singular and a plural puts a number before a noun. Languages with more forms, or without any, count in their own file.
 * @param plural what the language takes for one: French counts 0 as one, English does not
 */
export const unitsIn =
  (plural: Intl.PluralRules) =>
  (n: number, one: string, other: string): string =>
    `${n} ${plural.select(n) === 'one' ? one : other}`;
