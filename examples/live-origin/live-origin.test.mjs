import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { root } from '../../tools/lib/run.mjs';
import { startProgram } from '../../tools/lib/programs.mjs';
import { partAt, readFragments } from './fmp4.mjs';
import { mediaPlaylist } from './playlists.mjs';
import { loadShow, schedule } from './show.mjs';
import { partsPerSegment, partTime, segmentTime } from './timing.mjs';

const loopParts = schedule.loopTime / partTime;

/** What a media playlist says: its segments with number, date and address, and its parts. */
function readPlaylist(text) {
  const tag = name => new RegExp(`^#${name}:(.*)$`, 'm').exec(text)?.[1];
  const first = Number(tag('EXT-X-MEDIA-SEQUENCE'));
  const segments = [];
  const parts = [];
  let date;
  for (const line of text.trim().split('\n')) {
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) date = Date.parse(line.slice('#EXT-X-PROGRAM-DATE-TIME:'.length));
    if (line.startsWith('#EXT-X-PART:')) parts.push(/URI="([^"]+)"/.exec(line)[1]);
    if (!line.startsWith('#')) segments.push({ number: first + segments.length, date, address: line });
  }
  return { first, segments, parts, hint: /EXT-X-PRELOAD-HINT:.*URI="([^"]+)"/.exec(text)?.[1], text };
}

/** Track, beginning (in ticks), and number of samples of each run in a part. */
function runsOf(part) {
  const boxes = (from, to) => {
    const found = [];
    for (let at = from; at + 8 <= to; at += part.readUInt32BE(at))
      found.push({ type: part.toString('latin1', at + 4, at + 8), at, end: at + part.readUInt32BE(at) });
    return found;
  };
  const [moof] = boxes(0, part.length);
  return boxes(moof.at + 8, moof.end)
    .filter(({ type }) => type === 'traf')
    .map(traf => {
      const inside = Object.fromEntries(boxes(traf.at + 8, traf.end).map(box => [box.type, box.at]));
      return {
        track: part.readUInt32BE(inside.tfhd + 12),
        begins: part.readBigUInt64BE(inside.tfdt + 12),
        samples: part.readUInt32BE(inside.trun + 12),
      };
    });
}

describe('the stream of the show', () => {
  let show;
  before(async () => {
    show = await loadShow();
  });

  it('is made of parts that hold as much picture as sound', () => {
    for (const [name, { parts }] of Object.entries(show.media)) {
      const kinds = new Set(
        parts.map(part =>
          runsOf(part)
            .map(({ samples }) => samples)
            .join(' and '),
        ),
      );
      expect([...kinds], name).to.deep.equal(['8 and 15']);
      expect(parts).to.have.length(loopParts);
    }
  });

  it('goes on over the seam without a gap, in both tracks', () => {
    const seam = loopParts * 30_000; // 22 days on
    for (const [name, media] of Object.entries(show.media)) {
      const perPart = track => BigInt((partTime * media.timescales.get(track)) / 1000);
      for (let index = seam - 3; index < seam + 3; index++) {
        const [these, next] = [index, index + 1].map(at => runsOf(partAt(media, at, partTime)));
        these.forEach((run, at) => expect(next[at].begins - run.begins, `${name}, track ${run.track}`).to.equal(perPart(run.track)));
      }
    }
  });

  it('decodes over the seam without a word of complaint', () => {
    for (const media of Object.values(show.media)) {
      const parts = Array.from({ length: 2 * partsPerSegment }, (_, index) =>
        partAt(media, loopParts * 7 - partsPerSegment + index, partTime),
      );
      const { stderr, status } = spawnSync('ffmpeg', ['-v', 'warning', '-i', 'pipe:0', '-f', 'null', '-'], {
        input: Buffer.concat([media.init, ...parts]),
      });
      expect(String(stderr)).to.equal('');
      expect(status).to.equal(0);
    }
  });

  it('has playlists that go on over the seam: numbers and dates rise, and nothing is discontinuous', () => {
    const { epoch } = show;
    let before;
    for (let done = loopParts * 500 - 12; done < loopParts * 500 + 12; done++) {
      const now = readPlaylist(mediaPlaylist({ mode: 'll', name: 'high', began: epoch, done, tags: [] }));
      expect(now.text).to.not.contain('DISCONTINUITY');
      for (const { number, date, address } of now.segments) {
        expect(date).to.equal(epoch + number * segmentTime);
        expect(address).to.equal(`high/s${number}.m4s`);
      }
      expect(now.hint).to.equal(`high/p${done}.m4s`);
      expect(now.parts.at(-1)).to.equal(`high/p${done - 1}.m4s`);
      if (before) {
        expect(now.first).to.be.within(before.first, before.first + 1);
        // What was announced stays where it was.
        for (const one of before.segments) if (one.number >= now.first) expect(now.segments[one.number - now.first]).to.deep.equal(one);
      }
      before = now;
    }
  });

  it('tells a part from a broken file', () => {
    const [{ init, parts }] = Object.values(show.media);
    expect(() => readFragments(Buffer.concat([init, parts[0]]), 2)).to.throw('1 parts, 2 were expected');
  });
});

