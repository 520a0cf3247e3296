import { isCurrency } from '@shopcast/core';
import { CommerceError } from '../commerce-error.js';
import { isWebAddress } from './values.js';

/** What a field of the contract holds, by its name, which means the same wherever it stands. */
const kinds = new Map(
  Object.entries({
    id: 'id key variantId',
    currency: 'currency',
    words: 'title label',
    text: 'productId variantTitle lineKey discountCode code handle description sku message author text date number',
    units: 'quantity',
    count: 'available max',
    rule: 'min step',
    flag: 'applied editable',
    address: 'url image',
    addresses: 'images',
    texts: 'attributes options',
    lines: 'lines',
    codes: 'codes',
    rating: 'rating',
  }).flatMap(([kind, names]) => names.split(' ').map(name => [name, kind] as const)),
);

const isText = (value: unknown) => typeof value === 'string';
const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** What needs no second look. */
const fine: Readonly<Record<string, (value: unknown) => boolean>> = {
  words: isText,
  text: isText,
  units: isWhole,
  count: isWhole,
  address: value => typeof value === 'string' && /^https?:\/\/\w/i.test(value) && URL.canParse(value),
};

/**
 * What an adapter read, without what cannot be: a shop, or a plugin in it, may send a list for a text or `javascript:` for an address, and
 * whoever uses the answer goes by its type. Mended in place where something can do without, so that one odd field costs no cart.
 * @throws CommerceError `protocol` where nothing can: an id, a quantity of a line, the address of the checkout.
 */
export function sound<T>(answer: T): T {
  if (answer instanceof Map) for (const each of answer.values()) sound(each);
  else if (Array.isArray(answer)) answer.forEach(sound);
  else if (answer && typeof answer === 'object') mend(answer as Record<string, unknown>);
  return answer;
}

function mend(thing: Record<string, unknown>): void {
  // A line that the shop's staff made up, or whose variant it deleted, stands for itself.
  if (!thing['variantId'] && 'editable' in thing) thing['variantId'] = thing['key'];
  for (const name of Object.keys(thing)) {
    const value = thing[name];
    const kind = kinds.get(name);
    // A product may have thousands of variants: most of what stands there is plain or fine.
    if (kind ? fine[kind]?.(value) : typeof value !== 'object') continue;
    const mended = mendedOf(kind, value, thing);
    if (mended === undefined) delete thing[name];
    else if (mended !== value) thing[name] = mended;
  }
}

function mendedOf(kind: string | undefined, value: unknown, { state, target }: Record<string, unknown>): unknown {
  const whole = isWhole(value);
  const text = typeof value === 'number' ? String(value) : value;
  const known = typeof text === 'string' ? text : undefined;
  const list = Array.isArray(value) ? (value as unknown[]) : undefined;
  switch (kind) {
    case 'id':
      return known || fail(kind, value);
    case 'currency':
      return isCurrency(value) ? value : fail(kind, value);
    case 'words':
      return known ?? '';
    case 'text':
      return known;
    case 'units':
      // Of stock, what is no number is not known.
      return whole ? value : state === undefined ? fail(kind, value) : undefined;
    case 'count':
      return whole ? value : undefined;
    case 'rule':
      return whole && value ? value : 1;
    case 'flag':
      return value === true;
    case 'address':
      return isAddress(value) ? value : target === undefined ? undefined : fail(kind, value);
    case 'addresses':
      return list?.filter(isAddress);
    case 'lines':
      return sound(list)?.filter(line => (line as { quantity?: unknown }).quantity !== 0);
    case 'codes':
      return list ? sound(list).filter(entry => (entry as { code?: unknown }).code) : value;
    case 'rating':
      return Object.values(Object(value) as object).every(Number.isFinite) ? value : undefined;
    case 'texts':
      return list ? sound(list) : textsOf(value);
    default:
      return sound(value);
  }
}

/** What a link may lead to, or a picture come from, without running as code. */
const isAddress = (value: unknown) => isWebAddress(value, /^(?:https?:|data:image\/)/);

/** A record whose names are the shop's own: only what is text in it. */
function textsOf(record: unknown): unknown {
  if (!record || typeof record !== 'object') return undefined;
  const entries = Object.entries(record);
  const texts = entries.filter(([, value]) => typeof value === 'string');
  return texts.length < entries.length ? Object.fromEntries(texts) : record;
}

function fail(what: string, found: unknown): never {
  throw new CommerceError('protocol', `The shop sent ${JSON.stringify(found)?.slice(0, 40)} as ${what}.`);
}
