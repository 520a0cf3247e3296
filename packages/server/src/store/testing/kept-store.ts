import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { closeAll, temporaryFolder } from '../../testing/fixture.js';
import { openStore, type Store } from '../store.js';

export interface KeptStore {
  /** A new one for each test, which may set another. */
  folder: string;
  /** The store that was opened last. */
  readonly store: Store;
  open(folder?: string): Store;
  /** Closes it, if it is open. */
  close(): Promise<void>;
  reopen(): Promise<Store>;
  /** Changes the database of a closed store behind its back. */
  change(sql: string): void;
}

/** A store in a folder of its own for each test; call it in `describe`. */
export function keptStore(): KeptStore {
  let store: Store | undefined;
  const kept: KeptStore = {
    folder: '',
    get store() {
      if (!store) throw new Error('The store is not open.');
      return store;
    },
    open: (folder = kept.folder) => (store = openStore(folder)),
    async close() {
      await store?.close();
      store = undefined;
    },
    async reopen() {
      await kept.close();
      return kept.open();
    },
    change(sql) {
      const db = new DatabaseSync(join(kept.folder, 'shopcast.db'));
      db.exec(sql);
      db.close();
    },
  };
  beforeEach(() => {
    kept.folder = temporaryFolder();
  });
  afterEach(async () => {
    await kept.close();
    await closeAll();
  });
  return kept;
}
