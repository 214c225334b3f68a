// Clocks are derived from the server's time, never counted down here (hall rule 3):
// started at, allowance and pauses come with the element, the offset is measured.
"use strict";

(() => {
  const WARNING = 30;
  // performance.now() does not jump when the device's clock is set.
  const here = () => performance.now();
  let offset = null;
  const seen = new WeakMap();

  const sample = (serverNow, receivedAt) => {
    const candidate = serverNow - receivedAt;
    // A page is never younger than its stamp: the largest sample lost least on the way.
    if (offset === null || candidate > offset) offset = candidate;
  };

  async function measure() {
    const url = document.querySelector("meta[name='time-url']")?.content;
    if (!url) return;
    let best = null;
    for (let round = 0; round < 3; round += 1) {
      const before = here();
      try {
        const answer = await fetch(url, { cache: "no-store" });
        if (!answer.ok) return;
        const text = (await answer.text()).trim();
        const after = here();
        const stamp = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
        if (Number.isNaN(stamp)) return;
        const trip = after - before;
        if (!best || trip < best.trip) best = { trip, offset: stamp + trip / 2 - after };
      } catch {
        return;
      }
    }
    offset = best.offset;
    tick();
  }

  function stamps() {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      const stamp = clock.dataset.serverNow;
      if (!stamp || seen.get(clock) === stamp) continue;
      seen.set(clock, stamp);
      sample(Date.parse(stamp), here());
    }
  }

  function show(seconds) {
    const whole = Math.abs(seconds);
    const two = (n) => String(n).padStart(2, "0");
    return `${seconds < 0 ? "+" : ""}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
  }

  function crossed(clock, name, on) {
    if (clock.classList.contains(name) === on) return;
    clock.classList.toggle(name, on);
    if (on) clock.dispatchEvent(new CustomEvent(`clock:${name.slice(3)}`, { bubbles: true }));
  }

  function draw(clock) {
    const { startedAt, allowance, pauses, paused } = clock.dataset;
    let used = 0;
    if (startedAt) {
      const until = paused ? Date.parse(paused) : here() + offset;
      used = Math.floor((until - Date.parse(startedAt)) / 1000 - Number(pauses || 0));
    }
    const left = Number(allowance) - Math.max(0, used);
    const text = show(left);
    if (clock.textContent !== text) clock.textContent = text;
    crossed(clock, "is-paused", Boolean(paused));
    crossed(clock, "is-warning", Boolean(startedAt) && left <= WARNING && left > 0);
    crossed(clock, "is-zero", Boolean(startedAt) && left === 0);
    crossed(clock, "is-over", left < 0);
  }

  function tick() {
    if (offset === null || document.hidden) return;
    document.querySelectorAll("[data-clock]").forEach(draw);
  }

  function anchor() {
    if (!document.querySelector("[data-clock]")) return;
    stamps();
    tick();
    measure();
  }

  document.addEventListener("htmx:after:swap", () => {
    const first = offset === null;
    stamps();
    tick();
    if (first && offset !== null) measure();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) anchor(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) anchor(); });
  document.addEventListener("DOMContentLoaded", anchor);
  setInterval(tick, 250);
})();
