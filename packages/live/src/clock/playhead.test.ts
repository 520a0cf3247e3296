import type { ShowEvent } from '@shopcast/core';
import { createTestEnvironment } from '@shopcast/testing';
import { expect } from 'chai';
import { createPlayhead } from './playhead.js';

const featured = (at: number): ShowEvent => ({ id: `f${at}`, seq: 1, at, type: 'product-featured', data: { productId: 'lamp' } });
const soldOut = (at: number): ShowEvent => ({ id: `s${at}`, seq: 1, at, type: 'offer-sold-out', data: { offerId: 'lamp' } });
const message = (at: number): ShowEvent => ({
  id: `m${at}`,
  seq: 1,
  at,
  type: 'message-posted',
  data: { messageId: 'm', author: { viewerId: 'v', name: 'V', role: 'viewer' }, text: 'Hello' },
});

function scene(options: { readonly bound?: number; readonly encoderOffset?: number } = {}) {
  const environment = createTestEnvironment();
  const now = () => environment.wall();
  const playhead = createPlayhead({ now, environment, ...options });
  const report = (behind: number, more: { playing?: boolean; rewound?: boolean; rate?: number } = {}) =>
    playhead.report({ programDateTime: now() - behind, playing: true, ...more });
  return { environment, now, playhead, report };
}

describe('playhead', () => {
  it('shows things when they happen while there is no video', () => {
    const { now, playhead } = scene();
    expect(playhead.present(featured(now()))).to.equal(true);
    expect(playhead.presentedAt(featured(now()))).to.equal(now());
    playhead.report({ programDateTime: Number.NaN, playing: true });
    expect(playhead.position()).to.equal(now());
  });

  it('shows a card when its frame is on screen, however far each viewer is behind', () => {
    for (const behind of [300, 4000, 19_000]) {
      const { environment, now, playhead, report } = scene();
      const card = featured(now());
      report(behind);
      expect(playhead.present(card), 'at once').to.equal(false);
      expect(playhead.presentedAt(card) - now(), 'ms until then').to.equal(behind);
      for (let passed = 0; passed < behind; passed += 100) {
        expect(playhead.present(card), `after ${passed} of ${behind} ms`).to.equal(false);
        environment.clock.advance(100);
        report(behind);
      }
      expect(playhead.present(card), 'when its frame is there').to.equal(true);
    }
  });

  it('goes on between two reports, and stands when the reports stop', () => {
    const { environment, now, playhead, report } = scene();
    report(5000);
    environment.clock.advance(1500);
    expect(now() - playhead.position()).to.equal(5000);
    environment.clock.advance(3500);
    expect(now() - playhead.position(), 'two seconds are believed without a report').to.equal(8000);
    report(5000, { playing: false });
    environment.clock.advance(1000);
    expect(now() - playhead.position(), 'paused').to.equal(6000);
    report(5000, { rate: 1.5 });
    environment.clock.advance(1000);
    expect(now() - playhead.position(), 'catching up').to.equal(4500);
  });

  it('does not let a stalled video hide the shop for longer than the bound', () => {
    for (const bound of [20_000, 8000]) {
      const { environment, now, playhead, report } = scene({ bound });
      const card = featured(now());
      report(3000, { playing: false });
      environment.clock.advance(bound - 1);
      expect(playhead.present(card)).to.equal(false);
      environment.clock.advance(1);
      expect(playhead.present(card)).to.equal(true);
    }
  });

  it('tells price and stock at once, and chat with the crowd', () => {
    const { now, playhead, report } = scene();
    report(15_000);
    for (const event of [soldOut(now()), message(now())]) {
      expect(playhead.present(event), event.type).to.equal(true);
      expect(playhead.presentedAt(event), event.type).to.equal(now());
    }
  });

  it('shows a viewer who has rewound what was then, but the truth of now', () => {
    const { now, playhead, report } = scene();
    report(600_000, { rewound: true });
    expect(playhead.position()).to.equal(now() - 600_000);
    expect(playhead.present(featured(now() - 599_000))).to.equal(false);
    expect(playhead.present(featured(now() - 601_000))).to.equal(true);
    expect(playhead.present(message(now() - 1000)), 'chat keeps to the picture').to.equal(false);
    expect(playhead.present(soldOut(now() - 1000)), 'sold out is sold out').to.equal(true);
  });

  it('allows for an encoder whose clock is wrong, and never looks into the future', () => {
    const { now, playhead } = scene({ encoderOffset: 60_000 });
    playhead.report({ programDateTime: now() + 56_000, playing: true });
    expect(now() - playhead.position()).to.equal(4000);
    playhead.report({ programDateTime: now() + 90_000, playing: true });
    expect(playhead.position()).to.equal(now());
  });
});
