/** How streams are cut: a part of 0.32 s is 8 frames at 25 fps and 15 AAC frames at 48 kHz, so both tracks begin every part together. */

/** Length of a segment and a part, ms. */
export const segmentTime = 1600;
export const partTime = 320;
export const partsPerSegment = segmentTime / partTime;
