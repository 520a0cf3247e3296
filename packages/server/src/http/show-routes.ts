import { parseManifest, ShopcastError, type ShowManifest } from '@shopcast/core';
import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { readExport, writeExport } from '../log-file/log-file.js';
import { authorOf, showOf, type AppContext } from './context.js';
import { describe } from './descriptions.js';

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
    await authorOf(context, request, manifest.showId, ['producer']);
    const { room } = await rooms.create(manifest);
    return reply.code(201).send({ showId: room.showId, epoch: room.position.epoch });
  });

  app.get(staffRoutes.manifest, { schema: describe.manifest }, async (request, reply) => {
    const { manifest } = await showOf(context, request);
    return reply.header('cache-control', 'public, max-age=5').send(manifest);
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

  app.post(staffRoutes.importLog, { schema: describe.importLog, bodyLimit: 512 * 1024 * 1024 }, async (request, reply) => {
    const { showId } = request.params as { readonly showId: string };
    await authorOf(context, request, showId, ['producer']);
    const { manifest, records } = readExport(String(request.body));
    const { room } = await rooms.create({ ...manifest, showId }, records);
    return reply.code(201).send({ showId, epoch: room.position.epoch, events: room.position.seq });
  });
}
