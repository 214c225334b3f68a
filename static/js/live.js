// Regions that follow the hall: streams are watched, lost ones are replaced by polling,
// and after 3 seconds without contact the page says from when it is (hall rules 4, 5 and 8).
"use strict";

(() => {
  const SILENCE = 18000; // the server says something every 15 s
  const PATIENCE = 3000;
  let contactAt = Date.now();
  let heardAt = Date.now(); // from the stream itself, not from what is polled beside it
  let brokenSince = 0;
  let streaming = false;
  let connection = null;
  let pollAt = 0;
  const tags = new WeakMap();

  const live = () => document.querySelector("[data-live='stream']") || document.querySelector("[data-live]");
  const regions = () => document.querySelectorAll("[data-live-region]");

  function contact() {
    contactAt = Date.now();
    brokenSince = 0;
  }

  function broken(since = Date.now()) {
    streaming = false;
    if (!brokenSince) brokenSince = since;
  }

  // The stream's bytes pass by here, so that a heartbeat counts as contact too.
  const plainFetch = window.fetch.bind(window);
  window.fetch = async (resource, options) => {
    const response = await plainFetch(resource, options);
    const type = response.headers.get("Content-Type") || "";
    if (!type.includes("text/event-stream") || !response.body) return response;
    const watch = new TransformStream({
      transform(chunk, controller) {
        contact();
        heardAt = contactAt;
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(watch), {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };

  document.addEventListener("htmx:sse:before:connection", ({ detail }) => {
    connection = detail.connection;
    if (connection.attempt > 0 && !document.hidden) broken();
  });
  document.addEventListener("htmx:sse:after:connection", () => {
    streaming = true;
    contact();
    heardAt = contactAt;
  });
  document.addEventListener("htmx:sse:error", () => broken());
  document.addEventListener("htmx:sse:close", () => { if (live()) broken(); });
  window.addEventListener("offline", () => { if (live()) broken(); });

  // mode "signal": the stream only says that something changed.
  document.addEventListener("changed", (event) => {
    if (event.target.matches?.("[data-live]")) refresh(event.target.querySelectorAll("[data-live-region]"));
  });

  function refresh(places = regions()) {
    pollAt = Date.now();
    for (const place of places) place.dispatchEvent(new CustomEvent("refresh"));
  }

  // Regions without a stream of their own, beside one that has it.
  const askedAt = new WeakMap();

  function pollBeside(now) {
    for (const place of document.querySelectorAll("[data-live='poll']")) {
      const last = askedAt.get(place);
      if (last === undefined) askedAt.set(place, now);
      else if (now - last >= Number(place.dataset.liveSeconds || 3) * 1000) {
        askedAt.set(place, now);
        for (const part of place.querySelectorAll("[data-live-region]")) part.dispatchEvent(new CustomEvent("refresh"));
      }
    }
  }

  const region = (ctx) => ctx?.sourceElement?.matches?.("[data-live-region]") && ctx.sourceElement;

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const tag = region(ctx) && tags.get(ctx.sourceElement);
    if (tag) ctx.request.headers["If-None-Match"] = tag;
  });

  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (!region(ctx)) return;
    const status = ctx.response.status;
    if (status >= 500) return broken();
    contact();
    const tag = ctx.response.headers.get("ETag");
    if (status === 200 && tag) tags.set(ctx.sourceElement, tag);
  });

  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx?.sourceElement?.closest?.("[data-live]")) broken();
  });

  // An answer that was overtaken by a newer one is left out.
  const version = (root) => Number(root?.querySelector?.("[data-version]")?.dataset.version ?? NaN);
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    if (!ctx.sourceElement?.closest?.("[data-live]")) return;
    const main = tasks.find((task) => task.type === "main");
    if (main && version(main.fragment) < version(main.target)) event.preventDefault();
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !live()) return;
    brokenSince = 0;
    refresh();
  });

  const clockTime = new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh",
  });

  function tick() {
    const place = live();
    if (!place || document.hidden) return;
    const now = Date.now();
    if (streaming && now - heardAt > SILENCE) {
      // A Wi-Fi that vanished closes nothing: let go of the dead stream, a new one is made.
      broken(now - PATIENCE);
      connection?.reader?.cancel();
    }
    const pause = Number(place.dataset.liveSeconds || 3) * 1000 * (0.9 + Math.random() * 0.2);
    if (!streaming && now - pollAt > pause && now - contactAt > pause) refresh();
    if (streaming) pollBeside(now);
    const lost = brokenSince && now - brokenSince >= PATIENCE;
    for (const line of document.querySelectorAll("[data-offline]")) {
      if (lost) {
        const text = `Mất kết nối – đang hiện trạng thái lúc ${clockTime.format(contactAt)}`;
        const words = line.querySelector("[data-offline-text]");
        if (words.textContent !== text) words.textContent = text;
      }
      line.hidden = !lost;
    }
  }

  setInterval(tick, 500);
})();
