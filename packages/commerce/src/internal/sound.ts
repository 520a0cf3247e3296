import { CommerceError } from '../commerce-error.js';

/** What a field of the contract holds, by its name, which means the same wherever it stands. */
type Kind = 'id' | 'words' | 'text' | 'units' | 'count' | 'rule' | 'flag' | 'address';
const kinds = new Map<string, Kind>();
for (const [kind, names] of Object.entries({
  id: 'id key variantId currency',
  words: 'title label',
  text: 'productId variantTitle lineKey discountCode code handle description sku message author text date number',
  units: 'quantity',
  count: 'available max',
  rule: 'min step',
  flag: 'applied editable',
  address: 'url image',
})) {
  for (const name of names.split(' ')) kinds.set(name, kind as Kind);
}

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
  for (const [name, value] of Object.entries(thing)) {
    const kind = kinds.get(name);
    const mended = kind ? mendedOf(kind, value, thing) : value;
    if (name === 'images' && Array.isArray(value)) thing[name] = value.filter(isAddress);
    else if ((name === 'attributes' || name === 'options') && !Array.isArray(value)) keepTexts(value);
    else if (mended === undefined) delete thing[name];
    else if (mended !== value) thing[name] = mended;
    else if (!kind) sound(value);
  }
}

function mendedOf(kind: Kind, value: unknown, { state, target }: Record<string, unknown>): unknown {
  const whole = Number.isSafeInteger(value) && (value as number) >= 0;
  const text = typeof value === 'number' ? String(value) : value;
  const known = typeof text === 'string' ? text : undefined;
  switch (kind) {
    case 'id':
      return known || fail(kind, value);
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
  }
}

/** What a link may lead to, or a picture come from, without running as code. */
function isAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value, 'https://page.example') && /^(?:https?:|data:image\/)/.test(schemeOf(value));
}

const schemeOf = (url: string) => new URL(url, 'https://page.example').href;

/** Leaves of a record with names of the shop's own only what is text. */
function keepTexts(record: unknown): void {
  for (const [name, value] of Object.entries(record ?? {})) if (typeof value !== 'string') delete (record as Record<string, unknown>)[name];
}

function fail(what: string, found: unknown): never {
  throw new CommerceError('protocol', `The shop sent ${JSON.stringify(found)?.slice(0, 40)} for what should be ${what}.`);
}
