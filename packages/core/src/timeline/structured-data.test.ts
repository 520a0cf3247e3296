import { expect } from 'chai';
import { structuredData, type ShowEvent, type ShowFact, type ShowManifest } from '../index.js';

const place = (facts: readonly (ShowFact & { at: number })[]): ShowEvent[] =>
  facts.map((fact, i) => ({ id: `e${i + 1}`, seq: i + 1, ...fact }));
const start = Date.UTC(2026, 10, 21, 20);
const minute = 60_000;
const url = 'https://shop.example/live';
const absolute = (address: string): string => `https://shop.example${address}`;
const price = { minor: 1990, currency: 'EUR' };
const manifest: ShowManifest = {
  showId: 'summer',
  title: 'Summer table',
  startsAt: start,
  poster: '/poster.jpg',
  language: 'en',
  streams: [{ url: '/stream/main.m3u8', kind: 'recorded' }],
  transports: [],
};
const { title, poster } = manifest;
const log = place([
  { at: start - minute, type: 'show-scheduled', data: { showId: 'summer', title, startsAt: start, poster: poster!, streams: [] } },
  { at: start, type: 'show-started', data: {} },
  { at: start, type: 'product-listed', data: { productId: 'lamp', listing: { ref: '17', title: 'Lamp' } } },
  { at: start, type: 'product-listed', data: { productId: 'vase', listing: { ref: '18' } } },
  { at: start + 5_400, type: 'product-featured', data: { productId: 'lamp' } },
  {
    at: start + 6_000,
    type: 'offer-opened',
    data: { offerId: 'o', productId: 'lamp', price, startsAt: start + 6_000, endsAt: start + 2 * minute },
  },
  { at: start + 30_900, type: 'product-featured', data: { productId: 'vase' } },
  { at: start + 31_000, type: 'product-unfeatured', data: { productId: 'lamp' } },
  { at: start + 65 * minute, type: 'show-ended', data: {} },
]);
type Graph = { '@graph': [Record<string, unknown>, ...Record<string, unknown>[]] };
const describeShow = (events: readonly ShowEvent[], now: number, more: object = {}): Graph['@graph'] =>
  (structuredData(events, { manifest, url, now, absolute, ...more }) as Graph)['@graph'];

describe('a show in the words of schema.org', () => {
  it('tells when it was, what it looks like and where it can be seen', () => {
    const [video] = describeShow(log, start + 70 * minute);
    expect(video).to.deep.include({
      '@type': 'VideoObject',
      name: 'Summer table',
      description: 'Summer table',
      thumbnailUrl: 'https://shop.example/poster.jpg',
      contentUrl: 'https://shop.example/stream/main.m3u8',
      uploadDate: '2026-11-21T20:00:00.000Z',
      duration: 'PT1H5M0S',
      inLanguage: 'en',
    });
    expect(video['publication']).to.deep.include({
      isLiveBroadcast: true,
      startDate: '2026-11-21T20:00:00.000Z',
      endDate: '2026-11-21T21:05:00.000Z',
    });
  });

  it('has a clip for each time a product was shown that has a name', () => {
    const clips = (more?: object): unknown => describeShow(log, start + 70 * minute, more)[0]['hasPart'];
    expect(clips()).to.deep.equal([{ '@type': 'Clip', name: 'Lamp', startOffset: 5, endOffset: 31 }]);
    expect(
      clips({
        product: (id: string) => (id === 'vase' ? { title: 'Vase' } : undefined),
        clipUrl: (seconds: number) => `${url}?t=${seconds}`,
      }),
    ).to.deep.equal([
      { '@type': 'Clip', name: 'Lamp', startOffset: 5, endOffset: 31, url: `${url}?t=5` },
      { '@type': 'Clip', name: 'Vase', startOffset: 30, endOffset: 3900, url: `${url}?t=30` },
    ]);
  });

  it('names an offer only while its price holds', () => {
    const offers = (now: number): unknown => describeShow(log, now)[1]!['offers'];
    expect(offers(start + minute)).to.deep.equal([
      {
        '@type': 'Offer',
        url,
        price: '19.90',
        priceCurrency: 'EUR',
        availability: 'https://schema.org/InStock',
        validFrom: '2026-11-21T20:00:06.000Z',
        availabilityStarts: '2026-11-21T20:00:06.000Z',
        availabilityEnds: '2026-11-21T20:02:00.000Z',
        priceValidUntil: '2026-11-21T20:02:00.000Z',
      },
    ]);
    expect(offers(start + 2 * minute)).to.equal(undefined);
    const soldOut = [
      ...log.slice(0, 6),
      ...place([{ at: start + 7_000, type: 'offer-sold-out', data: { offerId: 'o' } }]).map(e => ({ ...e, seq: 7 })),
    ];
    expect(describeShow(soldOut, start + minute)[1]!['offers']).to.have.nested.property('[0].availability', 'https://schema.org/SoldOut');
  });

  it('leaves out what was withdrawn, and describes a show of which nothing has happened', () => {
    const withdrawn = [
      ...log.slice(0, 4),
      ...place([{ at: start, type: 'product-withdrawn', data: { productId: 'lamp' } }]).map(e => ({ ...e, seq: 5 })),
    ];
    expect(describeShow(withdrawn, start).map(({ name }) => name)).to.deep.equal(['Summer table', 'vase']);
    const [video, ...rest] = describeShow([], start - minute);
    expect(rest).to.deep.equal([]);
    expect(video)
      .to.include({ name: 'Summer table', uploadDate: '2026-11-21T20:00:00.000Z' })
      .and.not.have.any.keys('duration', 'hasPart', 'mentions');
  });
});
