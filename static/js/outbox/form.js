// "Gửi" puts the opinion into the outbox first and sends it from there: whatever happens on the
// way, it is kept. Without a place to keep things the form is sent as any other.

import { blamePhotos, chosenPhotos, clearPhotos, forgetKept, showPhotos } from "./photos.js";
import { account, changed, pump } from "./send.js";
import * as store from "./store.js";

const NEVER = new Set(["csrf_token", "outbox", "outbox_title", "act", "photos", "account"]);
const busy = new WeakSet();

const field = (form, name) => form.elements.namedItem(name);
const isReturned = (form) => /\/outbox\/opinions\/\d+$/.test(field(form, "outbox").value);
const sender = () => account() || document.body.dataset.owner || "";

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

// Whether two sendings say the same; what was sent need not be kept to tell.
function markOf(fields) {
  let mark = 2166136261;
  for (const letter of JSON.stringify(fields.filter(([name]) => name !== "submission_key"))) {
    mark = Math.imul(mark ^ letter.codePointAt(0), 16777619) >>> 0;
  }
  return mark;
}

function firstWords(text) {
  const line = text.split(/\s+/).filter(Boolean).join(" ");
  return line.length <= 110 ? line : `${line.slice(0, 108).replace(/ \S*$/, "")}…`;
}

async function itemOf(form) {
  const to = field(form, "outbox").value;
  const isOpinion = form.id === "opinion-form";
  const body = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER.has(name));
  return {
    account: sender(),
    key: (isOpinion && !isReturned(form) && field(form, "submission_key")?.value) || to,
    url: to,
    page: isOpinion && isReturned(form) ? location.pathname : "/opinions/new",
    kind: isOpinion ? "opinion" : "report",
    title: isOpinion ? firstWords(field(form, "words").value) : field(form, "outbox_title").value,
    at: Date.now(),
    fields: body,
    mark: markOf(body),
    photos: isOpinion ? await store.pack(await chosenPhotos()) : [],
    state: "waiting",
    stamp: crypto.getRandomValues(new Uint32Array(2)).join("-"),
    attempts: 0,
    next: 0,
    hold: 0,
  };
}

async function send(form) {
  const button = form.querySelector(".button-main, .button");
  const work = (on) => {
    form.classList.toggle("is-busy", on);
    button?.toggleAttribute("data-pressed", on);
    if (on) busy.add(form);
    else busy.delete(form);
  };
  work(true);
  try {
    let item;
    try {
      item = await keep(form, await itemOf(form));
    } catch {
      form.submit(); // nothing can be kept on this device
      return;
    }
    form.dispatchEvent(new Event("outbox:kept", { bubbles: true }));
    if (item.photos.length) forgetKept(item.key);
    editing = null;
    changed();
    await pump();
    const found = await store.get(item.account, item.key);
    if (found?.state === "done") {
      // The receipt's own page takes it out of the box: until then it must not be lost.
      if (item.kind === "report") await store.remove(item.account, item.key);
      location.assign(found.link);
      return;
    }
    work(false);
    if (found) stay(form, found);
  } finally {
    work(false);
  }
}

// Two tabs may have taken up the same draft with its key: neither may replace what the other sent.
async function keep(form, item) {
  const ours = editing?.key;
  const found = await store.update(item.account, item.key, (there) => (!there || ours === item.key ? item : undefined));
  if (found.stamp === item.stamp) return item;
  if (found.mark === item.mark) return found;
  const key = newKey();
  if (field(form, "submission_key")) field(form, "submission_key").value = key;
  const fields = item.fields.map(([name, value]) => [name, name === "submission_key" ? key : value]);
  const other = { ...item, key, fields };
  await store.put(other);
  return other;
}

function stay(form, item) {
  if (item.state === "mend" && item.kind === "opinion") {
    form.dispatchEvent(new Event("outbox:back", { bubbles: true }));
    editing = item;
    showErrors(form, item);
    changed();
    return;
  }
  if (item.kind === "opinion") empty(form);
  window.dispatchEvent(new Event("outbox:look"));
}

// A form that held one opinion holds the next, or none.
function empty(form) {
  clearErrors(form);
  if (form.hasAttribute("data-failed") || isReturned(form) || form.querySelector("[data-kept-photo]")) {
    form.hidden = true;
    return;
  }
  clearPhotos();
  form.reset();
  for (const name of ["words", "place", "voices", "resident_name", "resident_phone", "resident_address"]) {
    const one = field(form, name);
    if (one) one.value = "";
  }
  for (const name of ["submission_key", "id_number_seen"]) if (field(form, name)) field(form, name).value = "";
  if (field(form, "submission_key")) field(form, "submission_key").value = newKey();
  for (const fold of form.querySelectorAll("details[open]")) fold.open = false;
  form.dispatchEvent(new Event("outbox:kept", { bubbles: true }));
}

