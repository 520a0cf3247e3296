import type { Policy, Reviews, ShowSession } from '@shopcast/session';

/** What a shop tells about a product beside the product itself. */
export interface Details {
  readonly reviews: Reviews['items'];
  readonly total: number;
  readonly policies: readonly Policy[];
}

/** Reads both; what the shop does not tell, or does not answer for, is simply not there. */
export async function readDetails(session: ShowSession, productId: string): Promise<Details> {
  const [reviews, policies] = await Promise.all([
    session.reviews(productId).catch(() => undefined),
    session.policies().catch(() => undefined),
  ]);
  return { reviews: reviews?.items ?? [], total: reviews?.total ?? 0, policies: policies ?? [] };
}
