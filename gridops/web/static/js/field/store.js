// What this phone keeps for one account: the draft, what waits to be sent, the catalogue.
// IndexedDB, or memory where a browser refuses it; nothing else of the page stores anything large.

const STORES = ['drafts', 'outbox', 'kept'];

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
  return settled(request);
}

class MemoryStore {
  constructor() {
    this.isLasting = false;
    this.rows = {};
    STORES.forEach((store) => { this.rows[store] = new Map(); });
  }

  async get(store, key) { return this.rows[store].get(key); }

  async all(store) { return Array.from(this.rows[store].values()); }

  async put(store, key, value) { this.rows[store].set(key, value); }

  async del(store, key) { this.rows[store].delete(key); }
}

class LastingStore {
  constructor(database) {
    this.isLasting = true;
    this.database = database;
  }

  table(store, mode) { return this.database.transaction(store, mode).objectStore(store); }

  get(store, key) { return settled(this.table(store, 'readonly').get(key)); }

  all(store) { return settled(this.table(store, 'readonly').getAll()); }

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

  del(store, key) { return settled(this.table(store, 'readwrite').delete(key)); }
}

// The store of an account: {get, all, put, del, isLasting}.
export async function openStore(accountId) {
  try {
    return new LastingStore(await openDatabase(`gridops-field-${accountId}`));
  } catch (error) {
    return new MemoryStore();
  }
}
