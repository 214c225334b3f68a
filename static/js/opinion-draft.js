// What is typed into a new opinion is kept as a draft by the server too, a few seconds after
// the last key. Photos go with "Gửi" or "Lưu"; the phone's own copy is draft.js's business.
"use strict";

(() => {
  const PAUSE = 3000;
  const place = document.querySelector("[data-autosave]");
  const form = place?.closest("form");
  if (!form) return;
  let timer = 0;
  let sending = false;
  let last = "";

  function typed() {
    const body = new FormData(form);
    for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
    return body;
  }

  async function save() {
    const body = typed();
    const now = JSON.stringify([...body]);
    if (sending || now === last) return;
    try {
      const answer = await fetch(place.dataset.autosave, {
        method: "POST", body, redirect: "manual", headers: { "HX-Request": "true" },
      });
      if (sending || answer.status !== 200) return;
      const line = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("draft-state");
      if (line) document.getElementById("draft-state")?.replaceWith(line);
      last = now;
    } catch { /* no contact: the phone's own copy stays, the next pause tries again */ }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sending = true;
    clearTimeout(timer);
  });
  // The outbox has it: an autosave on its heels would only disturb.
  form.addEventListener("outbox:kept", () => {
    clearTimeout(timer);
    last = JSON.stringify([...typed()]);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) sending = false; });
})();
