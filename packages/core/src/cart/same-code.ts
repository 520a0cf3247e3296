/** Whether two discount codes are one: shops differ over the case of codes, and none sells two that differ in case alone. */
export function sameCode(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
