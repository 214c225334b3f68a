// While an opinion is typed: whether the matter is already in. By its own request and not by the
// form's, whose photos must not travel; without contact, or refused, nothing is said.
"use strict";

(() => {
  const ENOUGH = 25;
  const PAUSE = 900;
  const APART = 4000;
  const place = () => document.getElementById("alike");
  const form = place()?.closest("form");
  if (!form) return;
  let timer = 0;
  let asked = "";
  let askedAt = -APART;

  function typed() {
    const body = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (["csrf_token", "words", "place", "area", "field"].includes(name)) body.append(name, value);
    }
    return body;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  async function ask() {
    const body = typed();
    const now = JSON.stringify([...body]);
    if (now === asked || !navigator.onLine || body.get("words").trim().length < ENOUGH) return;
    const wait = askedAt + APART - performance.now();
    if (wait > 0) return later(wait);
    asked = now;
    askedAt = performance.now();
    try {
      const answer = await fetch(place().dataset.alike, { method: "POST", body, redirect: "manual" });
      if (answer.status !== 200 || now !== asked) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("alike");
      // The list that somebody has open stays open.
      const opened = fresh?.querySelector("details");
      if (opened && place().querySelector("details[open]")) opened.open = true;
      if (fresh) place().replaceChildren(...fresh.childNodes);
    } catch { /* no contact: the next pause asks again */ }
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
})();
