import { openStore } from './store.js';

/** The other process of store.test.ts: keeps a show of 50 places, each a commit of its own, and stays until it is killed. Holds no test. */
const data = process.env['SHOPCAST_STORE_PROCESS'];
if (data !== undefined && process.send) {
  const store = openStore(data);
  await store.createShow({ id: 'summer', epoch: 'epoch-1', createdAt: 1, manifest: '{"showId":"summer"}', segmentSize: 100 });
  const log = store.log('summer');
  const append = (seq: number) =>
    log.append([
      {
        event: { id: `e${seq}`, seq, at: seq, type: 'announcement-made', data: { announcementId: `a${seq}`, text: `Number ${seq}` } },
        cause: { viewerId: 'hanna', commandId: `c${seq}` },
      },
    ]);
  for (let seq = 1; seq <= 50; seq++) await append(seq);
  process.on('message', () => void append(51).then(() => process.send?.('done')));
  process.send('open');
}
