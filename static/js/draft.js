// What is typed into a form with data-keep stays on this device until it has been sent:
// through a lost session, a closed tab, an error (cases 1, 2 and 8).
"use strict";

(() => {
  const PREFIX = "doi-thoai-nhap:";
  const MAX_AGE = 30 * 24 * 3600 * 1000;
  const UNSENT = "CHƯA GỬI – đã lưu trên máy lúc ";
  const CANNOT = "CHƯA GỬI – máy này không lưu được bản nháp, xin gửi ngay khi viết xong";
  const known = new WeakMap();
  const time = new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh",
  });
  const day = new Intl.DateTimeFormat("vi-VN", {
    day: "2-digit", month: "2-digit", timeZone: "Asia/Ho_Chi_Minh",
  });

  const account = () => document.body.dataset.account || "";
  const storeKey = (key) => `${PREFIX}${account()}:${key}`;

  function load(name) {
    try {
      const draft = JSON.parse(localStorage.getItem(name));
      if (draft && Date.now() - draft.at < MAX_AGE) return draft;
      if (draft) localStorage.removeItem(name);
    } catch { /* unreadable counts as absent */ }
    return null;
  }

  function store(name, draft) {
    try {
      localStorage.setItem(name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  function drop(name) {
    try { localStorage.removeItem(name); } catch { /* nothing was kept */ }
  }

  function names() {
    try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return []; }
  }

  function mine(field) {
    if (!field.name || field.closest("[data-keep-skip]")) return false;
    if (field.type === "hidden") return field.name.endsWith("submission_key");
    return !["password", "file", "submit", "button", "reset", "image"].includes(field.type);
  }

  const fieldsOf = (form) => [...form.elements].filter(mine);

  function read(form) {
    const values = {};
    for (const field of fieldsOf(form)) {
      values[field.name] ??= [];
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) values[field.name].push(field.value);
      } else if (field.multiple) {
        values[field.name].push(...[...field.selectedOptions].map((option) => option.value));
      } else values[field.name].push(field.value);
    }
    return values;
  }

  const typed = (values) =>
    JSON.stringify(Object.entries(values).filter(([name]) => !name.endsWith("submission_key")));

  function write(form, values) {
    const place = {};
    for (const field of fieldsOf(form)) {
      const kept = values[field.name];
      if (!kept) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = kept.includes(option.value);
      else {
        const index = place[field.name] ?? 0;
        place[field.name] = index + 1;
        if (kept[index] !== undefined) field.value = kept[index];
      }
      if (field.value && field.type !== "hidden") {
        const fold = field.closest("details");
        if (fold && (field.checked || !["checkbox", "radio"].includes(field.type))) fold.open = true;
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // -- one key for one sending: the same key twice is one opinion (case 2)

  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  }

  function fillKeys(root) {
    for (const input of root.querySelectorAll("input[name$='submission_key']")) if (!input.value) input.value = newKey();
  }

  // -- a line that says where the typing is

  function stateOf(form) {
    let line = form.querySelector("[data-keep-state]");
    if (!line && known.get(form)?.restored) {
      line = document.createElement("p");
      line.setAttribute("data-keep-state", "");
      form.prepend(line);
    }
    return line;
  }

  function tell(form, text, withDrop) {
    const line = stateOf(form);
    if (!line) return;
    line.className = "keep-state";
    line.setAttribute("role", "status");
    if (line.firstChild?.textContent !== text) line.replaceChildren(document.createTextNode(text));
    if (!withDrop || line.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.setAttribute("data-keep-drop", "");
    button.textContent = "Bỏ nội dung này";
    line.append(button);
  }

  function save(form) {
    const info = known.get(form);
    if (!info || info.sending) return;
    clearTimeout(info.timer);
    const values = read(form);
    if (typed(values) === info.initial) return drop(info.name);
    const draft = { at: Date.now(), values };
    const kept = store(info.name, draft);
    tell(form, kept ? UNSENT + time.format(draft.at) : CANNOT, false);
  }

  function forget(form) {
    const info = known.get(form);
    if (!info) return;
    clearTimeout(info.timer);
    drop(info.name);
    info.initial = typed(read(form));
  }

  function open(form) {
    const name = storeKey(form.dataset.keep);
    const info = { name, initial: typed(read(form)), timer: 0, sending: false, restored: false };
    known.set(form, info);
    const draft = load(name);
    if (!draft) return;
    if (form.hasAttribute("data-failed")) {
      // The server gave back what was typed; keep it until it is sent.
      info.initial = null;
      store(name, { at: Date.now(), values: read(form) });
      return;
    }
    if (typed(draft.values) === info.initial) return;
    info.restored = true;
    write(form, draft.values);
    tell(form, `CHƯA GỬI – đã lấy lại nội dung gõ lúc ${time.format(draft.at)} ngày ${day.format(draft.at)}`, true);
  }

  // -- what became of a form that was sent by a whole page

  function settle() {
    const page = document.body.dataset.page;
    const conflict = document.body.hasAttribute("data-conflict");
    for (const name of names()) {
      const draft = load(name);
      if (!draft?.sent) continue;
      if (page === "sign-in" || page === "error" || conflict) store(name, { ...draft, sent: false });
      else if (name.startsWith(`${PREFIX}${account()}:`)) {
        const key = CSS.escape(name.slice(storeKey("").length));
        const form = document.querySelector(`form[data-keep="${key}"][data-failed]`);
        if (form) store(name, { ...draft, sent: false });
        else drop(name);
      }
    }
    for (const place of document.querySelectorAll("[data-keep-clear]")) drop(storeKey(place.dataset.keepClear));
  }

  function arrange(root = document) {
    fillKeys(root);
    for (const form of root.querySelectorAll("form[data-keep]")) if (!known.has(form)) open(form);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    const info = form && known.get(form);
    if (!info || !event.isTrusted) return;
    clearTimeout(info.timer);
    info.timer = setTimeout(() => save(form), 400);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const info = known.get(form);
    if (event.defaultPrevented && !form.hasAttribute("hx-post")) return;
    if (!info || info.sending) return;
    clearTimeout(info.timer);
    info.sending = true;
    store(info.name, { at: Date.now(), values: read(form), sent: !form.hasAttribute("hx-post") });
  });

  // What lies in the outbox is kept there; what comes back from it is typing again.
  document.addEventListener("outbox:kept", ({ target: form }) => {
    forget(form);
    const line = form.querySelector("[data-keep-state]");
    if (line) line.textContent = "CHƯA GỬI";
  });
  document.addEventListener("outbox:back", (event) => {
    const info = known.get(event.target);
    if (info) info.initial = null;
  });

  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement?.closest?.("form[data-keep]");
    const info = form && known.get(form);
    if (!info || ctx.request.method === "GET") return;
    info.sending = false;
    if (ctx.response.status < 300) forget(form);
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const info = ctx.sender && known.get(ctx.sender);
    if (info) info.sending = false;
  });

  document.addEventListener("htmx:after:swap", () => { settle(); arrange(); });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep-drop]");
    const form = button?.closest("form");
    const info = form && known.get(form);
    if (!info) return;
    event.preventDefault();
    drop(info.name);
    info.restored = false;
    form.reset();
    for (const input of form.querySelectorAll("input[name$='submission_key']")) input.value = newKey();
    const line = form.querySelector("[data-keep-state]");
    if (line) line.textContent = "Đã bỏ nội dung cũ.";
  });

  window.addEventListener("pagehide", () => {
    for (const form of document.querySelectorAll("form[data-keep]")) save(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-keep]")) if (known.has(form)) known.get(form).sending = false;
  });

  document.addEventListener("DOMContentLoaded", () => { settle(); arrange(); });
})();
