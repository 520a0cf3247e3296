/** The music of the show: soft plucked chords, made of sines. It ends where it begins, so the loop has no seam to hear. */

export const sampleRate = 48_000;

/** Semitones from A3, for two seconds each; four times round is a loop. */
const chords = [
  [3, 7, 10, 14],
  [3, 7, 10, 15],
  [0, 3, 7, 10],
  [0, 3, 7, 12],
  [-4, 0, 3, 7],
  [-4, 0, 3, 10],
  [-2, 2, 5, 9],
  [-2, 2, 5, 12],
];
const chordTime = 2;
const pluckTime = 0.5;
const order = [0, 2, 1, 3];
const frequency = semitone => 220 * 2 ** (semitone / 12);

/**
 * Mono, 16 bits, little-endian.
 * @param {number} seconds a multiple of the eight chords, for a seamless loop
 * @returns {Buffer}
 */
export function makeSound(seconds) {
  const length = Math.round(seconds * sampleRate);
  const mix = new Float64Array(length);
  /** What sounds on past the end begins the loop: it has gone round already. */
  const add = (at, lasts, voice) => {
    const first = Math.round(at * sampleRate);
    for (let sample = 0; sample < lasts * sampleRate; sample++) mix[(first + sample) % length] += voice(sample / sampleRate);
  };
  for (let at = 0, step = 0; at < seconds; at += pluckTime, step++) {
    const chord = chords[Math.floor(at / chordTime) % chords.length];
    const tone = frequency(chord[order[step % order.length]] + 12);
    add(at, 2.4, pluck(tone, step % 4 === 0 ? 0.16 : 0.1));
  }
  for (let at = 0; at < seconds; at += chordTime) {
    const chord = chords[Math.floor(at / chordTime) % chords.length];
    for (const semitone of chord.slice(0, 3)) add(at, chordTime + 0.8, pad(frequency(semitone), chordTime + 0.8));
    add(at, chordTime + 0.4, pad(frequency(chord[0] - 12), chordTime + 0.4, 0.06));
  }
  const samples = Buffer.alloc(length * 2);
  for (let index = 0; index < length; index++) samples.writeInt16LE(Math.round(Math.tanh(mix[index]) * 20_000), index * 2);
  return samples;
}

const pluck = (tone, loud) => t =>
  loud *
  Math.min(1, t / 0.008) *
  Math.exp(-3 * t) *
  (Math.sin(2 * Math.PI * tone * t) + 0.3 * Math.exp(-4 * t) * Math.sin(4 * Math.PI * tone * t));

const pad =
  (tone, lasts, loud = 0.025) =>
  t =>
    loud * Math.sin((Math.PI * t) / lasts) ** 2 * Math.sin(2 * Math.PI * tone * t);