// -- what the server found wrong, at its place

function clearErrors(form) {
  form.querySelector("[data-error-summary]")?.remove();
  for (const box of form.querySelectorAll(".has-error")) {
    box.classList.remove("has-error");
    for (const line of box.querySelectorAll(".error")) line.remove();
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function showErrors(form, { lines, seen }) {
  clearErrors(form);
  for (const [name, value] of Object.entries(seen || {})) if (field(form, name)) field(form, name).value = value;
  const summary = element("div", "error-summary");
  summary.setAttribute("role", "alert");
  summary.setAttribute("data-error-summary", "");
  summary.tabIndex = -1;
  summary.append(element("h2", "error-summary-title", `Chưa gửi được – xin xem ${lines.length} chỗ dưới đây`));
  const lists = element("ul");
  for (const { field: name, label, text } of lines) {
    const at = name && document.getElementById(name);
    const item = element("li");
    const words = label ? `${label}: ${text}` : text;
    const link = at ? element("a", "", words) : element("span", "", words);
    if (at) {
      link.href = `#${name}`;
      const box = at.closest(".field") || at;
      box.classList.add("has-error");
      const line = element("p", "error", text);
      const before = at.matches("fieldset") ? at.querySelector("legend") : box.querySelector("label");
      (before || box.firstChild).after(line);
      const fold = at.closest("details");
      if (fold) fold.open = true;
    }
    if (name === "photos") blamePhotos(text);
    item.append(link);
    lists.append(item);
  }
  summary.append(lists);
  form.prepend(summary);
  summary.focus();
  summary.scrollIntoView({ block: "nearest" });
}

// -- an item of the outbox, opened again

let editing = null;

function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) || []), value]);
  for (const one of form.elements) {
    if (!one.name || NEVER.has(one.name) || one.type === "file" || one.type === "submit") continue;
    const given = values.get(one.name) || [];
    if (one.type === "checkbox" || one.type === "radio") one.checked = given.includes(one.value);
    else if (one.name === "version") continue;
    else one.value = given[0] ?? "";
    const fold = one.closest("details");
    if (fold && one.type !== "radio" && one.value && one.checked !== false) fold.open = true;
  }
}

const isTyped = (form) => ["words", "place"].some((name) => {
  const one = field(form, name);
  return one && one.value.trim() && one.value !== one.defaultValue;
});

export function canEditHere(item) {
  const form = document.getElementById("opinion-form");
  return Boolean(form && item.kind === "opinion" && field(form, "outbox")?.value === item.url);
}

export async function edit(item, asked = true) {
  const form = document.getElementById("opinion-form");
  if (asked && isTyped(form) && !window.confirm("Nội dung đang viết dở trên trang sẽ bị thay. Vẫn mở ý kiến này ra sửa?")) return;
  form.hidden = false;
  clearErrors(form);
  fill(form, item.fields);
  showPhotos(store.unpack(item.photos));
  editing = item;
  await hold();
  changed();
  if (item.lines?.length) showErrors(form, item);
  else {
    form.scrollIntoView({ block: "start" });
    field(form, "words").focus({ preventScroll: true });
  }
}

// While it is being mended the old words are not sent; a page that is gone no longer holds them.
function hold(until = Date.now() + 10 * 60_000) {
  if (!editing) return undefined;
  return store.update(editing.account, editing.key, (found) => found && { ...found, hold: until });
}

export function startForms() {
  // On the window, before every other listener: those would refuse to send without contact.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (!field(form, "outbox") || event.submitter?.value === "draft" || !window.indexedDB) return;
    if (!sender()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!busy.has(form)) send(form);
  }, true);
  setInterval(hold, 60_000);
  window.addEventListener("pagehide", () => { hold(0); });
}

export async function openAsked() {
  const form = document.getElementById("opinion-form");
  if (!form || !account()) return;
  const asked = /^#sua=(.+)$/.exec(location.hash);
  const key = asked ? decodeURIComponent(asked[1]) : field(form, "submission_key")?.value;
  const item = key && await store.get(account(), key);
  if (!item || item.state === "done" || !canEditHere(item)) return;
  if (asked) {
    history.replaceState(null, "", location.pathname + location.search);
    await edit(item, false);
  } else {
    editing = item; // its mending was begun earlier and comes from the draft
    await hold();
  }
}
