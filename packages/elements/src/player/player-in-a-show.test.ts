import { ContextProvider } from '@lit/context';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import {
  createShowSession,
  encodeInStream,
  formatDateRange,
  initialShow,
  parseDateRange,
  type ShowSession,
  type Stream,
} from '@shopcast/session';
import { createTestStage, type TestStage } from '@shopcast/testing';
import type { ShopcastSeekEvent } from '../events.js';
import { showContext } from '../internal/show-context.js';
import './define.js';
import type { ShopcastPlayer } from './player.js';
import { cannotRewind, control, inState, moves, part, shows, stream, when } from './testing/watching.js';

describe('shopcast-player, inside a show', () => {
  let stage: TestStage | undefined;
  let session: ShowSession | undefined;
  afterEach(async () => {
    session?.dispose();
    await stage?.close();
    session = stage = undefined;
  });
  const enter = async (streams: readonly Stream[], phase: 'scheduled' | 'live' = 'live') => {
    stage = await createTestStage({ phase, manifest: { streams } });
    session = createShowSession(stage.parts);
    const place = await fixture(html`<div></div>`);
    new ContextProvider(place as HTMLElement, { context: showContext, initialValue: session });
    const player = document.createElement('shopcast-player');
    place.addEventListener('shopcast-seek', event => session!.seek((event as ShopcastSeekEvent).detail.at));
    place.append(player);
    return player;
  };

  it('plays the show and gives it the playhead, as long as it is there', async () => {
    const { url } = stream('live');
    const player = await enter([{ url, kind: 'live' }]);
    await inState(player, 'playing');
    await moves(player);
    expect(session!.$playhead.get()).to.be.closeTo(player.playhead!, 100);
    expect(part(player, 'fill') === null, 'the show fills the window, not the video').to.equal(true);
    player.remove();
    await new Promise(resolve => setTimeout(resolve));
    expect(session!.$playhead.get()).to.equal(undefined);
  });

  (cannotRewind ? it.skip : it)('sends moments through the show', async () => {
    const { url } = stream('live');
    const player = await enter([{ url, kind: 'live' }]);
    await inState(player, 'playing');
    await moves(player);
    const slider = (await shows(player, 'position')) as HTMLInputElement;
    slider.value = String(Number(slider.value) - 12);
    const wished = oneEvent<ShopcastSeekEvent>(player, 'shopcast-seek');
    slider.dispatchEvent(new Event('input'));
    slider.dispatchEvent(new Event('change'));
    const { detail } = await wished;
    await moves(player);
    expect(player.playhead! - detail.at!).to.be.within(0, 5_000);
  });

  it('fetches nothing before the show, and replays it when asked', async () => {
    const [live, recorded] = [stream('live'), stream('vod')];
    const streams = [
      { url: live.url, kind: 'live' },
      { url: recorded.url, kind: 'recorded' },
    ] as const;
    const player = await enter(streams, 'scheduled');
    await player.updateComplete;
    expect(player.state).to.equal('idle');
    await stage!.run({ type: 'start-show', data: {} }, { type: 'end-show', data: {} });
    await stage!.until(() => session!.$truth.get().phase === 'ended');
    await player.updateComplete;
    expect(player.state).to.equal('idle');
    const at = Date.UTC(2026, 0, 1) + 8_000;
    session!.seek(at);
    await inState(player, 'playing');
    await when(player, ['timeupdate'], () => Math.abs((player.playhead ?? 0) - at) < 5_000);
  });

  it('hands on what the stream carries for the in-stream transport, also to whoever comes late', async () => {
    const { name, url } = stream('live');
    const item = { type: 'snapshot', snapshot: { epoch: 'e', seq: 3, at: 1, state: initialShow } } as const;
    const parts = encodeInStream(item, 200);
    await control(name, { tags: parts.map(one => formatDateRange(one, new Date().toISOString())) });
    const player = await fixture<ShopcastPlayer>(html`<shopcast-player src=${url} autoplay></shopcast-player>`);
    const texts: string[] = [];
    player.streamEvents.on('hlsFragParsingMetadata', (_, { samples }: { samples: { data: Uint8Array }[] }) =>
      texts.push(...samples.map(sample => new TextDecoder().decode(sample.data))),
    );
    await inState(player, 'playing');
    const found: unknown[] = [];
    type Level = { details: { dateRanges: Record<string, { attr: Record<string, string> }> } };
    const listen = (_: string, { details }: Level) =>
      found.push(...Object.values(details.dateRanges).map(({ attr }) => parseDateRange(attr)));
    player.streamEvents.on('hlsLevelUpdated', listen);
    expect(found.slice(0, parts.length)).to.have.deep.members(parts);
    player.streamEvents.off('hlsLevelUpdated', listen);
    await when(player, ['timeupdate'], () => texts.some(text => text.includes('segment')));
  });
});
