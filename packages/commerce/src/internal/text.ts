// Names of the characters 160 to 255, in order.
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
const named: ReadonlyMap<string, number> = new Map([
  ...latin1.map((name, at) => [name, 160 + at] as const),
  ...(
    'quot 34 amp 38 apos 39 lt 60 gt 62 OElig 338 oelig 339 Scaron 352 scaron 353 ndash 8211 mdash 8212 lsquo 8216 rsquo 8217 sbquo 8218 ldquo 8220 rdquo 8221 bdquo 8222 bull 8226 hellip 8230 lsaquo 8249 rsaquo 8250 euro 8364 trade 8482 minus 8722'.match(
      /\w+ \d+/g,
    ) ?? []
  ).map(pair => [pair.split(' ')[0] ?? '', Number(pair.split(' ')[1])] as const),
]);
// Windows-1252 in the range where HTML reads it so: `&#146;` is an apostrophe.
const windows = [8364, 129, 8218, 402, 8222, 8230, 8224, 8225, 710, 8240, 352, 8249, 338, 141, 381, 143];
const windows2 = [144, 8216, 8217, 8220, 8221, 8226, 8211, 8212, 732, 8482, 353, 8250, 339, 157, 382, 376];

/**
 * The words of a shop's HTML as plain text: tags gone, entities decoded once, lines kept where blocks ended. What comes out is
 * text and may contain `<`; show it as text, never as markup. Anything that is not a string gives ''.
 */
export function plainText(html: unknown): string {
  if (typeof html !== 'string') return '';
  const words = html
    .slice(0, 100_000)
    .replace(/<!--[^]*?(?:-->|$)|<(script|style)\b[^<>]*>[^]*?(?:<\/\1\s*>|$)/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/(?:p|div|li|h[1-6]|tr|ul|ol))\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return decodeEntities(words)
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** `&amp;`, `&#8220;`, `&#x1F600;` decoded once; what is no known entity stays as it was written. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = name !== undefined ? named.get(name) : decimal !== undefined ? Number(decimal) : parseInt(hex ?? '', 16);
    return code === undefined ? whole : character(code);
  });
}

function character(code: number): string {
  const mapped = code >= 128 && code < 160 ? ([...windows, ...windows2][code - 128] ?? code) : code;
  const shown = (mapped > 31 && mapped < 0xd800) || mapped === 9 || mapped === 10 || (mapped > 0xdfff && mapped <= 0x10ffff);
  return shown ? String.fromCodePoint(mapped) : '\ufffd';
}
