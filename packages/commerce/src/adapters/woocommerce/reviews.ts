import type { Reviews } from '../../commerce-adapter.js';
import { plainText } from '../../internal/text.js';
import type { StoreApi } from './store-api.js';
import type { WireReview } from './wire.js';

/** One page of the reviews of a product. Loaded when they are asked for. */
export async function findReviews(productId: string, page: number, api: StoreApi, signal: AbortSignal): Promise<Reviews> {
  const query = `product_id=${encodeURIComponent(productId)}&page=${page}&per_page=10`;
  const answer = await api.read(`/products/reviews?${query}`, signal);
  return readReviews(answer?.body as readonly WireReview[], answer?.headers.get('x-wp-total') ?? null);
}

function readReviews(reviews: readonly WireReview[], total: string | null): Reviews {
  return {
    items: reviews.map(({ reviewer, review, rating, date_created_gmt: gmt, date_created }) => ({
      author: plainText(reviewer),
      rating,
      text: plainText(review),
      date: gmt ? gmt.replace(/Z?$/, 'Z') : date_created,
    })),
    total: Number(total ?? reviews.length),
  };
}
