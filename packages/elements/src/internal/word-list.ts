/** Making a formatter costs some hundred times what using it does. */
const formatters = new Map<string, Intl.ListFormat>();

/** Words as a list in a language: "Blue, Black, and Oat". */
export function wordList(words: readonly string[], language: string): string {
  if (words.length < 2) return words[0] ?? '';
  let formatter = formatters.get(language);
  if (!formatter) formatters.set(language, (formatter = new Intl.ListFormat(language, { type: 'conjunction', style: 'long' })));
  return formatter.format(words);
}
