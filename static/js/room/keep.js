// What is kept on this device until the server has it: drafts, and notes that wait to be sent.
// Every key begins with <user>:<workspace>:<interview>, so that nobody else's words are touched.
// Without IndexedDB (a private window) a Map takes its place, and `isFragile` says so.

const NAME = "earshot-room";
const STORES = ["drafts", "queue"];
export const UNSENT = "earshot:unsent";

let opening = null;
export const keeping = { isFragile: false, isFull: false };
const memory = { drafts: new Map(), queue: new Map() };

function open() {
  opening ??= new Promise((resolve) => {
    const give = () => resolve(fragile());
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = request.onblocked = give;
    } catch {
      give();
    }
  });
  return opening;
}

function fragile() {
  keeping.isFragile = true;
  return null;
}

// Write several things in one transaction: all of them are kept, or none.
// Each write is [store, key, value]; a value of null takes the key away.
export async function write(...writes) {
  for (const [store, key, value] of writes) {
    if (value === null) memory[store].delete(key);
    else memory[store].set(key, value);
  }
  const base = await open();
  if (!base) return;
  try {
    await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORES, "readwrite", { durability: "strict" });
      for (const [store, key, value] of writes) {
        const rows = transaction.objectStore(store);
        if (value === null) rows.delete(key);
        else rows.put(value, key);
      }
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    keeping.isFull = false;
  } catch (error) {
    if (error?.name === "QuotaExceededError") keeping.isFull = true;
    else fragile();
  }
}

// All values of a store whose key begins with `prefix`, as [key, value].
export async function read(store, prefix) {
  const base = await open();
  if (!base || keeping.isFragile) {
    return [...memory[store]].filter(([key]) => key.startsWith(prefix));
  }
  return new Promise((resolve) => {
    const found = [];
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const request = base.transaction(store).objectStore(store).openCursor(range);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(found);
      found.push([cursor.key, cursor.value]);
      cursor.continue();
    };
    request.onerror = () => resolve([...memory[store]].filter(([key]) => key.startsWith(prefix)));
  });
}

// Forget everything whose key begins with `prefix`, and that something of it waits.
export async function wipe(prefix) {
  for (const store of STORES) {
    const rows = await read(store, prefix);
    await write(...rows.map(([key]) => [store, key, null]));
  }
  try {
    const rest = JSON.parse(localStorage.getItem(UNSENT) ?? "[]").filter((own) => !own.startsWith(prefix));
    localStorage.setItem(UNSENT, JSON.stringify(rest));
  } catch {}
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Pages that are not served over TLS have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
