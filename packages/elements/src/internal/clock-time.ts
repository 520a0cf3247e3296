/**
 * A length of time as a clock shows it: `1:42`, `2:03:04`, in the figures of the language.
 * @param seconds - Any number; parts of a second are left out, and less than none reads `0:00`.
 */
export function clockTime(seconds: number, language: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const figures = [...(hours > 0 ? [hours] : []), Math.floor(whole / 60) % 60, whole % 60];
  return figures
    .map((figure, at) => figure.toLocaleString(language, { minimumIntegerDigits: at > 0 ? 2 : 1, useGrouping: false }))
    .join(':');
}
