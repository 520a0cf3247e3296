import type { Money, ShownIssue } from '@shopcast/session';
import type { Messages } from '../messages/en.js';
import { sayAnew } from '../messages/messages.js';
import { later } from './later.js';

/** What an issue is about, as far as the cart knows. */
export interface IssueSubject {
  /** The name of the product; absent when nobody remembers it. */
  readonly name: string | undefined;
  /** What one unit costs now. */
  readonly unit?: Money | undefined;
  /** An offer for it has ended, so that a new price is the old one again. */
  readonly offerOver?: boolean;
}

/** Whether an issue belongs to the field for codes rather than to a line. */
export const isAboutCode = ({ discountCode }: Pick<ShownIssue, 'discountCode'>): boolean => discountCode !== undefined;

const words = later(() => import('./issue-words.js'));

/** Whether they came when last asked for. */
let came: boolean | undefined;

/** Fetches what tells issues; elements draw themselves anew when that is here, or does not come. `true` once one of both is known. */
export function bringIssueWords(): boolean {
  if (!words.here)
    void words.bring().then(found => {
      const before = came;
      came = found !== undefined;
      if (came !== before) sayAnew();
    });
  return came !== undefined;
}

/**
 * What happened, and what that means, in words; with the shop's own words where ours would say nothing. Until the words are here, only that
 * something did not go as asked.
 */
export function issueWords(issue: ShownIssue, subject: IssueSubject, t: Messages, language: string): string {
  bringIssueWords();
  return words.here?.issueWords(issue, subject, t, language) ?? t.checkoutLookFirst;
}
