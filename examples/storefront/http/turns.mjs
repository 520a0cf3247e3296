/**
 * One change of a cart at a time. The store's forms and the show in its pages change the same cart, and a shop that gets two changes at once
 * may lose one of them.
 */
export function createTurns() {
  const last = new Map();
  /** Runs `work` when all that was asked for this key before has ended, however it ended. */
  return function turn(key, work) {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = mine.then(
      () => {},
      () => {},
    );
    last.set(key, settled);
    void settled.then(() => last.get(key) === settled && last.delete(key));
    return mine;
  };
}
