import { openStore } from '../store.js';
import { record, records, show } from './records.js';

/** The program of `otherProcess`: keeps a show of 50 places, each a commit of its own, and stays until it is killed. */
const store = openStore(process.argv[2]!);
await store.createShow(show, []);
const log = store.log(show.id);
for (const one of records(1, 50)) await log.append([one]);
process.on('message', () => void log.append([record(51)]).then(() => process.send?.('done')));
process.send?.('open');