describe('the live origin', () => {
  let origin;
  let url;
  before(async () => {
    origin = await startProgram([`${root}/examples/live-origin/server.mjs`, '--port', '0'], { timeout: 30_000 });
    ({ url } = origin.said);
  });
  after(() => origin?.stop());
  const text = async path => {
    const answer = await fetch(`${url}${path}`);
    expect(answer.status, path).to.equal(200);
    return answer.text();
  };

  it('says which product is on the air, to the frame', async () => {
    const told = JSON.parse(await text('/show/scenes.json'));
    expect(told).to.include({ epoch: schedule.epoch, loopTime: 64_000, frameTime: 40 });
    expect(told.now).to.be.closeTo(Date.now(), 2000);
    expect(told.scenes).to.have.length.of.at.least(6);
    let end = 0;
    for (const { from, to, handle } of told.scenes) {
      expect(from, handle).to.equal(end);
      expect(from % segmentTime, 'a scene begins with a segment').to.equal(0);
      end = to;
    }
    expect(end).to.equal(told.loopTime);
    expect(new Set(told.scenes.map(({ handle }) => handle)).size).to.equal(told.scenes.length);
  });

  it('holds the answer back until the part is there, and refuses to wait for what is far off', async () => {
    const now = readPlaylist(await text('/show/ll/low.m3u8'));
    const next = Number(/p(\d+)/.exec(now.hint)[1]) + 1;
    const [number, part] = [Math.floor(next / partsPerSegment), next % partsPerSegment];
    const held = readPlaylist(await text(`/show/ll/low.m3u8?_HLS_msn=${number}&_HLS_part=${part}`));
    expect(held.parts).to.include(`low/p${next}.m4s`);
    expect(Date.now()).to.be.at.least(schedule.epoch + (next + 1) * partTime);
    expect((await fetch(`${url}/show/ll/low.m3u8?_HLS_msn=${number + 100}`)).status).to.equal(404);
    expect((await fetch(`${url}/show/ll/low/p${next + 1000}.m4s`)).status).to.equal(404);
  });

  it('names renditions with what decoders must be able to do', async () => {
    const main = await text('/show/ll/main.m3u8');
    expect(main).to.match(/CODECS="avc1\.4d401e,mp4a\.40\.2",RESOLUTION=360x640/);
    expect(main).to.match(/CODECS="avc1\.4d401f,mp4a\.40\.2",RESOLUTION=720x1280/);
    const bandwidths = [...main.matchAll(/:BANDWIDTH=(\d+)/g)].map(([, bits]) => Number(bits));
    const { media } = await loadShow();
    for (const [index, { parts }] of Object.values(media).entries()) {
      const most = Math.max(
        ...parts.map((_, at) => (at % partsPerSegment ? 0 : Buffer.concat(parts.slice(at, at + partsPerSegment)).length * 8)),
      );
      expect(bandwidths[index]).to.be.at.least((most * 1000) / segmentTime);
    }
  });

  it('shows any stretch of the show again, with its own dates', async () => {
    const from = Math.floor(Date.now() / 1000) * 1000 - 100_000;
    const main = await text(`/show/vod/main.m3u8?from=${from}&to=${from + 64_000}`);
    const address = /^high.*$/m.exec(main)[0];
    const recorded = readPlaylist(await text(`/show/vod/${address}`));
    expect(recorded.text).to.contain('#EXT-X-ENDLIST');
    expect(recorded.segments[0].date).to.be.within(from - segmentTime + 1, from);
    expect(recorded.segments.at(-1).date + segmentTime).to.be.within(from + 64_000, from + 64_000 + segmentTime);
    for (const wrong of ['from=5&to=9', `from=${from}&to=${from}`, `from=${from}&to=${from + 1e9}`, 'from=x&to=y']) {
      expect((await fetch(`${url}/show/vod/high.m3u8?${wrong}`)).status, wrong).to.equal(404);
    }
  });

  it('captions what is on the air', async () => {
    const list = readPlaylist(await text('/show/vod/captions.m3u8'));
    const seen = [];
    for (const { address } of list.segments) {
      const cues = await text(`/show/vod/${address}`);
      expect(cues).to.match(/^WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:\d+,LOCAL:00:00:00\.000\n/);
      for (const line of cues.split('\n').slice(3)) if (line && !line.includes('-->')) seen.push(line);
    }
    expect(new Set(seen)).to.include('The chef’s knife, in carbon steel.');
    expect(new Set(seen).size).to.equal(24);
  });

  it('keeps its test pictures for the tests of the player', async () => {
    expect(await text('/some-test/ll/main.m3u8')).to.contain('RESOLUTION=640x360');
    expect(readPlaylist(await text('/some-test/vod/low.m3u8')).segments).to.have.length(16);
  });
});
