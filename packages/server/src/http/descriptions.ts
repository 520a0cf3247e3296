/**
 * JSON Schemas of requests and answers: they make the OpenAPI description, and the tests hold the answers against them. Requests are read
 * by the parsers of core, which name the field at fault; nothing is validated twice.
 */
const place = { type: 'integer', minimum: 0 } as const;
const serverTime = { type: 'number', description: 'Server ms since 1970.' } as const;
const epoch = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' } as const;
const showId = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' } as const;
const object = <P extends Record<string, unknown>>(properties: P, required: readonly (keyof P & string)[] = Object.keys(properties)) =>
  ({ type: 'object', properties, required }) as const;

const event = object({ id: { type: 'string' }, seq: place, at: serverTime, type: { type: 'string' }, data: {} });
const frame = object(
  { epoch, after: place, upTo: place, at: serverTime, events: { type: 'array', items: event }, ephemeral: { type: 'array', items: event } },
  ['epoch', 'after', 'upTo', 'at', 'events'],
);
const snapshot = object({ epoch, seq: place, at: serverTime, state: { type: 'object', additionalProperties: true } });
const head = object(
  {
    epoch,
    seq: place,
    at: serverTime,
    segmentSize: { type: 'integer', minimum: 1 },
    tail: frame,
    snapshot: object({ url: { type: 'string' }, seq: place }),
    complete: { type: 'boolean' },
  },
  ['epoch', 'seq', 'at', 'segmentSize', 'tail', 'snapshot'],
);
const commandAnswer = {
  oneOf: [
    object({ outcome: { const: 'accepted' }, seq: place }),
    object(
      {
        outcome: { const: 'refused' },
        code: { type: 'string' },
        message: { type: 'string' },
        field: { type: 'string' },
        retryAfter: { type: 'number', description: 'Ms.' },
      },
      ['outcome', 'code', 'message'],
    ),
  ],
} as const;
const errorBody = object({
  error: object({ code: { type: 'string' }, message: { type: 'string' }, field: { type: 'string' } }, ['code', 'message']),
});
const manifest = {
  ...object(
    {
      showId,
      title: { type: 'string' },
      startsAt: serverTime,
      streams: { type: 'array', items: { type: 'object', additionalProperties: true } },
    },
    ['showId', 'title', 'startsAt'],
  ),
  additionalProperties: true,
  description: 'A show manifest, see docs/protocol.md.',
};
const made = object({ showId, epoch });

const json = (schema: unknown, description = 'Done.') => ({ description, content: { 'application/json': { schema } } });
const text = (type: string, description: string) => ({ description, content: { [type]: { schema: { type: 'string' } } } });
const fault = (description: string) => json(errorBody, description);
const onShow = object({ showId });
const bearer = [{ bearer: [] }];
const perhapsBearer = [{}, ...bearer];
const noShow = { 404: fault('No such show.') };
const bodyFaults = { 413: fault('Too large.'), 415: fault('Not of the type this address takes.') };
const staffFaults = { 401: fault('No token, or a bad one.'), 403: fault('A token for another show or role.'), ...noShow };

