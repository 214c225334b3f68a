// Takes the place of sw.js where the ward has switched it off: forgets what was kept and leaves.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("doi-thoai-")) await caches.delete(name);
    await self.registration.unregister();
  })());
});
