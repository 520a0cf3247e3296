import type { Author, ShowEventData } from './events.js';

/**
 * Wishes, in the imperative, by type. Where a wish and the fact it becomes say the same, they share the shape. The room fills in
 * who is asking; a command never says it.
 */
export interface ShowCommandData {
  'schedule-show': ShowEventData['show-scheduled'];
  'start-show': Record<never, never>;
  'pause-show': ShowEventData['show-paused'];
  'resume-show': Record<never, never>;
  'end-show': Record<never, never>;
  'replace-stream': ShowEventData['stream-replaced'];

  'list-product': ShowEventData['product-listed'];
  'correct-product': ShowEventData['product-corrected'];
  'withdraw-product': ShowEventData['product-withdrawn'];
  /** `instead`: the cards that go down in the same moment. With its own id among them, a card that is up comes to the front. */
  'feature-product': ShowEventData['product-featured'] & { readonly instead?: readonly string[] };
  'unfeature-product': ShowEventData['product-unfeatured'];

  /** Opens at once, or at `startsAt` (server ms), for `seconds`. */
  'open-offer': Omit<ShowEventData['offer-opened'], 'startsAt' | 'endsAt'> & { readonly startsAt?: number; readonly seconds: number };
  'sell-out-offer': ShowEventData['offer-sold-out'];
  'close-offer': ShowEventData['offer-closed'];
  'report-stock': ShowEventData['stock-reported'];
  'issue-coupon': ShowEventData['coupon-issued'];
  'exhaust-coupon': ShowEventData['coupon-exhausted'];

  'post-message': { readonly messageId: string; readonly text: string; readonly replyTo?: string };
  'release-message': { readonly messageId: string };
  /** Anybody may remove the own message, staff any. */
  'remove-message': { readonly messageId: string };
  'pin-message': { readonly messageId: string };
  'unpin-message': { readonly messageId: string };
  'mute-viewer': ShowEventData['viewer-muted'];
  'unmute-viewer': ShowEventData['viewer-unmuted'];

  'ask-question': { readonly questionId: string; readonly text: string };
  'answer-question': ShowEventData['question-answered'];
  'dismiss-question': ShowEventData['question-dismissed'];

  'open-poll': ShowEventData['poll-opened'];
  vote: { readonly pollId: string; readonly choiceId: string };
  /** Ends the voting, if its time has not ended it already, and publishes the tally. */
  'close-poll': { readonly pollId: string };

  'open-draw': ShowEventData['draw-opened'];
  'enter-draw': { readonly drawId: string };
  'close-draw-entries': { readonly drawId: string };
  /** Reveals the seed; winners follow from it and are computed, not given. */
  'draw-winners': { readonly drawId: string; readonly seed: string };

  announce: ShowEventData['announcement-made'];
  'count-viewers': ShowEventData['viewers-counted'];
  'count-reactions': ShowEventData['reactions-counted'];
  /** A viewer's like, heart and so on; `decide` makes no fact of it: the room sums them and says `count-reactions`. */
  react: { readonly reaction: string; /** Taps since the last command, 1 to 50. */ readonly times?: number };
  'record-order': ShowEventData['order-placed'];
}

/** A type of the closed list of commands. */
export type ShowCommandType = keyof ShowCommandData;

/** One command of the given type. */
export type ShowCommandOf<T extends ShowCommandType> = T extends ShowCommandType
  ? { readonly type: T; readonly data: ShowCommandData[T] }
  : never;

/** Any command. */
export type ShowCommand = ShowCommandOf<ShowCommandType>;

/** Who is asking, and when: handed to `decide` by the room. */
export interface CommandContext {
  readonly by: Author;
  /** Server ms. */
  readonly now: number;
  /** The room's moderation wants a person to look at this text first: a message is held, a question refused. */
  readonly hold?: { readonly reason: string };
  /** Secret of the room that hides whose a draw's ticket is; see `ticketFor`. The same for the whole show. */
  readonly ticketSalt?: string;
}
