/** How far apart a card and its scene are: from the numbers burnt into the frames, and the cards that were up with each. */

/**
 * One figure for each scene whose beginning was seen with the card before it: how long after (or, negative, before) the first frame shown of the scene its
 * card came up, in the time of the video. Frames that a busy machine leaves out are nobody's skew.
 * @param {readonly { frame: number, cards: string }[]} frames in the order they were shown
 * @param {{ frameRate: number, length: number, scenes: readonly { from: number, title: string }[] }} show
 * @returns {{ title: string, ms: number }[]}
 */
export function skews(frames, { frameRate, length, scenes }) {
  const loop = length * frameRate;
  return scenes.flatMap(({ from, title }) => {
    // From half a loop before to half a loop after the beginning of the scene.
    const place = ({ frame }) => ((((frame - from * frameRate + loop / 2) % loop) + loop) % loop) - loop / 2;
    const around = frames.filter(one => Math.abs(place(one)) < 3 * frameRate);
    const begins = around.findIndex(one => place(one) >= 0);
    const up = around.findIndex(({ cards }) => cards.includes(title));
    // Without a frame before and after, nobody knows when it came.
    if (begins <= 0 || up <= 0 || up === around.length - 1) return [];
    const since = up >= begins ? place(around[begins]) : 0;
    return [{ title, ms: ((place(around[up]) - since) / frameRate) * 1000 }];
  });
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)];
}
