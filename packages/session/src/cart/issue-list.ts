import { atom, type ReadableAtom } from 'nanostores';
import type { ShownIssue } from './cart-types.js';

/** An issue before it has a place in the list. */
export type NewIssue = Omit<ShownIssue, 'id' | 'at' | 'dismiss'>;

/** The issues that the shopper has not dismissed, newest last, at most `most`. */
export function createIssueList(most: number, now: () => number) {
  const $issues = atom<readonly ShownIssue[]>([]);
  /** Signs of what the last reading of the cart complained of: a shop may say the same with every answer, the shopper hears it once. */
  let standing = new Set<string>();
  let count = 0;

  function push(issues: readonly NewIssue[]): void {
    if (issues.length === 0) return;
    const signs = new Set(issues.map(signOf));
    // Of two alike the newer stays, so that its number is the present one.
    const kept = $issues.get().filter(old => !signs.has(signOf(old)));
    const added = [...new Map(issues.map(issue => [signOf(issue), issue])).values()].map((issue): ShownIssue => {
      const id = `i${(count += 1)}`;
      return { ...issue, id, at: now(), dismiss: () => $issues.set($issues.get().filter(other => other.id !== id)) };
    });
    $issues.set([...kept, ...added].slice(-most));
  }

  return {
    $issues: $issues as ReadableAtom<readonly ShownIssue[]>,
    push,
    /** Issues that came with a mere reading: told when they were not told before. */
    pushStanding(issues: readonly NewIssue[]): void {
      const before = standing;
      standing = new Set(issues.map(signOf));
      push(issues.filter(issue => !before.has(signOf(issue))));
    },
  };
}

/** See {@link createIssueList}. */
export type IssueList = ReturnType<typeof createIssueList>;

function signOf({ code, variantId, discountCode, lineId, lineKey, available, message }: NewIssue): string {
  return JSON.stringify([code, variantId ?? lineId ?? lineKey, discountCode, available, message]);
}
