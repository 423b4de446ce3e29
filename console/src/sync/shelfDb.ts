/** The outbox's shelf in IndexedDB: it survives the page, the phone's restart and a full week without a network. */
import type { OutboxItem, OutboxShelf } from './outbox.ts';

const STORE = 'outbox';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });
}

/** One database for each account: a phone may be handed on. */
export async function openShelf(account: string): Promise<OutboxShelf> {
  const opening = indexedDB.open(`yyl-outbox-${account}`, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  const db = await done(opening);
  const store = (mode: IDBTransactionMode) => db.transaction(STORE, mode).objectStore(STORE);
  return {
    all: () => done(store('readonly').getAll() as IDBRequest<OutboxItem[]>),
    put: async (item) => {
      await done(store('readwrite').put(item));
    },
    remove: async (id) => {
      await done(store('readwrite').delete(id));
    },
  };
}
