/** Fragmented MP4, as far as the origin needs it: cut a file into its parts, and give a part another time. */

/** @typedef {{ init: Buffer, parts: Buffer[], timescales: Map<number, number> }} Fragments `timescales`: ticks per second by track */

function* boxes(buffer, from = 0, to = buffer.length) {
  for (let at = from; at + 8 <= to; at += buffer.readUInt32BE(at)) {
    yield { type: buffer.toString('latin1', at + 4, at + 8), start: at, content: at + 8, end: at + buffer.readUInt32BE(at) };
  }
}

const find = (buffer, { content, end }, type) => boxes(buffer, content, end).find(box => box.type === type);

/**
 * Cuts a file into its beginning and its parts; a part is one `moof` with its `mdat`.
 * @param {Buffer} file
 * @param {number} count of parts wanted; a file may end in a crumb more
 * @returns {Fragments}
 */
export function readFragments(file, count) {
  const top = [...boxes(file)];
  const moov = top.find(({ type }) => type === 'moov');
  const timescales = new Map();
  for (const track of boxes(file, moov.content, moov.end)) {
    if (track.type !== 'trak') continue;
    const header = find(file, track, 'tkhd');
    const media = find(file, find(file, track, 'mdia'), 'mdhd');
    const wide = box => file[box.content] === 1; // version 1 has 64-bit times
    timescales.set(
      file.readUInt32BE(header.content + (wide(header) ? 20 : 12)),
      file.readUInt32BE(media.content + (wide(media) ? 20 : 12)),
    );
  }
  const init = Buffer.concat(top.filter(({ type }) => type === 'ftyp' || type === 'moov').map(box => file.subarray(box.start, box.end)));
  const parts = top.flatMap((box, index) => (box.type === 'moof' ? [file.subarray(box.start, top[index + 1].end)] : []));
  if (parts.length < count) throw new Error(`The test video has ${parts.length} parts, ${count} were expected.`);
  return { init, parts: parts.slice(0, count), timescales };
}

/**
 * The part that stands at `index` of an endless stream made of a loop: same pictures, its own time and number.
 * @param {Fragments} media
 * @param {number} index
 * @param {number} partTime ms
 */
export function partAt({ parts, timescales }, index, partTime) {
  const part = Buffer.from(parts[index % parts.length]);
  const [moof] = boxes(part);
  for (const box of boxes(part, moof.content, moof.end)) {
    if (box.type === 'mfhd') part.writeUInt32BE((index + 1) >>> 0, box.content + 4);
    if (box.type !== 'traf') continue;
    const track = part.readUInt32BE(find(part, box, 'tfhd').content + 4);
    const ticks = (BigInt(index) * BigInt(partTime) * BigInt(timescales.get(track))) / 1000n;
    part.writeBigUInt64BE(ticks, find(part, box, 'tfdt').content + 4); // ffmpeg writes version 1
  }
  return part;
}

/** The codecs of a file of ours, as playlists name them: H.264 in whatever profile and level it says, and AAC. */
export function codecsOf(init) {
  const at = init.indexOf('avcC') + 'avcC'.length + 1; // past the version: profile, what it is compatible with, level
  return `avc1.${init.subarray(at, at + 3).toString('hex')},mp4a.40.2`;
}

const syncSafe = size => Buffer.from([(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);

/**
 * An `emsg` box with an ID3 tag that holds one text.
 * @param {number} at ms of the stream
 */
export function eventMessage(at, description, value) {
  const text = Buffer.from(`\u0003${description}\0${value}`);
  const frame = Buffer.concat([Buffer.from('TXXX'), syncSafe(text.length), Buffer.alloc(2), text]);
  const tag = Buffer.concat([Buffer.from('ID3'), Buffer.from([4, 0, 0]), syncSafe(frame.length), frame]);
  const times = Buffer.alloc(20);
  times.writeUInt32BE(1000, 0);
  times.writeBigUInt64BE(BigInt(Math.round(at)), 4);
  times.writeUInt32BE(500, 12);
  times.writeUInt32BE(1, 16);
  const content = Buffer.concat([Buffer.from([1, 0, 0, 0]), times, Buffer.from('https://aomedia.org/emsg/ID3\0\0'), tag]);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write('emsg', 4);
  return Buffer.concat([head, content]);
}
