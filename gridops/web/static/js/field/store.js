// @ts-check
// What this phone keeps for one account: the draft, what waits to be sent, the catalogue.
// IndexedDB, or memory where a browser refuses it; nothing else of the page stores anything large.

const STORES = ['drafts', 'outbox', 'kept'];

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {string} name */
function openDatabase(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of STORES) request.result.createObjectStore(store);
  };
  return settled(request);
}

/**
 * @typedef {{ isLasting: boolean, get(store: string, key: string): Promise<any>, all(store: string): Promise<any[]>,
 *   put(store: string, key: string, value: any): Promise<void>, del(store: string, key: string): Promise<any> }} Store
 */

/** @implements {Store} */
class MemoryStore {
  constructor() {
    this.isLasting = false;
    /** @type {Record<string, Map<string, any>>} */
    this.rows = {};
    for (const store of STORES) this.rows[store] = new Map();
  }

  /** @param {string} store @param {string} key */
  async get(store, key) {
    return this.rows[store].get(key);
  }

  /** @param {string} store */
  async all(store) {
    return Array.from(this.rows[store].values());
  }

  /** @param {string} store @param {string} key @param {any} value */
  async put(store, key, value) {
    this.rows[store].set(key, value);
  }

  /** @param {string} store @param {string} key */
  async del(store, key) {
    this.rows[store].delete(key);
  }
}

/** @implements {Store} */
class LastingStore {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.isLasting = true;
    this.database = database;
  }

  /** @param {string} store @param {IDBTransactionMode} mode */
  table(store, mode) {
    return this.database.transaction(store, mode).objectStore(store);
  }

  /** @param {string} store @param {string} key */
  get(store, key) {
    return settled(this.table(store, 'readonly').get(key));
  }

  /** @param {string} store */
  all(store) {
    return settled(this.table(store, 'readonly').getAll());
  }

  /** @param {string} store @param {string} key @param {any} value @returns {Promise<void>} */
  put(store, key, value) {
    return new Promise((resolve, reject) => {
      const table = this.table(store, 'readwrite');
      table.put(value, key);
      // Only the end of the transaction says that it will still be there tomorrow.
      table.transaction.oncomplete = () => resolve();
      table.transaction.onerror = () => reject(table.transaction.error);
      table.transaction.onabort = () => reject(table.transaction.error);
    });
  }

  /** @param {string} store @param {string} key */
  del(store, key) {
    return settled(this.table(store, 'readwrite').delete(key));
  }
}

/** The store of an account.
 * @param {string} accountId @returns {Promise<Store>} */
export async function openStore(accountId) {
  try {
    return new LastingStore(await openDatabase(`gridops-field-${accountId}`));
  } catch (_error) {
    return new MemoryStore();
  }
}
