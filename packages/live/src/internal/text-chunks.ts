import type { LiveEnvironment } from '../environment.js';
import { LineError } from './line-error.js';

/**
 * The text of a body as it arrives. A body that says nothing for `silence` ms throws a `LineError`, because a line may die without a word; waking
 * from sleep ends a wait that is overdue.
 */
export async function* textChunks(
  environment: LiveEnvironment,
  body: ReadableStream<Uint8Array>,
  silence: number,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await readWithin(environment, reader, silence);
      yield decoder.decode(value, { stream: !done });
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {}); // read to its end or broken: nothing to cancel
  }
}

async function readWithin(environment: LiveEnvironment, reader: ReadableStreamDefaultReader<Uint8Array>, silence: number) {
  let giveUp = () => {};
  const since = environment.wall();
  const dead = new Promise<never>((_, reject) => (giveUp = () => reject(new LineError(`nothing came for ${silence} ms`))));
  const cancel = environment.after(silence, giveUp);
  const stopListening = environment.onWake(() => environment.wall() - since > silence && giveUp());
  try {
    return await Promise.race([reader.read(), dead]);
  } finally {
    cancel();
    stopListening();
  }
}
