/** A user-defined text of an ID3 tag. */
export interface TextFrame {
  readonly description: string;
  readonly value: string;
}

const encodings = ['iso-8859-1', 'utf-16', 'utf-16be', 'utf-8'] as const;
const ascii = (bytes: Uint8Array) => String.fromCharCode(...bytes);
/** A size whose bytes carry 7 bits each. */
const syncSafe = (bytes: Uint8Array, at: number) => bytes.subarray(at, at + 4).reduce((size, byte) => (size << 7) | (byte & 0x7f), 0);
const plain = (bytes: Uint8Array, at: number) => bytes.subarray(at, at + 4).reduce((size, byte) => size * 256 + byte, 0);

/** The TXXX frames of ID3v2.3 and v2.4 tags; anything else, also a damaged tag, gives none. */
export function readTextFrames(bytes: Uint8Array): TextFrame[] {
  const frames: TextFrame[] = [];
  for (let tag = 0; tag + 10 <= bytes.length && ascii(bytes.subarray(tag, tag + 3)) === 'ID3';) {
    const version = bytes[tag + 3]!;
    const hasExtension = (bytes[tag + 5]! & 0x40) !== 0;
    const end = Math.min(bytes.length, tag + 10 + syncSafe(bytes, tag + 6));
    const sizeOf = version === 4 ? syncSafe : plain;
    let at = tag + 10;
    if (hasExtension) at += version === 4 ? syncSafe(bytes, at) : plain(bytes, at) + 4;
    while (at + 10 <= end && bytes[at] !== 0) {
      const size = sizeOf(bytes, at + 4);
      const content = bytes.subarray(at + 10, Math.min(end, at + 10 + size));
      if (ascii(bytes.subarray(at, at + 4)) === 'TXXX') frames.push(readText(content));
      at += 10 + size;
    }
    tag = end;
  }
  return frames;
}

function readText(content: Uint8Array): TextFrame {
  const text = new TextDecoder(encodings[content[0] ?? 0] ?? 'iso-8859-1').decode(content.subarray(1));
  const [description = '', value = ''] = text.split('\0');
  return { description, value: value.replace(/^\ufeff/, '') };
}
