/**
 * The marks of the frames: a row of small squares that say which frame of the loop a picture is, so that a test, or anybody with a screenshot, can read the
 * moment on screen. From the left: one that is always light, one that is always dark, eleven bits of the frame's number in Gray code (from one frame to the
 * next a single bit changes, so little flickers), and their parity. No imports: pages use it too.
 */

/** Where the squares are, in shares of the picture's width and height. */
const first = { x: 50 / 720, y: 122 / 1280 };
const step = 24 / 720;
/** Side of a square, a share of the width. */
export const markSize = 20 / 720;
const bits = 11;

/** The middle of each square, in shares of the picture. */
export const markPlaces = Array.from({ length: bits + 3 }, (_, index) => ({ x: first.x + index * step, y: first.y }));

/** Which squares are light for a frame, 0 to 2047. */
export function markOf(frame) {
  const gray = frame ^ (frame >> 1);
  const code = Array.from({ length: bits }, (_, bit) => ((gray >> bit) & 1) === 1);
  return [true, false, ...code, code.filter(Boolean).length % 2 === 1];
}

/**
 * The frame that a picture is, or undefined when it cannot be told: no marks, a fade, a grey picture.
 * @param {(x: number, y: number) => number} lightAt brightness, 0 to 255, at a place in shares of the picture
 */
export function readMark(lightAt) {
  const [light, dark, ...seen] = markPlaces.map(({ x, y }) => lightAt(x, y));
  const middle = (light + dark) / 2;
  const sure = (light - dark) / 6;
  if (light - dark < 60 || seen.some(one => Math.abs(one - middle) < sure)) return undefined;
  const code = seen.map(one => one > middle);
  const parity = code.pop();
  if ((code.filter(Boolean).length % 2 === 1) !== parity) return undefined;
  let gray = code.reduce((sum, isLight, bit) => sum + (isLight ? 2 ** bit : 0), 0);
  let frame = 0;
  for (; gray > 0; gray >>= 1) frame ^= gray;
  return frame;
}
