/** The little of ISO 14496-12 that says when a fragmented MP4 begins. */

interface Box {
  readonly type: string;
  /** What is in it. */
  readonly content: DataView;
}

function boxesOf(view: DataView): Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= view.byteLength;) {
    // A size of 0 or 1 says that it stands elsewhere, which boxes of this kind have no need of.
    const size = Math.max(8, Math.min(view.getUint32(at), view.byteLength - at));
    const type = String.fromCharCode(...[4, 5, 6, 7].map(byte => view.getUint8(at + byte)));
    found.push({ type, content: new DataView(view.buffer, view.byteOffset + at + 8, size - 8) });
    at += size;
  }
  return found;
}

/** Every box at a path, `moov/trak`. */
function find(view: DataView, path: string): DataView[] {
  return path
    .split('/')
    .reduce((within, type) => within.flatMap(one => boxesOf(one).flatMap(box => (box.type === type ? [box.content] : []))), [view]);
}

const versionOf = (view: DataView): number => view.getUint8(0);
const longer = (view: DataView): number => (versionOf(view) === 1 ? 20 : 12);

/** A moment on the clock of a track: `baseTime` ticks, of which `timescale` are a second. */
export interface TrackTime {
  readonly baseTime: number;
  readonly timescale: number;
  readonly trackId: number;
}

/**
 * The first time of decoding in a segment: that of the picture, or of the sound where it begins earlier, which is what hls.js goes by.
 * Throws a TypeError or RangeError where the files are none.
 */
export function decodingStart(init: ArrayBuffer, segment: ArrayBuffer): TrackTime {
  const tracks = new Map(
    find(new DataView(init), 'moov/trak').map(track => {
      const [header, media, handler] = ['tkhd', 'mdia/mdhd', 'mdia/hdlr'].map(path => find(track, path)[0]!) as [
        DataView,
        DataView,
        DataView,
      ];
      // `soun` and `vide`
      return [header.getUint32(longer(header)), { timescale: media.getUint32(longer(media)), isSound: handler.getUint8(8) === 0x73 }];
    }),
  );
  const starts = find(new DataView(segment), 'moof/traf').flatMap(fragment => {
    const [header, time] = [find(fragment, 'tfhd')[0], find(fragment, 'tfdt')[0]];
    const track = header && tracks.get(header.getUint32(4));
    if (!track || !time) return [];
    const baseTime = versionOf(time) === 1 ? Number(time.getBigUint64(4)) : time.getUint32(4);
    return [{ baseTime, trackId: header.getUint32(4), ...track }];
  });
  const seconds = ({ baseTime, timescale }: TrackTime): number => baseTime / timescale;
  const [first] = starts.sort((a, b) => seconds(a) - seconds(b) || Number(a.isSound) - Number(b.isSound));
  if (!first) throw new RangeError('The segment does not say when it begins.');
  const { baseTime, timescale, trackId } = first;
  return { baseTime, timescale, trackId };
}
