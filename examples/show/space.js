/** The picture's measure, and how things in it move. */

export const width = 720;
export const height = 1280;
/** Where the table begins, and where things stand on it. */
export const tableAt = 738;
export const standsAt = 850;

/** Kind movement from 0 to 1: slow, quick, slow. */
export const ease = share => {
  const bound = Math.min(1, Math.max(0, share));
  return bound * bound * (3 - 2 * bound);
};
