/** What `npm test` says at its end: each failure in a few words, the table, and its last line. */

/**
 * @typedef {object} Row what one runner did
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} [pending] tests marked as skipped
 * @property {readonly { test: string, reason: string }[]} [failures] where they are and why
 * @property {number} seconds
 * @property {string} [note] why it did not run, or what else matters
 */

/** A log may keep only its end: there, so many failures of each runner are named, and so much is said of each. */
const mostNamed = 15;
const longestReason = 300;

/**
 * @param {readonly Row[]} rows
 * @returns {string} the failures and the table; its last line is `N passed, N failed`
 */
export function summary(rows) {
  const width = Math.max(...rows.map(row => row.name.length), 4);
  const lines = rows.map(({ name, passed, failed, pending = 0, seconds, note }) => {
    const mark = failed > 0 ? '✗' : passed > 0 ? '✓' : '-';
    const counts = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed${pending > 0 ? ` ${pending} pending` : ''}`;
    return `${mark} ${name.padEnd(width)} ${counts} ${seconds.toFixed(1).padStart(7)} s${note ? `  ${note}` : ''}`;
  });
  const total = key => rows.reduce((sum, row) => sum + row[key], 0);
  return [...named(rows), ...lines, `${total('passed')} passed, ${total('failed')} failed`].join('\n');
}

function named(rows) {
  const lines = rows.flatMap(({ name, failures = [] }) => {
    const told = failures.slice(0, mostNamed).map(({ test, reason }) => {
      const short = reason.replaceAll(/\s+/g, ' ').trim();
      return `✗ ${name}: ${test}\n    ${short.length > longestReason ? `${short.slice(0, longestReason)}...` : short}`;
    });
    return failures.length > mostNamed ? [...told, `✗ ${name}: ${failures.length - mostNamed} more`] : told;
  });
  return lines.length > 0 ? [...lines, ''] : [];
}

/** A check that either passes or fails, as a row. */
export const check = (name, passed, seconds, note) => ({
  name,
  passed: passed ? 1 : 0,
  failed: passed ? 0 : 1,
  seconds,
  ...(note ? { note } : {}),
});
