import { eventsIn } from './room-log.mjs';

/** How far apart cards, frames and scenes are: from the numbers burnt into the frames, the dates of the stream, and the cards that were up with each. */

/**
 * One figure for each time a host featured a product while somebody watched: how long after (or, negative, before) the first frame shown of that moment the
 * card came up, in the time of the video. Frames that a busy machine leaves out are nobody's skew.
 * @param {readonly { date: number, cards: string }[]} frames in the order they were shown; `date`: program date-time, ms
 * @param {readonly { at: number, title: string }[]} featured what the log says the host did
 * @returns {{ title: string, ms: number }[]}
 */
export function skews(frames, featured) {
  return featured.flatMap(({ at, title }) => {
    const around = frames.filter(({ date }) => Math.abs(date - at) < 3_000);
    const begins = around.findIndex(({ date }) => date >= at);
    const up = around.findIndex(({ cards }) => cards.includes(title));
    // Without a frame before and after, nobody knows when it came.
    if (begins <= 0 || up <= 0 || up === around.length - 1) return [];
    return [{ title, ms: around[up].date - around[begins].date }];
  });
}

/**
 * How long after (or before) the first frame of its scene the host featured each product, ms: the host's own skew, by the frames' burnt-in numbers.
 * @param {readonly { frame: number, date: number }[]} frames
 * @param {readonly { at: number, title: string }[]} featured
 * @param {{ frameRate: number, length: number, scenes: readonly { from: number, title: string }[] }} show
 */
export function hostSkews(frames, featured, { frameRate, length, scenes }) {
  return featured.flatMap(({ at, title }) => {
    const near = frames.find(({ date }) => Math.abs(date - at) < 1_000);
    const scene = scenes.find(one => one.title === title);
    if (!near || !scene) return [];
    const second = (((near.frame / frameRate + (at - near.date) / 1000 - scene.from + length / 2) % length) + length) % length;
    return [{ title, ms: (second - length / 2) * 1000 }];
  });
}

/** What the log of the running show says was featured, with the titles of the scenes. */
export async function featuredIn(stack, { scenes }) {
  return (await eventsIn(stack))
    .filter(({ type }) => type === 'product-featured')
    .map(({ at, data }) => ({ at, title: scenes.find(({ handle }) => handle === data.productId)?.title ?? '' }));
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)];
}
