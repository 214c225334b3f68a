// What waits on this device: opinions that were sent but not yet received, and the photos
// chosen for one that is still being written. Each belongs to one account.

const NAME = "doi-thoai-gui";
const DAY = 24 * 3600 * 1000;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const name of ["items", "photos"]) asked.result.createObjectStore(name, { keyPath: ["account", "key"] });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => { opening = undefined; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  opening.catch(() => { opening = undefined; });
  return opening;
}

async function act(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    let result;
    work(transaction.objectStore(store), (value) => { result = value; });
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error || new Error("aborted"));
  });
}

const range = (account) => IDBKeyRange.bound([account], [account, []]);

const all = (store, account) => act(store, "readonly", (place, give) => {
  place.getAll(range(account)).onsuccess = ({ target }) => give(target.result);
});

export const put = (item) => act("items", "readwrite", (place) => place.put(item));
export const remove = (account, key) => act("items", "readwrite", (place) => place.delete([account, key]));

export const get = (account, key) => act("items", "readonly", (place, give) => {
  place.get([account, key]).onsuccess = ({ target }) => give(target.result);
});

export async function list(account) {
  const items = await all("items", account);
  return items.sort((a, b) => a.at - b.at);
}

// Read, change and write in one transaction: another tab may act on the same item.
// `change` returns the item as it shall be, or nothing to leave it alone.
export const update = (account, key, change) => act("items", "readwrite", (place, give) => {
  place.get([account, key]).onsuccess = ({ target }) => {
    const changed = change(target.result);
    if (changed) place.put(changed);
    give(changed || target.result);
  };
});

export const keepPhotos = (account, key, files) => act("photos", "readwrite", (place) => {
  if (files.length) place.put({ account, key, at: Date.now(), files });
  else place.delete([account, key]);
});

export async function keptPhotos(account, key) {
  const kept = await all("photos", account);
  const old = kept.filter((one) => Date.now() - one.at > 30 * DAY);
  if (old.length) await act("photos", "readwrite", (place) => { for (const one of old) place.delete([account, one.key]); });
  return kept.find((one) => one.key === key && !old.includes(one))?.files || [];
}

// Bytes rather than files: some browsers forget the files behind what they stored.
export const pack = (files) => Promise.all([...files].map(async (file) => ({
  name: file.name, type: file.type, data: await file.arrayBuffer(),
})));

export const unpack = (photos) => photos.map((one) => new File([one.data], one.name, { type: one.type }));
