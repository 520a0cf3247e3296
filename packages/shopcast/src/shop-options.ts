/** Options of shops that HTML can only write as text, as their adapters take them. */
import { ShopcastError, type NamedOptions } from '@shopcast/session';

const wrong = (field: string, says: string): ShopcastError => new ShopcastError('commerce/config', says, { field });
const words = (value: NamedOptions[string] | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : String(value);

/** `productUrl="/goods/{handle}"`: where the page of a product is. */
function withAddresses({ productUrl, ...options }: NamedOptions) {
  const pattern = words(productUrl);
  if (pattern === undefined) return options;
  if (!pattern.includes('{handle}'))
    throw wrong('productUrl', `The option "productUrl" is an address with {handle} in it, not "${pattern}".`);
  return { ...options, productUrl: (handle: string) => pattern.replaceAll('{handle}', encodeURIComponent(handle)) };
}

/** `productUrl`, see above. Throws `commerce/config` where the handle has no place in it. */
export const medusaOptions = withAddresses;

/** `productUrl`; `lowest30Days` and `compareAt` name custom fields of a variant. Throws `commerce/config`. */
export function vendureOptions({ lowest30Days, compareAt, ...options }: NamedOptions) {
  const fields = { lowest30Days: words(lowest30Days), compareAt: words(compareAt) };
  const named = Object.fromEntries(Object.entries(fields).filter(([, name]) => name !== undefined));
  return { ...withAddresses(options), ...(Object.keys(named).length > 0 && { customFields: named }) };
}

/** `lowest30Days`, `unitPrice` and `unitPer` are paths into what plugins say of a product. Throws `commerce/config` where one of the latter is missing. */
export function wooOptions({ lowest30Days, unitPrice, unitPer, ...options }: NamedOptions) {
  const [lowest, price, per] = [words(lowest30Days), words(unitPrice), words(unitPer)];
  if ((price === undefined) !== (per === undefined)) {
    throw wrong(price === undefined ? 'unitPrice' : 'unitPer', 'A unit price needs both options, "unitPrice" and "unitPer".');
  }
  const fields = {
    ...(lowest !== undefined && { lowest30Days: lowest }),
    ...(price !== undefined && per !== undefined && { unitPrice: { price, per } }),
  };
  return { ...options, ...(Object.keys(fields).length > 0 && { fields }) };
}

/** `lowest30Days="custom.lowest_30_days"` is namespace and key of a metafield. Throws `commerce/config` where it is not. */
export function storefrontOptions({ lowest30Days, ...options }: NamedOptions) {
  const name = words(lowest30Days);
  if (name === undefined) return options;
  const [, namespace, key] = /^([\w-]+)\.([\w-]+)$/.exec(name) ?? [];
  if (!namespace || !key) throw wrong('lowest30Days', `The option "lowest30Days" names a metafield as namespace.key, not "${name}".`);
  return { ...options, lowest30Days: { namespace, key } };
}
