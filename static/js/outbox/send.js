// Sending what waits: one after the other, under its own key, with a fresh form token each time,
// again after growing waits until the server has answered.

import { alone } from "./lock.js";
import * as store from "./store.js";

const FIRST_WAIT = 4_000;
const LONGEST_WAIT = 5 * 60_000;
const script = document.querySelector("script[data-outbox-token]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("doi-thoai-gui") : null;

// What the page shows besides the items themselves.
export const state = { sending: null, trouble: "", nextTry: 0 };
let failures = 0;
let timer = 0;

export function account() {
  return document.body.dataset.account || "";
}

const owner = () => account() || document.body.dataset.owner || "";

export function changed() {
  window.dispatchEvent(new Event("outbox:changed"));
  channel?.postMessage("changed");
}

channel?.addEventListener("message", () => window.dispatchEvent(new Event("outbox:changed")));

async function ask(url, options, patience) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(url, {
      ...options,
      cache: "no-store",
      redirect: "manual",
      signal: stop.signal,
      headers: { Accept: "application/json", "HX-Request": "true" },
    });
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return { status: answer.status, data: isJson ? await answer.json() : {} };
  } catch {
    return { status: -1, data: {} }; // no contact, too slow, or cut off half way
  } finally {
    clearTimeout(limit);
  }
}

// 401; the forced first password (204); another page instead of an answer.
const isSignedOut = (status) => status === 401 || status === 204 || status === 0;

const cannot = (text, field = "") => ({ outcome: "mend", lines: [{ field, label: "", text }], seen: {} });

async function attempt(item) {
  const token = await ask(script.dataset.outboxToken, {}, 20_000);
  if (isSignedOut(token.status)) return { outcome: "signed-out" };
  if (token.status === 404) return cannot("Tài khoản này hiện không gửi ý kiến được. Xin báo Văn phòng.");
  if (token.status !== 200 || !token.data.token) return { outcome: token.status === -1 ? "no-contact" : "later" };
  if (String(token.data.account) !== item.account) return { outcome: "other-account" };

  const body = new FormData();
  for (const [name, value] of item.fields) body.append(name, value);
  body.append("csrf_token", token.data.token);
  body.append("account", item.account);
  for (const photo of store.unpack(item.photos)) body.append("photos", photo, photo.name);
  const bytes = item.photos.reduce((sum, photo) => sum + photo.data.byteLength, 0);
  const { status, data } = await ask(item.url, { method: "POST", body }, 45_000 + bytes / 12);

  if (status === 200 && data.link) return { outcome: "done", ...data };
  if (status === 422 && data.lines) return { outcome: "mend", lines: data.lines, seen: data.seen || {} };
  if (status === 409 && data.why === "sent") return { outcome: "differs", ...data };
  if (status === 409 && data.why === "account") return { outcome: "other-account" };
  if (status === 409 && data.message) return cannot(data.message);
  if (isSignedOut(status)) return { outcome: "signed-out" };
  if (status === 413) return cannot("Ảnh quá lớn. Xin bỏ bớt ảnh rồi gửi lại.", "photos");
  if (status === 404) return cannot("Không gửi được vào mục này nữa. Xin báo Văn phòng.");
  return { outcome: status === -1 ? "no-contact" : "later" };
}

function wait(times) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(times, 10)) * (0.7 + 0.6 * Math.random());
}

// The item after an answer; nothing if it was changed or thrown away meanwhile.
function after(item, result) {
  const done = {
    ...item, state: "done", fields: [], photos: [], receipt: result.receipt || "", link: result.link, done: Date.now(),
  };
  return (found) => {
    if (result.outcome === "done" && !found) return done; // thrown away too late: say that it went
    if (!found || found.stamp !== item.stamp) return undefined;
    if (result.outcome === "done") return done;
    if (result.outcome === "mend") return { ...found, state: "mend", lines: result.lines, seen: result.seen };
    if (result.outcome === "differs") return { ...found, state: "differs", receipt: result.receipt, link: result.link };
    if (result.outcome === "later") return { ...found, attempts: found.attempts + 1, next: Date.now() + wait(found.attempts) };
    return undefined;
  };
}

const isDue = (item) => item.state === "waiting" && item.next <= Date.now() && !(item.hold > Date.now());

async function sendDue(result) {
  for (;;) {
    const due = (await store.list(owner())).filter(isDue);
    if (!due.length) return;
    const item = due[0];
    state.sending = item.key;
    changed();
    const answer = await attempt(item);
    state.sending = null;
    await store.update(item.account, item.key, after(item, answer));
    result.set(item.key, answer);
    state.trouble = ["no-contact", "signed-out", "other-account"].includes(answer.outcome) ? answer.outcome : "";
    if (state.trouble) {
      failures += 1;
      return;
    }
    failures = 0;
    changed();
  }
}

async function plan() {
  clearTimeout(timer);
  state.nextTry = 0;
  const waiting = (await store.list(owner())).filter((item) => item.state === "waiting");
  if (waiting.length) {
    const soonest = Math.min(...waiting.map((item) => Math.max(item.next, item.hold || 0, Date.now())));
    const pause = Math.max(soonest - Date.now(), failures ? wait(failures - 1) : 0, 500);
    state.nextTry = Date.now() + pause;
    timer = setTimeout(pump, pause);
  }
  changed();
}

let running = null;

// Send all that is due. The promise gives a Map: key → what became of it in this tab.
export async function pump() {
  if (!owner()) return new Map();
  if (running) {
    // What was put in while an earlier round was at work may have come too late for it.
    await running;
    if (running) return running;
  }
  const result = new Map();
  running = alone(() => sendDue(result), 60_000)
    .catch(() => { state.sending = null; failures += 1; })
    .then(plan)
    .catch(() => {})
    .then(() => { running = null; return result; });
  return running;
}

// Now, without waiting any longer: there may be contact again.
export async function pumpNow() {
  failures = 0;
  for (const item of await store.list(owner())) {
    if (item.state === "waiting" && item.next > Date.now()) {
      await store.update(item.account, item.key, (found) => found && { ...found, next: 0 });
    }
  }
  return pump();
}

export async function start() {
  if (!owner()) return;
  window.addEventListener("online", () => pumpNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && state.nextTry) pumpNow();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) pumpNow(); });
  await pump();
}
