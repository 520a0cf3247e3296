/**
 * Bounds on everything a show takes in. Strings are counted in UTF-16 units. The schemas refuse what is longer, `decide` refuses
 * what would be one too many, and `evolve` forgets the oldest where forgetting is said.
 */
export const showLimits = {
  /** Ids of anything: products, offers, messages, viewers. */
  id: 200,
  /** Titles, names, labels, prizes, reasons. */
  title: 300,
  /** Descriptions, notes, announcements, answers. */
  text: 5000,
  /** A chat message or a question. */
  message: 1000,
  url: 2048,
  /** A picture given as a `data:` URL. */
  dataUrl: 200_000,
  /** Discount codes. */
  code: 200,
  /** Seed of a draw; at least `seedMin`, so that a commitment cannot be tried out. */
  seed: 200,
  seedMin: 16,
  /** Units, viewers, votes, reactions: whole numbers up to this. */
  count: 1_000_000_000,
  /** The latest moment, in ms since 1970: the end of the year 9999. */
  time: 253_402_300_799_999,
  streams: 10,
  transports: 10,
  /** Products featured at once. */
  featured: 3,
  /** Products listed in one show, withdrawn ones included. */
  products: 1000,
  /** Variants named by one offer. */
  offerVariants: 2048,
  offers: 1000,
  /** Longest run of an offer, in seconds: seven days. */
  offerSeconds: 604_800,
  /** How far ahead an offer may be announced, in seconds: thirty days. */
  offerAhead: 2_592_000,
  /** Stock reports remembered per product; the oldest is forgotten. */
  stockPerProduct: 2048,
  coupons: 200,
  /** Chat messages remembered; the oldest is forgotten. Pinned and held ones are kept apart. */
  messages: 200,
  /** Pinned messages; the oldest is unpinned. */
  pinned: 3,
  /** Held messages waiting; the oldest is forgotten. */
  held: 500,
  /** Mutes remembered; ended ones are forgotten first, then the oldest. */
  mutes: 5000,
  /** Questions remembered; settled ones are forgotten first, then the oldest. */
  questions: 200,
  polls: 200,
  pollChoices: 20,
  /** Viewers whose vote in one poll counts. */
  pollVotes: 200_000,
  draws: 20,
  /** Entries of one draw: the whole list is published to everyone. */
  drawEntries: 20_000,
  drawWinners: 1000,
  /** Announcements remembered; the oldest is forgotten. */
  announcements: 20,
  /** Kinds of reactions in one show. */
  reactionKinds: 32,
  /** Taps in one `react`. */
  reactionTimes: 50,
  /** Lines of one order. */
  orderLines: 500,
  /** Options of a shop in a manifest, and languages. */
  shopOptions: 50,
  languages: 50,
  /** JSON characters of an event whose type is not known. */
  unknownData: 16_384,
  /** Events in one frame. */
  frameEvents: 10_000,
} as const;
