import { units } from '../messages/en.js';

/** What English says in a sheet beyond what one needs to choose: it comes with the code that shows it. */
export const fullWords = {
  previousPicture: 'Previous picture',
  nextPicture: 'Next picture',
  reviews: 'Reviews',
  moreReviews: 'More reviews',
  stars: (n: string): string => `${n} of 5 stars`,
  rating: (value: string, count: number): string => `${value} of 5, ${units(count, 'review', 'reviews')}`,
  policyReturns: 'Returns',
  policyDelivery: 'Delivery',
  policyPrivacy: 'Privacy',
  policyTerms: 'Terms',
};

/** What is said of pictures, reviews and policies. */
export type FullMessages = typeof fullWords;
