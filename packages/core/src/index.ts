export { ShopcastError, errorCodes, reasonOf, type ShopcastErrorCode, type ShopcastErrorOptions } from './errors/errors.js';
export { compareCarts, type CartDifference, type CartLike, type CartLineLike, type WantedChange } from './cart/compare-carts.js';
export { sameCode } from './cart/same-code.js';
export { currencyDecimals, isCurrency } from './money/currency.js';
export { formatMoney, type FormatMoneyOptions } from './money/format-money.js';
export {
  compareMoney,
  isMoney,
  moneyFromMinor,
  moneyFromNumber,
  moneyToDecimal,
  multiplyMoney,
  parseMoney,
  reductionPercent,
  sameMoney,
  type Money,
  type ReadMoneyOptions,
} from './money/money.js';
export {
  createOptionMatrix,
  type OptionAnswer,
  type OptionMatrix,
  type OptionMatrixOptions,
  type Selection,
  type ValueAnswer,
} from './options/option-matrix.js';
export type { NearestVariant } from './options/nearest-variant.js';
export type { MatrixProduct } from './options/product-grid.js';
export type { WhyNot } from './options/why-not.js';
export {
  priceAt,
  timeLeft,
  type PriceFacts,
  type PriceQuestion,
  type PriceRules,
  type Reduction,
  type ShownPrice,
  type UnitPrice,
} from './prices/price-at.js';
export type * from './show/events.js';
export type * from './show/commands.js';
export type * from './show/log-frame.js';
export * from './wire/http.js';
export {
  decodeInStream,
  encodeInStream,
  formatDateRange,
  formatId3Value,
  inStreamClass,
  parseDateRange,
  parseId3Value,
  type InStreamPart,
} from './wire/in-stream.js';
export { uuid } from './wire/uuid.js';
export { parseCommandAnswer, parseErrorBody, parseHead, parseSnapshot, parseTimeAnswer } from './wire/parse.js';
export type { PersistentMap } from './internal/persistent-map.js';
export { showLimits } from './show/limits.js';
export type * from './show/state.js';
export { initialShow, isMuted, offerPhase, ticketOf, voteOf } from './show/state.js';
export { commandRules, eventRules, type Audience, type CommandRule, type EventRule, type Lane, type Presentation } from './show/rules.js';
export { isKnownEvent, isStaff, visibleTo, type Viewer } from './show/visibility.js';
export { evolve } from './show/evolve.js';
export { decide } from './show/decide.js';
export { commitTo, drawWinners, ticketFor, verifyDraw, type DrawnDraw, type DrawVerdict } from './show/draws.js';
export { overlappingOffer } from './show/offers.js';
export type * from './show/manifest.js';
export { parseCommand, parseEvent, parseFrame, parseManifest, parseState } from './show/parse.js';
export { createTimeline, type Presented, type Timeline, type TimelineOptions } from './timeline/timeline.js';
export { chaptersOf, type Chapter } from './timeline/chapters.js';
export { structuredData, type StructuredDataOptions, type StructuredProduct } from './timeline/structured-data.js';
export { isConcerned, viewOf } from './show/view.js';
export { createRoom, type Room, type RoomOptions } from './room/room.js';
export type { CommandSender, Moderate, Verdict } from './room/admission.js';
export type { AudienceName } from './room/audience.js';
export type { DeliveryListener, RoomPeer } from './room/fan-out.js';
export { createFrameWindow, mergeFrames, type Delivery, type FrameWindow } from './room/frame-window.js';
export { defaultRoomLimits, resolveRoomLimits, type LimitKind, type Rate, type RoomLimitOptions, type RoomLimits } from './room/limits.js';
export { createMemoryLog, type MemoryLog } from './room/memory-log.js';
export { roomStateFormat } from './room/open-log.js';
export type { LogRecord, RoomLog, RoomSnapshot } from './room/room-log.js';
