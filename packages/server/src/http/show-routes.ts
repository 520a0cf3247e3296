import { parseManifest, ShopcastError, type ShowManifest } from '@shopcast/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { readExport, writeExport } from '../log-file/log-file.js';
import { authorOf, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';
import { sendCached } from './log-routes.js';

/** Addresses that only people who run shows use. */
export const staffRoutes = {
  shows: '/shows',
  manifest: '/shows/:showId/manifest.json',
  exportLog: '/shows/:showId/export.jsonl',
  importLog: '/shows/:showId/import',
} as const;

/** Making shows, their manifests, and carrying logs from server to server. */
export function showRoutes(app: FastifyInstance, context: AppContext): void {
  const { rooms, store } = context;

  const manifestFor = (body: unknown, showId?: string): ShowManifest => {
    const manifest = parseManifest(body);
    if (showId !== undefined && manifest.showId !== showId) {
      throw new ShopcastError('server/bad-request', `The manifest is of "${manifest.showId}", the address of "${showId}".`, {
        field: 'showId',
      });
    }
    return manifest;
  };

  app.post(staffRoutes.shows, { schema: describe.createShow }, async (request, reply) => {
    const manifest = manifestFor(request.body);
    // It stands in addresses and tokens.
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(manifest.showId)) {
      throw new ShopcastError('server/bad-request', 'A show id here is 1 to 64 of A-Z a-z 0-9 _ -.', { field: 'showId' });
    }
    await authorOf(context, request, manifest.showId, ['producer']);
    const { room } = await rooms.create(manifest);
    return reply.code(201).send({ showId: room.showId, epoch: room.position.epoch });
  });

  app.get(staffRoutes.manifest, { schema: describe.manifest }, async (request, reply) => {
    const { manifest } = await showOf(context, request);
    return sendCached(request, reply, JSON.stringify(manifest), 'public, max-age=5');
  });

  app.put(staffRoutes.manifest, { schema: describe.saveManifest }, async (request, reply) => {
    const show = await showOf(context, request);
    await authorOf(context, request, show.room.showId, ['producer', 'host']);
    await rooms.saveManifest(show, manifestFor(request.body, show.room.showId));
    return reply.send(show.manifest);
  });

  app.get(staffRoutes.exportLog, { schema: describe.exportLog }, async (request, reply) => {
    const { room, manifest } = await showOf(context, request);
    await authorOf(context, request, room.showId, ['producer']);
    const lines = writeExport({
      showId: room.showId,
      epoch: room.position.epoch,
      manifest,
      log: store.log(room.showId),
      upTo: room.position.seq,
    });
    return reply.type('application/jsonl; charset=utf-8').header('cache-control', 'no-store').send(Readable.from(lines));
  });

  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/jsonl', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));

    scope.post(
      staffRoutes.importLog,
      {
        schema: describe.importLog,
        bodyLimit: largestImport,
        // Before the body is read: nobody else may fill the memory with so much.
        onRequest: async request => {
          await authorOf(context, request, showIdOf(request), ['producer']);
        },
      },
      async (request, reply) => {
        if (typeof request.body !== 'string') throw new ShopcastError('server/bad-request', 'Send the export as application/jsonl.');
        const { manifest, records } = readExport(request.body);
        const show = await rooms.create(manifestFor(manifest, showIdOf(request)), records);
        const { epoch, seq } = show.room.position;
        return reply.code(201).send({ showId: show.room.showId, epoch, events: seq });
      },
    );
    done();
  });
}

const largestImport = 256 * 1024 * 1024;

const showIdOf = (request: FastifyRequest): string => (request.params as { readonly showId: string }).showId;
