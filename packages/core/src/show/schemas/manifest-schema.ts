import * as v from 'valibot';
import { showLimits as most } from '../limits.js';
import type { ShowManifest } from '../manifest.js';
import { host, streams, type SchemaOf } from './event-schemas.js';
import { id, language, list, maybe, pictureUrl, text, time, title, url } from './values.js';

const optionValue = v.union(
  [v.pipe(v.string(), v.maxLength(most.url)), v.pipe(v.number(), v.finite()), v.boolean()],
  'must be text, a number or a boolean',
);

/** Names and plain values; not `v.record`, whose path would not name the option at fault. */
const options = v.pipe(
  v.custom<Record<string, unknown>>(input => typeof input === 'object' && input !== null && !Array.isArray(input), 'must be an object'),
  v.check(input => Object.keys(input).length <= most.shopOptions, `at most ${most.shopOptions} options are allowed`),
  v.check(
    input => Object.entries(input).every(([name, value]) => v.is(id, name) && v.is(optionValue, value)),
    'must map names to text, numbers or booleans',
  ),
  v.transform(input => Object.fromEntries(Object.entries(input)) as Record<string, string | number | boolean>),
);

/** A show manifest. */
export const manifest: SchemaOf<ShowManifest> = v.object({
  showId: id,
  title,
  description: maybe(text(most.text)),
  startsAt: time,
  poster: maybe(pictureUrl),
  language: maybe(language),
  languages: maybe(list(language, most.languages)),
  host: maybe(host),
  streams,
  preload: maybe(list(url, most.streams)),
  transports: list(v.object({ kind: id, url: maybe(url) }), most.transports),
  shop: maybe(v.object({ adapter: id, options: maybe(options) })),
  priceRules: maybe(v.object({ requireLowest30Days: maybe(v.boolean()) })),
});
