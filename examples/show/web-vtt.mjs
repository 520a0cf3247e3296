/** Captions as WebVTT. */

const clock = ms => new Date(ms).toISOString().slice(11, 23);

/**
 * @param {readonly { from: number, to: number, text: string }[]} cues in ms
 * @param {string} [head] further lines of the head
 */
export const webVtt = (cues, head) =>
  `${['WEBVTT', ...(head ? [head] : []), ...cues.map(({ from, to, text }) => `\n${clock(from)} --> ${clock(to)}\n${text}`)].join('\n')}\n`;
