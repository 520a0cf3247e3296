import * as v from 'valibot';
import { isCurrency } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { showLimits } from '../limits.js';

/** Any text is plain text: no control characters but tab and line breaks, no half characters. */
const plain = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;
const plainLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/** Plain text that says something, of up to `most` UTF-16 units; line breaks allowed. */
export const text = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(plain, 'control characters are not allowed'), v.regex(/\S/, 'must not be blank'));

/** The same without line breaks. */
export const line = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(plainLine, 'control characters are not allowed'), v.regex(/\S/, 'must not be blank'));

export const id = line(showLimits.id);
export const title = line(showLimits.title);

/** A whole number of a range. */
export const whole = (least: number, most: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

export const count = whole(0, showLimits.count);
export const units = whole(1, showLimits.count);
export const time = whole(0, showLimits.time);
/** A place in a log. */
export const place = whole(0, Number.MAX_SAFE_INTEGER);

/** http(s), or relative. No blanks, control characters or backslashes, which URL parsers drop or turn and so hide a scheme. */
const web = /^(?:https?:\/\/|(?![a-z][a-z\d+.-]*:))[^\s\\\p{Cc}\p{Cs}]+$/iu;
const image = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z\d+/]+=*$/i;

export const url = v.pipe(v.string(), v.maxLength(showLimits.url), v.regex(web, 'must be an http(s) or relative URL'));

/** URL of a picture: as others, or the picture itself as `data:`. */
export const pictureUrl = v.pipe(
  v.string(),
  v.maxLength(showLimits.dataUrl),
  v.check(
    found => (found.length <= showLimits.url && web.test(found)) || image.test(found),
    'must be an http(s) or relative URL, or a data: image',
  ),
);

export const language = v.pipe(v.string(), v.maxLength(35), v.regex(/^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i, 'must be a BCP 47 tag'));

/** A price: money that is not negative. */
export const price: v.GenericSchema<unknown, Money> = v.object({
  minor: whole(0, Number.MAX_SAFE_INTEGER),
  currency: v.pipe(
    v.string(),
    v.check((code: string) => isCurrency(code), 'must be an ISO 4217 code'),
  ),
});

/** A list with a bound. */
export const list = <S extends v.GenericSchema>(item: S, most: number, least = 0) =>
  v.pipe(
    v.array(v.unknown()),
    v.maxLength(most, `at most ${most} items are allowed`),
    v.minLength(least, `at least ${least} items are needed`),
    v.array(item),
  );

/** A field that may be left out, and is then not there at all. */
export const maybe = v.exactOptional;

/** Whole numbers by name. Not `v.record`, which drops names such as "constructor". */
export const counts = (most: number, total: number = showLimits.count) =>
  v.pipe(
    v.custom<Record<string, unknown>>(input => typeof input === 'object' && input !== null && !Array.isArray(input), 'must be an object'),
    v.check(input => Object.keys(input).length <= most, `at most ${most} names are allowed`),
    v.check(
      input =>
        Object.entries(input).every(
          ([name, value]) => v.is(id, name) && Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= total,
        ),
      'must map names to whole numbers',
    ),
    v.transform(input => Object.fromEntries(Object.entries(input)) as Record<string, number>),
  );
