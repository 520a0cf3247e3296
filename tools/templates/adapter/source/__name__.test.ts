import { commerceConformance, type ConformanceShop } from '@shopcast/testing';
import type { CommerceCapabilities } from '../../commerce-adapter.js';
import { __camel__Commerce } from './__name__.js';

/** What the shop can do, honestly: the kit compares it with what happens. */
const supports: CommerceCapabilities = {
  stock: 'none',
  reservation: 'none',
  overAdd: 'rejects',
  concurrency: 'serialised',
  codes: 'none',
  codeVerdict: 'silent',
  identity: 'page',
  checkout: 'url',
  hostCart: 'none',
  lineAttributes: false,
  order: 'none',
  reviews: false,
  policies: false,
  lowest30Days: false,
};

/** A twin of the shop that answers from memory, or a shop that runs beside the tests (`__name__.live.test.ts`). */
function shop(): ConformanceShop {
  const create = () => __camel__Commerce({ url: 'http://127.0.0.1/__name__' });
  const adapter = create();
  return { adapter, another: create, control: {}, refs: {}, dispose: () => adapter.dispose() };
}

describe('__name__', () => {
  commerceConformance({ test: it, skip: (name, reason) => it.skip(`${name} (${reason})`), supports, create: shop });
});
