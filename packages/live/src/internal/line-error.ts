/** A line broke in a way that trying again may cure. Never leaves the package. */
export class LineError extends Error {
  override readonly name = 'LineError';
  /** What the other side asked for, ms. */
  readonly retryAfter: number | undefined;
  constructor(message: string, retryAfter?: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}
