// Opens the form for a new opinion with no contact at all. The server puts VERSION and ASSETS
// before these lines. It keeps the bare form and what draws it, never a page behind a sign-in.

const CACHE = `doi-thoai-${VERSION}`;
const FORM = "/opinions/offline";
const NO_CONTACT = "/offline";
const OPENS_FORM = "/opinions/new";
const assets = new Set(ASSETS);

// Without the session's cookie: what is kept here is the same for everybody.
const bare = (path) => new Request(path, { credentials: "omit", cache: "no-store", redirect: "error" });

async function keep(path) {
  const answer = await fetch(bare(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const cache = await caches.open(CACHE);
  await cache.put(path, answer);
}

async function kept(path) {
  const cache = await caches.open(CACHE);
  return cache.match(path);
}

function within(request, ms) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), ms);
    fetch(request).then(resolve, reject);
  });
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([FORM, NO_CONTACT, ...ASSETS].map(keep)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("doi-thoai-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function page(request, path) {
  const isForm = path === OPENS_FORM;
  try {
    const answer = await within(request, isForm ? 10_000 : 60_000);
    const isDown = [502, 503, 504].includes(answer.status);
    if (!isDown) return answer;
    return (await kept(isForm ? FORM : NO_CONTACT)) || answer;
  } catch (problem) {
    const found = await kept(isForm ? FORM : NO_CONTACT);
    if (found) return found;
    throw problem;
  }
}

async function asset(request, path) {
  try {
    return await within(request, 5_000);
  } catch (problem) {
    const found = await kept(path);
    if (found) return found;
    throw problem;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url.pathname));
    if (url.pathname === OPENS_FORM) event.waitUntil(keep(FORM).catch(() => {}));
  } else if (assets.has(url.pathname)) {
    event.respondWith(asset(request, url.pathname));
  }
});

self.addEventListener("message", (event) => {
  if (event.data !== "remove") return;
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("doi-thoai-")) await caches.delete(name);
    await self.registration.unregister();
  })());
});