/** One description per route. */
export const describe = {
  health: {
    summary: 'Whether the server can serve',
    tags: ['operation'],
    response: {
      200: json(object({ status: { const: 'ok' }, shows: place })),
      503: fault('The disk does not answer, or the server is stopping.'),
    },
  },
  metrics: { summary: 'Figures for Prometheus', tags: ['operation'], response: { 200: text('text/plain', 'Prometheus text format.') } },
  time: { summary: 'The server’s clock', tags: ['show'], response: { 200: json(object({ serverTime })) } },
  createShow: {
    summary: 'Make and schedule a show',
    tags: ['show'],
    security: bearer,
    body: manifest,
    response: {
      201: json(made, 'Made.'),
      400: fault('A field of the manifest is wrong.'),
      ...bodyFaults,
      401: staffFaults[401],
      403: staffFaults[403],
      409: fault('The id is taken.'),
    },
  },
  manifest: {
    summary: 'What <shopcast-show> reads first',
    tags: ['show'],
    params: onShow,
    response: { 200: json(manifest), 304: { description: 'Not changed.' }, ...noShow },
  },
  saveManifest: {
    summary: 'Replace the manifest',
    tags: ['show'],
    security: bearer,
    params: onShow,
    body: manifest,
    response: { 200: json(manifest), 400: fault('A field of the manifest is wrong.'), ...bodyFaults, ...staffFaults },
  },
  events: {
    summary: 'The log as server-sent events',
    tags: ['live'],
    security: perhapsBearer,
    params: onShow,
    querystring: object({ after: { type: 'string', description: 'epoch:seq' } }, []),
    response: { 200: text('text/event-stream', 'Events snapshot, frame, end, refused.'), ...staffFaults, 429: fault('Too many streams.') },
  },
  commands: {
    summary: 'Send one command',
    tags: ['live'],
    security: bearer,
    params: onShow,
    body: object({
      commandId: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
      command: object({ type: { type: 'string' }, data: { type: 'object', additionalProperties: true } }),
    }),
    response: {
      200: json(commandAnswer),
      400: fault('Not a command request.'),
      ...bodyFaults,
      503: fault('Not now: the server is stopping, or its disk failed. Send it again with the same commandId.'),
      ...staffFaults,
    },
  },
  head: {
    summary: 'Where the log stands',
    tags: ['log'],
    params: onShow,
    response: { 200: json(head), 304: { description: 'Not changed.' }, ...noShow },
  },
  segment: {
    summary: 'One whole segment of the log',
    tags: ['log'],
    params: object({ showId, epoch, number: { type: 'integer', minimum: 1 } }),
    response: { 200: json(frame), 304: { description: 'Not changed.' }, 404: fault('No such show, log or segment.') },
  },
  snapshot: {
    summary: 'The newest snapshot',
    tags: ['log'],
    params: onShow,
    response: { 200: json(snapshot), 304: { description: 'Not changed.' }, ...noShow },
  },
  log: {
    summary: 'The log as a viewer may see it, JSON Lines',
    tags: ['log'],
    params: onShow,
    response: { 200: text('application/jsonl', 'A header, then one event a line.'), 304: { description: 'Not changed.' }, ...noShow },
  },
  structuredData: {
    summary: 'The show in the words of schema.org, for search engines',
    tags: ['log'],
    params: onShow,
    querystring: object({ url: { type: 'string', description: 'Absolute address of the page the show stands in.' } }),
    response: {
      200: json({ type: 'object', additionalProperties: true, description: 'JSON-LD; safe to stand in a script element as it is.' }),
      304: { description: 'Not changed.' },
      400: fault('No address of a page.'),
      ...noShow,
    },
  },
  exportLog: {
    summary: 'The whole log with its manifest, JSON Lines',
    tags: ['log'],
    security: bearer,
    params: onShow,
    response: { 200: text('application/jsonl', 'A header, then one record a line.'), ...staffFaults },
  },
  importLog: {
    summary: 'Make a show from an export',
    tags: ['log'],
    security: bearer,
    params: onShow,
    body: { type: 'string', description: 'What export gave, as application/jsonl.' },
    response: {
      201: json({ ...made, properties: { ...made.properties, events: place } }, 'Made.'),
      400: fault('A line is wrong; field names it.'),
      ...bodyFaults,
      401: staffFaults[401],
      403: staffFaults[403],
      409: fault('The id is taken.'),
    },
  },
  orderHook: {
    summary: 'An order, reported by a shop',
    description: 'Signed by the shop; becomes an anonymous order-placed event. The same order again has no effect.',
    tags: ['hooks'],
    params: object({ showId, shop: { enum: ['shopify', 'woocommerce', 'vendure', 'hmac'] } }),
    body: { type: 'object', additionalProperties: true },
    response: {
      200: json({ oneOf: [...commandAnswer.oneOf, { type: 'object', additionalProperties: false }] }, 'Done; {} to a shop that only asks.'),
      400: fault('Not an order.'),
      401: fault('Not signed by the shop.'),
      413: bodyFaults[413],
      503: fault('Not now. Report it again.'),
      ...noShow,
    },
  },
};
