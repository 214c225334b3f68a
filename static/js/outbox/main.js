// The outbox of the person who is signed in: forms, panel, sending, and the worker that opens
// the form without any contact.

import { openAsked, startForms } from "./form.js";
import { startPanel } from "./panel.js";
import { startPhotos } from "./photos.js";
import { account, start } from "./send.js";
import * as store from "./store.js";

const script = document.querySelector("script[data-outbox-token]");

async function worker() {
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  if (script.dataset.worker) {
    await navigator.serviceWorker.register(script.dataset.worker, { scope: "/" });
    return;
  }
  // Told to be without it: whoever was registered earlier goes.
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
}

async function received() {
  const shown = document.querySelector("[data-outbox-received]");
  if (!shown || !account()) return;
  await store.remove(account(), shown.dataset.outboxReceived);
  shown.dataset.outboxReceived = "";
}

// The form that opens without contact is somebody's, or nobody's.
function opened() {
  const { body } = document;
  if (!body.hasAttribute("data-offline-form") || body.dataset.owner) return;
  document.querySelector("[data-no-owner]").hidden = false;
  document.getElementById("opinion-form").hidden = true;
}

startForms();
document.addEventListener("DOMContentLoaded", async () => {
  worker().catch(() => { /* then the form needs contact to open */ });
  opened();
  if (!window.indexedDB) return;
  await received().catch(() => {});
  startPanel();
  await openAsked().catch(() => {});
  await startPhotos().catch(() => {});
  await start().catch(() => {});
});
