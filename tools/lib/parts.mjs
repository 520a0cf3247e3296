/** A check looks at everything, since that is quick, and says what it found in sentences that begin with a path. */

/**
 * The complaints that concern some packages; all of them when none is named.
 * @param {readonly string[]} complaints
 * @param {readonly string[]} parts
 */
export const ofParts = (complaints, parts) =>
  parts.length === 0
    ? [...complaints]
    : complaints.filter(text => parts.some(part => new RegExp(`^(?:packages/)?${part}[/: ]`).test(text)));
