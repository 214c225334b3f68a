// One sender among the tabs of a browser. The lock of the browser where it has one (HTTPS,
// localhost); over plain HTTP a lease with a heartbeat. Two at once would do no harm, since the
// server takes each key once: this only saves the phone's data.

const NAME = "doi-thoai-dang-gui";
const LEASE = 10_000;
const BEAT = 3_000;
const me = Math.random().toString(36).slice(2);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function holder() {
  try {
    const lease = JSON.parse(localStorage.getItem(NAME));
    return lease && lease.until > Date.now() && lease.until < Date.now() + 2 * LEASE ? lease.owner : null;
  } catch {
    return null;
  }
}

function take() {
  try { localStorage.setItem(NAME, JSON.stringify({ owner: me, until: Date.now() + LEASE })); } catch { /* alone, then */ }
}

function give() {
  try { if (holder() === me) localStorage.removeItem(NAME); } catch { /* it runs out by itself */ }
}

async function leased(work, patience) {
  const giveUp = Date.now() + patience;
  for (;;) {
    if (!holder()) {
      take();
      await pause(40 + Math.random() * 40);
      const now = holder();
      if (now === me || now === null) break;
    }
    if (Date.now() > giveUp) return undefined;
    await pause(300);
  }
  const beat = setInterval(take, BEAT);
  window.addEventListener("pagehide", give);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    window.removeEventListener("pagehide", give);
    give();
  }
}

// `work` once no other tab sends; nothing if that takes longer than `patience` ms.
export async function alone(work, patience) {
  if (!navigator.locks) return leased(work, patience);
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patience);
  try {
    return await navigator.locks.request(NAME, { signal: waiting.signal }, () => {
      clearTimeout(timer);
      return work();
    });
  } catch (problem) {
    if (problem.name === "AbortError") return undefined;
    throw problem;
  }
}
