import { formatMoney, type ShownIssue } from '@shopcast/session';
import { issueMessages, type IssueMessages } from './issue-messages.js';
import type { Messages } from '../messages/en.js';
import type { IssueSubject } from './cart-words.js';

/** What happened, and what that means, in words; with the shop's own words where ours would say nothing. */
export function issueWords(
  issue: ShownIssue,
  { name = '', unit, offerOver = false }: IssueSubject,
  said: Messages,
  language: string,
): string {
  const t = { ...issueMessages, ...said };
  const of = name || t.aProduct;
  const { code, available, discountCode, message } = issue;
  if (discountCode !== undefined) return codeWords(issue, discountCode, t);
  switch (code) {
    case 'out-of-stock':
      return available ? t.issueHoldsAtMost(of, available) : t.issueOutOfStock(of);
    case 'quantity-limited':
      return available ? t.issueHoldsAtMost(of, available) : t.issueLessLeft(of);
    case 'quantity-rule':
      return t.issueQuantityRule(of);
    case 'variant-gone':
      return t.issueGone(of);
    case 'line-gone':
    case 'line-removed':
      return t.issueRemoved(of);
    case 'price-changed':
      if (!unit) return t.issuePriceChanged(of);
      return offerOver ? t.issuePriceBack(formatMoney(unit, language)) : t.issuePriceNow(formatMoney(unit, language));
    case 'cart-locked':
      return t.issueLocked;
    case 'cart-lost':
      return t.issueLost;
    case 'cart-full':
      return t.issueFull;
    case 'selection-incomplete':
      return t.issueChoose(of);
    case 'not-sent':
      return t.issueNotSent(of);
    case 'unsure':
      return t.issueUnsure(of);
    case 'corrected':
      return t.issueCorrected(of);
    default:
      return message ? t.shopSays(message) : t.issueOther(of);
  }
}

function codeWords({ code, message }: ShownIssue, discountCode: string, t: IssueMessages): string {
  switch (code) {
    case 'code-invalid':
      return t.codeInvalid(discountCode);
    case 'code-expired':
      return t.codeExpired(discountCode);
    case 'code-dropped':
      return t.codeDropped(discountCode);
    case 'not-sent':
    case 'unsure':
      return t.codeNotSent(discountCode);
    default:
      return message ? t.shopSays(message) : t.codeNotApplicable(discountCode);
  }
}
