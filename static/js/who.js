// Whose phone this is: the form that opens without any contact (sw.js) keeps what is written for
// the account that was signed in last. Only its number and its usual tổ are
// kept, and nothing after a sign-out.
"use strict";

(() => {
  const NAME = "doi-thoai-may";
  const body = document.body;

  function load() {
    try { return JSON.parse(localStorage.getItem(NAME)); } catch { return null; }
  }

  function store(value) {
    try {
      if (value) localStorage.setItem(NAME, JSON.stringify(value));
      else localStorage.removeItem(NAME);
    } catch { /* then every form asks for contact */ }
  }

  if (body.hasAttribute("data-offline-form")) {
    const last = load();
    body.dataset.owner = last?.account || "";
    const own = last?.area && document.querySelector(`#area option[value="${CSS.escape(last.area)}"]`);
    if (own) own.selected = own.defaultSelected = true;
    // A session that is over may still write, but reads nothing that was written before.
    if (last?.open) body.dataset.account = last.account;
    else document.querySelector("form[data-keep]")?.removeAttribute("data-keep");
  } else if (body.dataset.account) {
    const form = document.querySelector("form[data-keep='opinion-new']:not([data-failed])");
    const area = form ? form.querySelector("#area option[selected]")?.value : load()?.area;
    const same = form || load()?.account === body.dataset.account;
    store({ account: body.dataset.account, open: true, area: same ? area : undefined });
  } else if (body.dataset.page === "sign-in") {
    const last = load();
    if (last) store({ ...last, open: false });
  }

  document.addEventListener("submit", (event) => {
    if (new URL(event.target.action, location.href).pathname === "/sign-out") store(null);
  });
})();
