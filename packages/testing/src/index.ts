export { commerceConformance, type CommerceConformanceOptions, type ConformancePlan } from './commerce-conformance/commerce-conformance.js';
export type { ConformanceNeed, ConformanceShop, PlacedOrder, ShopControl } from './commerce-conformance/conformance-shop.js';
export { memoryConformanceShop, type MemoryAdapterOf } from './commerce-conformance/memory-conformance.js';
export * from './commerce-conformance/standard-catalogue.js';
export { standardMemoryCodes, standardMemoryProducts } from './commerce-conformance/standard-memory.js';
export { bambuserPage, type BambuserPageOptions } from './host-page/bambuser-page.js';
export { hostPage, type HostPageOptions } from './host-page/host-page.js';
export { pageFaults, type MeetFault } from './host-page/page-faults.js';
export { createTestClock, type TestClock } from './test-clock/test-clock.js';
export type { ConnectAs, TestClient } from './test-room/test-client.js';
export { createTestRoom, type TestRoom, type TestRoomOptions } from './test-room/test-room.js';
export { createRandom, type RandomNumbers } from './random-show/random-numbers.js';
export { randomPeople, randomShow, type RandomShow, type RandomShowOptions, type TriedCommand } from './random-show/random-show.js';
export {
  showSpecification,
  someone,
  type GivenShow,
  type Outcome,
  type ShowSpecification,
  type WishOptions,
} from './show-specification/show-specification.js';
export { createTestEnvironment, seededRandom, type TestEnvironment } from './test-environment/test-environment.js';
export { createTestTransport, type LineFaults, type TestTransport, type TestTransportOptions } from './test-transport/test-transport.js';
export { createRoomSide, type RoomSide } from './transport-conformance/room-side.js';
export { transportConformance, type TransportConformanceOptions } from './transport-conformance/transport-conformance.js';
export type { TransportRig, TransportSupports } from './transport-conformance/transport-rig.js';
export { faultyAdapter, type FaultyAdapter } from './faults/faulty-adapter.js';
export { faultyFetch, type FaultyFetch } from './faults/faulty-fetch.js';
export { faults, listedFaults, randomFaults, type Fault, type FaultCounts, type FaultOptions, type FaultPlan } from './faults/faults.js';
export { stageProducts } from './test-stage/stage-products.js';
export { createTestStage, type StageParts, type TestStage, type TestStageOptions } from './test-stage/test-stage.js';
export { ucpConformanceShop } from './ucp-shop/ucp-conformance.js';
export { ucpShop, ucpShopVersion, type UcpExchange, type UcpShop, type UcpShopOptions } from './ucp-shop/ucp-shop.js';
