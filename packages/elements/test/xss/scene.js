/**
 * A show, its products and a cart in which every text, id and address is what `word` answers for its field.
 * @param {(field: string) => string} word
 */
export function hostileScene(word) {
  const eur = minor => ({ minor, currency: 'EUR' });
  const now = Date.UTC(2030, 0, 1, 12);

  const variant = at => ({
    id: `${word('variant.id')}#${at}`,
    sku: word('variant.sku'),
    title: word('variant.title'),
    options: { o: `v${at}` },
    price: eur(1000 + at),
    unitPrice: { price: eur(200), per: word('variant.unitPrice.per') },
    stock: { state: 'in', quantity: 3, asOf: now },
    image: word('variant.image'),
    quantityRule: { min: 1, step: 1 },
  });
  const swatches = [{ color: word('option.swatch.color') }, { image: word('option.swatch.image') }];
  const product = (id, variants) => ({
    id,
    handle: word('product.handle'),
    title: word('product.title'),
    description: `${word('product.description')}\n${word('product.description.second')}`,
    url: word('product.url'),
    images: [word('product.images'), word('product.images.second')],
    options:
      variants > 1
        ? [
            {
              id: 'o',
              label: word('option.label'),
              values: Array.from({ length: variants }, (_, at) => ({
                id: `v${at}`,
                label: word('option.value'),
                swatch: swatches[at] ?? {},
              })),
            },
          ]
        : [],
    variants: Array.from({ length: variants }, (_, at) => (variants > 1 ? variant(at) : { ...variant(at), options: {} })),
    truncated: true,
    rating: { value: 4, count: 2 },
  });
  const entry = (given, more = {}) => ({
    productId: given.id,
    listing: {},
    title: given.title,
    picture: word('entry.picture'),
    product: given,
    reading: 'ready',
    place: 'now',
    withdrawn: false,
    stock: new Map(given.variants.map(({ id, stock }) => [id, stock])),
    ...more,
  });

  const many = product(`${word('product.id')}#many`, 3);
  const one = product(`${word('product.id.second')}#one`, 1);
  const flash = {
    productId: `${word('listing.productId')}#flash`,
    listing: { title: word('listing.title'), price: eur(500) },
    title: word('listing.title.shown'),
    picture: word('listing.picture'),
    reading: 'listed',
    place: 'before',
    shownAt: now - 60_000,
    withdrawn: false,
    stock: new Map(),
  };
  const products = [entry(many), entry(one), flash];

  const offer = {
    offerId: word('offer.id'),
    productId: one.id,
    price: eur(900),
    startsAt: now - 1000,
    endsAt: now + 60_000,
    code: word('offer.code'),
    phase: 'open',
    timeLeft: 60_000,
  };

  const line = (id, variantId) => ({
    id,
    variantId,
    title: word('line.title'),
    variantTitle: word('line.variantTitle'),
    image: word('line.image'),
    quantity: 2,
    unit: eur(1000),
    total: eur(2000),
    editable: true,
    attributes: { note: word('line.attribute') },
    pending: false,
    unsure: false,
  });
  const lines = [line(`${word('line.id')}#a`, many.variants[0].id), line('b', one.variants[0].id)];
  const code = word('code.code');
  const cart = {
    shop: {
      currency: 'EUR',
      lines: [],
      quantity: 4,
      subtotal: eur(4000),
      discount: eur(0),
      total: eur(4000),
      taxes: 'included',
      final: false,
      codes: [],
    },
    lines,
    quantity: 4,
    codes: [{ code, applied: true, pending: false }],
    pending: false,
    unsure: false,
  };
  const dismiss = () => undefined;
  const issues = [
    { id: '1', code: 'other', variantId: lines[0].variantId, message: word('issue.message.line'), at: now, dismiss },
    { id: '2', code: 'other', message: word('issue.message.cart'), at: now, dismiss },
    { id: '3', code: 'code-not-applicable', discountCode: code, message: word('issue.message.code'), at: now, dismiss },
    { id: '4', code: 'code-invalid', discountCode: word('issue.code'), at: now, dismiss },
    {
      id: '5',
      code: 'line-gone',
      lineId: lines[1].id,
      variantId: lines[1].variantId,
      message: word('issue.message.gone'),
      at: now,
      dismiss,
    },
  ];
  const removed = [{ id: 'r', line: { ...line('r', 'gone'), title: word('removed.title') }, undo: async () => ({}), dismiss }];

  const details = {
    showId: word('show.id'),
    title: word('show.title'),
    description: word('show.description'),
    startsAt: now + 3_600_000,
    poster: word('show.poster'),
    language: word('show.language'),
    host: { name: word('show.host'), picture: word('show.host.picture') },
  };
  return {
    now,
    products,
    offer,
    cart,
    issues,
    removed,
    details,
    manifest: { ...details, title: word('manifest.title'), poster: word('manifest.poster'), streams: [], transports: [] },
    pauseReason: word('show.pauseReason'),
    announcement: { announcementId: word('announcement.id'), text: word('announcement.text'), at: now },
    message: {
      messageId: word('message.id'),
      author: { viewerId: word('author.id'), name: word('author.name'), role: 'viewer' },
      text: word('message.text'),
      at: now,
    },
    handOff: word('checkout.url'),
    productDetails: {
      reviews: [{ author: word('review.author'), rating: 4, text: word('review.text'), date: word('review.date') }],
      total: 1,
      policies: [
        { kind: 'returns', title: word('policy.title'), text: word('policy.text'), url: word('policy.url') },
        { kind: 'terms', title: word('policy.title.link'), url: word('policy.url.link') },
      ],
    },
    alone: {
      text: word('announcement[text]'),
      offerId: word('countdown[offer-id]'),
      endsAt: word('countdown[ends-at]'),
      phase: word('badge[phase]'),
      label: word('player[label]'),
      poster: word('player[poster]'),
      name: word('picker[name]'),
      lang: word('[lang]'),
    },
  };
}

/** Fields whose text a viewer has to be able to read, letter for letter: proof that they reached the page. */
export const readable = [
  'product.title',
  'product.description',
  'product.description.second',
  'option.label',
  'option.value',
  'variant.unitPrice.per',
  'listing.title.shown',
  'line.title',
  'line.variantTitle',
  'removed.title',
  'code.code',
  'issue.message.line',
  'issue.message.cart',
  'issue.message.code',
  'issue.code',
  'show.title',
  'show.description',
  'show.host',
  'show.pauseReason',
  'announcement.text',
  'review.author',
  'review.text',
  'policy.title',
  'policy.text',
  'announcement[text]',
];
