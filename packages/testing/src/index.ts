export { commerceConformance, type CommerceConformanceOptions, type ConformancePlan } from './commerce-conformance/commerce-conformance.js';
export type { ConformanceNeed, ConformanceShop, PlacedOrder, ShopControl } from './commerce-conformance/conformance-shop.js';
export { memoryConformanceShop, type MemoryAdapterOf } from './commerce-conformance/memory-conformance.js';
export * from './commerce-conformance/standard-catalogue.js';
export { standardMemoryCodes, standardMemoryProducts } from './commerce-conformance/standard-memory.js';
