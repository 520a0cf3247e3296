/** How far apart a card and its scene are: from the numbers burnt into the frames, and the cards that were up with each. */

/**
 * @param {readonly { frame: number, cards: string }[]} frames in the order they were shown
 * @param {{ frameRate: number, length: number, scenes: readonly { from: number, title: string }[] }} show
 * @returns {{ title: string, ms: number }[]} one for each scene whose beginning was seen with the card before it: how long after (or, negative, before) the scene's first
 *   frame its card came up
 */
export function skews(frames, { frameRate, length, scenes }) {
  const loop = length * frameRate;
  return scenes.flatMap(({ from, title }) => {
    const first = from * frameRate;
    // Half a loop before to half a loop after the beginning of the scene.
    const place = ({ frame }) => ((((frame - first + loop / 2) % loop) + loop) % loop) - loop / 2;
    const around = frames.filter(one => Math.abs(place(one)) < 3 * frameRate);
    const up = around.findIndex(({ cards }) => cards.includes(title));
    // Without a frame before and after it, nobody knows when it came.
    if (up <= 0 || up === around.length - 1 || !around.some(one => place(one) < 0) || !around.some(one => place(one) >= 0)) return [];
    return [{ title, ms: (place(around[up]) / frameRate) * 1000 }];
  });
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)];
}
