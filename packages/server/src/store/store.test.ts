import type { LogRecord } from '@shopcast/core';
import { expect } from 'chai';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '../testing/fixture.js';
import type { StoredDelivery } from './store.js';
import { keptStore } from './testing/kept-store.js';
import { record, records, show } from './testing/records.js';

const delivery = (id: string, differs: Partial<StoredDelivery> = {}): StoredDelivery => ({
  id,
  showId: 'summer',
  url: 'https://one.example/',
  body: '{}',
  createdAt: 1,
  attempts: 0,
  dueAt: 10,
  ...differs,
});
describe('the store', () => {
  const kept = keptStore();

  it('keeps shows, logs, snapshots and causes over a restart', async () => {
    await kept.open().createShow(show, [record(1)]);
    const log = kept.store.log('summer');
    await log.append([record(2), { event: record(3).event }]);
    const snapshot = { format: 1, epoch: 'epoch-1', seq: 3, at: 3, state: { seq: 3 } } as never;
    await log.saveSnapshot!(snapshot);
    await kept.reopen();
    expect(kept.store.shows()).to.deep.equal([{ ...show }].map(one => Object.assign(Object.create(null) as object, one)));
    expect(await kept.store.log('summer').read(0, 10)).to.deep.equal([record(1), record(2), { event: record(3).event }]);
    expect(await kept.store.log('summer').read(1, 1)).to.deep.equal([record(2)]);
    expect(await kept.store.log('summer').loadSnapshot!()).to.deep.equal(snapshot);
    expect(kept.store.log('summer').epoch).to.equal('epoch-1');
  });

  it('makes a show once', async () => {
    kept.open();
    expect(await kept.store.createShow(show, [record(1)])).to.equal(true);
    expect(await kept.store.createShow({ ...show, epoch: 'epoch-2' }, [record(1)])).to.equal(false);
    expect(kept.store.show('summer')?.epoch).to.equal('epoch-1');
    await kept.store.saveManifest(show, '{"title":"new"}');
    expect((await kept.reopen()).show('summer')?.manifest).to.equal('{"title":"new"}');
    expect(() => kept.store.log('winter'))
      .to.throw()
      .with.property('code', 'server/unknown-show');
  });

  it('undoes a failed write alone, and says so only to whoever asked for it', async () => {
    await kept.open().createShow(show, [record(1)]);
    const log = kept.store.log('summer');
    const outcomes = await Promise.allSettled([log.append([record(2)]), log.append([record(3), record(2)]), log.append([record(3)])]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await (await kept.reopen()).log('summer').read(0, 10)).to.deep.equal(records(1, 3));
  });

  it('keeps a log and its deliveries together or not at all', async () => {
    await kept.open().createShow(show, []);
    const log = kept.store.log('summer', ([first]) => [delivery(`d${first!.event.seq}`)]);
    await log.append([record(1)]);
    expect(await refusal(log.append([record(1)]))).to.be.instanceOf(Error);
    expect(kept.store.deliveriesDue('https://one.example/', 10, 10).map(({ id }) => id)).to.deep.equal(['d1']);
  });

  it('gives deliveries by receiver, due ones only, in the order they were kept', async () => {
    kept.open();
    const other = 'https://two.example/';
    for (const one of [
      delivery('b', { dueAt: 9 }),
      delivery('a', { dueAt: 5 }),
      delivery('late', { dueAt: 99 }),
      delivery('x', { url: other }),
    ])
      await kept.store.saveDelivery(one);
    await kept.store.saveDelivery(delivery('b', { attempts: 1, dueAt: 8 }));
    expect(kept.store.receivers()).to.have.members([other, 'https://one.example/']);
    const due = kept.store.deliveriesDue('https://one.example/', 10, 10);
    expect(due.map(({ id, attempts }) => [id, attempts])).to.deep.equal([['b', 1], ['a', 0]]); // prettier-ignore
    await kept.store.removeDeliveries(other, 2);
    await kept.store.removeDelivery('a');
    expect(kept.store.receivers()).to.deep.equal(['https://one.example/']);
  });

  it('knows the place of a shop’s report, also after a restart', async () => {
    const order: LogRecord = { ...record(1), cause: { viewerId: 'shop:hmac', commandId: 'order-7' } };
    await kept.open().createShow(show, [order, record(2)]);
    await kept.reopen();
    expect(kept.store.placeOfReport('summer', 'shop:hmac', 'order-7')).to.equal(1);
    expect(kept.store.placeOfReport('summer', 'shop:hmac', 'order-8')).to.equal(undefined);
    expect(kept.store.placeOfReport('winter', 'shop:hmac', 'order-7')).to.equal(undefined);
    expect(kept.store.placeOfReport('summer', 'hanna', 'c2')).to.equal(undefined);
  });

  it('can be read by its own user alone', async () => {
    await kept.open().createShow(show, records(1, 2));
    const modes = readdirSync(kept.folder).map(name => statSync(join(kept.folder, name)).mode & 0o077);
    expect(modes).to.not.be.empty;
    if (process.platform !== 'win32') expect(modes.every(mode => mode === 0)).to.equal(true);
  });

  it('passes over a damaged snapshot, since the log has everything', async () => {
    await kept.open().createShow(show, []);
    await kept.store.log('summer').saveSnapshot!({ format: 1, epoch: 'epoch-1', seq: 0, at: 0, state: {} });
    await kept.close();
    kept.change(`UPDATE snapshots SET snapshot = replace(snapshot, '"seq":0', '"seq":7')`);
    expect(await kept.open().log('summer').loadSnapshot!()).to.equal(undefined);
  });

  it('brings up a folder of the first format', async () => {
    await kept.open().createShow(show, records(1, 3));
    await kept.close();
    kept.change('DROP TABLE marks; PRAGMA user_version = 1');
    expect(kept.open().show('summer')!.epoch).to.equal('epoch-1');
    expect(await kept.store.log('summer').read(0, 10)).to.deep.equal(records(1, 3));
  });
});
