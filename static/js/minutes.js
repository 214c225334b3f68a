// The secretary's lines are saved by themselves. What was typed stays on this device until the
// server has it: through a lost network, a lost session, a closed tab. A text of somebody else is
// never overwritten: both are shown, and the server keeps both.
"use strict";

(() => {
  const place = document.querySelector("[data-minutes]");
  if (!place || !window.fetch) return;
  const REST = 2000; // after the last key
  const LONGEST = 8000; // while the typing goes on
  const WAITS = [2, 4, 8, 15, 30];
  const MAX_AGE = 30 * 24 * 3600 * 1000;
  const base = place.dataset.minutes;
  const account = document.body.dataset.account || "";
  const PREFIX = `doi-thoai-bien-ban:${account}:`;
  const WORDS = {
    "no-contact": "Chưa lưu – mất kết nối, sẽ thử lại",
    "signed-out": "Chưa lưu – phiên làm việc đã hết. Nội dung vẫn còn trên máy này.",
    "other-account": "Chưa lưu – máy này đang đăng nhập bằng tên khác. Nội dung vẫn còn trên máy này.",
    "not-mine": "Chưa lưu – ông/bà không còn được phân công ghi biên bản này. Nội dung vẫn còn trên máy này.",
  };
  const lines = new Map();
  let trouble = "";
  let tries = 0;
  let timer = 0;

  const find = (selector, root = document) => root.querySelector(selector);
  const make = (tag, properties = {}, ...inside) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...inside);
    return node;
  };
  const newKey = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const isDirty = (line) => line.area.value !== line.saved || Boolean(line.sent);
  const dirty = () => [...lines.values()].filter(isDirty);

  // -- on the device

  function load(name) {
    try {
      const draft = JSON.parse(localStorage.getItem(name));
      if (draft && Date.now() - draft.at < MAX_AGE) return draft;
      if (draft) localStorage.removeItem(name);
    } catch { /* unreadable counts as absent */ }
    return null;
  }

  function keep(line) {
    const draft = { text: line.area.value, version: line.version, sent: line.sent, meeting: base, at: Date.now() };
    try {
      localStorage.setItem(PREFIX + line.id, JSON.stringify(draft));
      line.kept = true;
    } catch {
      line.kept = false;
    }
  }

  function forget(id) {
    try { localStorage.removeItem(PREFIX + id); } catch { /* nothing was kept */ }
  }

  function left() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
    } catch { return []; }
  }

  // -- the line that says where the typing is

  function tell(line, words, isUnsaved = false, ...more) {
    line.state.classList.toggle("is-unsaved", isUnsaved);
    line.state.classList.toggle("muted", !isUnsaved);
    if (line.state.textContent !== words || more.length) line.state.replaceChildren(words, ...more);
  }

  function tellTrouble() {
    for (const line of dirty()) {
      if (line.both || line.closed) continue;
      const link = trouble === "signed-out" || trouble === "other-account"
        ? [" ", make("a", { href: place.dataset.signIn, target: "_blank", textContent: "Đăng nhập lại" })] : [];
      if (line.told !== trouble) tell(line, WORDS[trouble], true, ...link);
      line.told = trouble;
    }
  }

  // -- sending

  async function ask(url, options = {}) {
    try {
      const headers = { Accept: "application/json", "HX-Request": "true" };
      const answer = await fetch(url, { headers, signal: AbortSignal.timeout(20000), ...options });
      const isData = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: answer.status, data: isData ? await answer.json() : null };
    } catch {
      return { status: 0, data: null };
    }
  }

  const tokenFields = () => document.querySelectorAll("input[name=csrf_token]");

  // A form token of the session as it is now; false while nobody, or somebody else, is signed in.
  async function freshToken() {
    const { status, data } = await ask(`${base}/token`);
    if (status === 200 && data && String(data.account) === account) {
      for (const field of tokenFields()) field.value = data.token;
      return true;
    }
    if (status === 200 && data) trouble = "other-account";
    else if (status === 401 || status === 204 || status === 200) trouble = "signed-out";
    else trouble = status === 404 ? "not-mine" : "no-contact";
    return false;
  }

  function post(url, version, key, text, options = {}) {
    const body = new URLSearchParams({ version, submission_key: key, text });
    body.set("csrf_token", tokenFields()[0]?.value || "");
    return ask(url, { method: "POST", body, ...options });
  }

  function later() {
    if (timer) return;
    timer = setTimeout(again, WAITS[Math.min(tries, WAITS.length - 1)] * 1000);
    tries += 1;
  }

  async function again() {
    clearTimeout(timer);
    timer = 0;
    if (!dirty().length) return;
    if (trouble && trouble !== "no-contact" && !(await freshToken())) {
      tellTrouble();
      return later();
    }
    await Promise.all(dirty().map((line) => save(line)));
  }

  function failed(what) {
    trouble = what;
    tellTrouble();
    later();
  }

  async function save(line, isLast = false) {
    clearTimeout(line.timer);
    if (line.sending) return line.sending;
    if (!isDirty(line) || line.both || line.closed) return null;
    line.sending = send(line, isLast).finally(() => { line.sending = null; });
    await line.sending;
    if (isDirty(line) && !trouble && !line.both && !line.closed) plan(line);
    return null;
  }

  async function send(line, isLast) {
    // A sending whose answer was lost may have arrived: it is settled first, under its own key,
    // so that what was typed since is no conflict with oneself.
    const { key, text } = line.sent || { key: newKey(), text: line.area.value };
    line.sent = { key, text };
    keep(line);
    let answer = await post(line.url, line.version, key, text, { keepalive: isLast && text.length < 20000 });
    if (!answer.data && [200, 400, 409].includes(answer.status)) {
      // The token is of an older session: what came is a page for people.
      if (!(await freshToken())) return failed(trouble);
      answer = await post(line.url, line.version, key, text);
    }
    const { status, data } = answer;
    if (!data) {
      if (status === 401 || status === 204) return failed("signed-out");
      return failed(status === 404 ? "not-mine" : "no-contact");
    }
    line.sent = null;
    trouble = "";
    tries = 0;
    line.told = "";
    line.since = 0;
    if (data.outcome === "saved") return saved(line, text, data);
    if (data.outcome === "conflict") return showBoth(line, text, data);
    line.closed = data.outcome === "refused";
    if (line.closed) forget(line.id);
    return tell(line, data.message, true);
  }

  function saved(line, text, { version, at }) {
    setSaved(line, text, version);
    if (isDirty(line)) {
      keep(line);
      tell(line, "Đang ghi…");
    } else {
      forget(line.id);
      tell(line, `Đã lưu ${at}`);
    }
    const past = find("[data-line-past]", line.root);
    if (past) past.hidden = false;
  }

  function setSaved(line, text, version) {
    line.saved = line.area.defaultValue = text;
    line.version = version;
    line.root.dataset.version = version;
    for (const field of line.root.querySelectorAll("input[name=version]")) field.value = version;
  }

  function plan(line) {
    clearTimeout(line.timer);
    line.since ||= Date.now();
    line.timer = setTimeout(() => save(line), Math.max(0, Math.min(REST, line.since + LONGEST - Date.now())));
  }

  // -- two wrote the same line

  function showBoth(line, sent, theirs) {
    const mine = make("p", { className: "pre-line", textContent: line.area.value });
    const button = (label, choose) => {
      const one = make("button", { type: "button", className: "button button-plain", textContent: label });
      one.addEventListener("click", async () => {
        const text = line.area.value;
        // What was typed since goes to the server too, before another text takes its place.
        if (choose !== "mine" && text !== sent) {
          const { data } = await post(line.url, line.version, newKey(), text);
          if (!data) return tell(line, WORDS["no-contact"], true);
        }
        line.both.remove();
        line.both = null;
        setSaved(line, theirs.text, theirs.version);
        if (choose === "theirs") line.area.value = theirs.text;
        if (choose === "both") line.area.value = [theirs.text, text].filter(Boolean).join("\n");
        if (isDirty(line)) keep(line);
        else forget(line.id);
        tell(line, `Đã lưu ${theirs.at}`);
        line.area.focus();
        save(line);
      });
      return one;
    };
    line.both?.remove();
    line.both = make("div", { className: "minutes-both" },
      make("p", { className: "minutes-label", textContent: theirs.message }),
      make("div", { className: "minutes-both-texts" },
        make("div", {}, make("p", { className: "minutes-label", textContent: "Của tôi" }), mine),
        make("div", {}, make("p", { className: "minutes-label", textContent: `Của ${theirs.by || "người kia"}, lưu lúc ${theirs.at}` }),
          make("p", { className: "pre-line", textContent: theirs.text || "(để trống)" }))),
      make("div", { className: "actions" }, button("Giữ của tôi", "mine"), button("Giữ của người kia", "theirs"),
        button("Ghép cả hai", "both")));
    line.both.setAttribute("role", "alert");
    line.area.addEventListener("input", () => { mine.textContent = line.area.value; });
    line.area.after(line.both);
    tell(line, "Chưa lưu – xin chọn một trong ba cách trên", true);
  }

  // -- lines that come and go

  function open(root) {
    const form = find("[data-line-form]", root);
    if (!form) return null;
    const area = find("textarea", form);
    const line = {
      id: root.dataset.line, root, area, url: form.action, state: find("[data-line-state]", root),
      version: Number(root.dataset.version), saved: area.defaultValue, since: 0, timer: 0, sent: null,
      sending: null, both: null, closed: false, kept: true, told: "",
    };
    lines.set(line.id, line);
    find("[data-line-save]", form).hidden = true;
    area.addEventListener("input", () => {
      keep(line);
      if (!line.both && !line.closed) plan(line);
    });
    area.addEventListener("blur", () => save(line));
    const draft = load(PREFIX + line.id);
    if (draft && draft.text !== area.value) {
      area.value = draft.text;
      line.version = draft.version;
      line.sent = draft.sent;
      tell(line, "Đã lấy lại nội dung chưa lưu");
    }
    if (isDirty(line)) save(line);
    else if (draft) forget(line.id);
    return line;
  }

  function close(root) {
    lines.delete(root.dataset.line);
    root.remove();
  }

  // Typing of a line that cannot be written any more still goes to the server, which keeps it.
  async function sendOrphans() {
    for (const id of left()) {
      const draft = load(PREFIX + id);
      if (!draft || draft.meeting !== base || lines.has(id)) continue;
      const key = draft.sent?.text === draft.text ? draft.sent.key : newKey();
      const { data } = await post(`/minutes/lines/${id}`, draft.version, key, draft.text);
      if (!data) continue;
      forget(id);
      const past = make("a", { href: `/minutes/lines/${id}`, textContent: "Xem các bản đã gõ" });
      place.before(make("p", { className: "said said-warn" }, "Nội dung gõ dở trên máy này đã được gửi và giữ lại. ", past));
    }
  }

  // -- the hall goes on, others write: what is being typed here stays as it is

  let syncing = null;
  let once = false; // again after this one

  function sync() {
    if (syncing) {
      once = true;
      return;
    }
    syncing = follow().finally(() => {
      syncing = null;
      if (once) { once = false; sync(); }
    });
  }

  async function follow() {
    const index = find("[data-minutes-index]");
    if (!index) return;
    if (index.dataset.state !== place.dataset.state && !dirty().length) return location.reload();
    showCurrent(index);
    let before = null;
    for (const item of [...index.children]) {
      const id = CSS.escape(item.dataset.turn);
      const block = find(`[data-block="${id}"]`, place);
      if (block && block.dataset.stamp === item.dataset.stamp) {
        before = block;
        continue;
      }
      const fresh = await fetchBlock(item.dataset.turn);
      if (!fresh) return;
      if (block) merge(block, fresh);
      else if (before) before.after(fresh);
      else place.prepend(fresh);
      before = block || fresh;
      for (const root of before.querySelectorAll("[data-line]")) if (!lines.has(root.dataset.line)) open(root);
    }
  }

  let current = "";

  // Where the list is longer than the window it scrolls in itself.
  function showCurrent(index) {
    const item = find(".is-current", index);
    const box = index.closest(".minutes-turns");
    if (!item || item.dataset.turn === current) return;
    current = item.dataset.turn;
    if (box.scrollHeight > box.clientHeight) box.scrollTop = item.offsetTop - box.clientHeight / 2;
  }

  async function fetchBlock(id) {
    try {
      const answer = await fetch(`${base}/blocks/${id}`, { headers: { "HX-Request": "true" } });
      if (answer.status !== 200) return null;
      return find("[data-block]", new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      return null;
    }
  }

  function merge(block, fresh) {
    for (const part of ["[data-block-head]", "[data-block-conclusion]"]) find(part, block).replaceWith(find(part, fresh));
    block.dataset.stamp = fresh.dataset.stamp;
    const wanted = [...fresh.querySelectorAll("[data-line]")];
    const ids = new Set(wanted.map((root) => root.dataset.line));
    for (const root of block.querySelectorAll("[data-line]")) {
      const line = lines.get(root.dataset.line);
      if (!ids.has(root.dataset.line) && !(line && isDirty(line))) close(root);
    }
    let last = null;
    for (const root of wanted) {
      const there = find(`[data-line="${CSS.escape(root.dataset.line)}"]`, block);
      const line = there && lines.get(there.dataset.line);
      if (line) renew(line, root);
      else if (there) there.replaceWith(root);
      else if (last) last.after(root);
      else find("[data-block-lines]", block).prepend(root);
      last = there && line ? there : root;
    }
  }

  function renew(line, root) {
    const area = find("textarea", root);
    if (!area || line.sending || line.both || isDirty(line) || Number(root.dataset.version) <= line.version) return;
    const { selectionStart, selectionEnd } = line.area;
    setSaved(line, area.defaultValue, Number(root.dataset.version));
    line.area.value = area.defaultValue;
    if (document.activeElement === line.area) line.area.setSelectionRange(selectionStart, selectionEnd);
    tell(line, find("[data-line-state]", root).textContent.trim());
    find("[data-line-past]", line.root).hidden = false;
  }

  document.addEventListener("htmx:after:swap", sync);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-minutes-index] a");
    const area = link && find(`${link.hash} textarea`, place);
    if (area) setTimeout(() => area.focus({ preventScroll: true }));
  });

  // -- a step of the whole minutes waits until every line is saved

  window.addEventListener("submit", (event) => {
    const form = event.target;
    const unsaved = dirty();
    if (form.matches("[data-line-form]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return save(lines.get(form.closest("[data-line]").dataset.line));
    }
    if (form.method !== "post" || !unsaved.length) return null;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    return Promise.all(unsaved.map((line) => save(line))).then(() => {
      const still = dirty()[0];
      if (still) still.root.scrollIntoView({ block: "center" });
      else form.requestSubmit(submitter);
    });
  }, true);

  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) for (const line of dirty()) save(line, true);
    else again();
  });
  window.addEventListener("pagehide", () => { for (const line of dirty()) save(line, true); });
  window.addEventListener("beforeunload", (event) => {
    if (dirty().some((line) => !line.kept)) event.preventDefault();
  });

  for (const root of place.querySelectorAll("[data-line]")) open(root);
  sendOrphans();
  sync();
})();
