import * as v from 'valibot';
import type { ShowCommandData, ShowCommandType } from '../commands.js';
import { showLimits as most } from '../limits.js';
import { eventData, nothing, offerTerms, seed, type SchemaOf } from './event-schemas.js';
import { id, line, list, maybe, text, time, whole } from './values.js';

const messageRef = v.object({ messageId: id });
const pollRef = v.object({ pollId: id });
const drawRef = v.object({ drawId: id });

/** The data of every command. Where wish and fact say the same, they share the schema. */
export const commandData: { readonly [T in ShowCommandType]: SchemaOf<ShowCommandData[T]> } = {
  'schedule-show': eventData['show-scheduled'],
  'start-show': nothing,
  'pause-show': eventData['show-paused'],
  'resume-show': nothing,
  'end-show': nothing,
  'replace-stream': eventData['stream-replaced'],
  'list-product': eventData['product-listed'],
  'correct-product': eventData['product-corrected'],
  'withdraw-product': eventData['product-withdrawn'],
  'feature-product': v.object({ productId: id, variantId: maybe(id), instead: maybe(list(id, most.featured)) }),
  'unfeature-product': eventData['product-unfeatured'],
  'open-offer': v.object({ ...offerTerms, startsAt: maybe(time), seconds: whole(1, most.offerSeconds) }),
  'sell-out-offer': eventData['offer-sold-out'],
  'close-offer': eventData['offer-closed'],
  'report-stock': eventData['stock-reported'],
  'issue-coupon': eventData['coupon-issued'],
  'exhaust-coupon': eventData['coupon-exhausted'],
  'post-message': v.object({ messageId: id, text: text(most.message), replyTo: maybe(id) }),
  'release-message': messageRef,
  'remove-message': messageRef,
  'pin-message': messageRef,
  'unpin-message': messageRef,
  'mute-viewer': eventData['viewer-muted'],
  'unmute-viewer': eventData['viewer-unmuted'],
  'ask-question': v.object({ questionId: id, text: text(most.message) }),
  'answer-question': eventData['question-answered'],
  'dismiss-question': eventData['question-dismissed'],
  'open-poll': eventData['poll-opened'],
  vote: v.object({ pollId: id, choiceId: id }),
  'close-poll': pollRef,
  'open-draw': eventData['draw-opened'],
  'enter-draw': drawRef,
  'close-draw-entries': drawRef,
  'draw-winners': v.object({ drawId: id, seed }),
  announce: eventData['announcement-made'],
  'count-viewers': eventData['viewers-counted'],
  'count-reactions': eventData['reactions-counted'],
  react: v.object({ reaction: line(most.id), times: maybe(whole(1, most.reactionTimes)) }),
  'record-order': eventData['order-placed'],
};
