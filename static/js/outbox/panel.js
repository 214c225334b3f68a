// The outbox as its owner sees it: what waits, what is to be mended, what has arrived.

import { canEditHere, edit, newKey } from "./form.js";
import { account, changed, pumpNow, state } from "./send.js";
import * as store from "./store.js";

const KEEP_DONE = 7 * 24 * 3600 * 1000;
const PATIENCE = 4_000;
const place = document.querySelector("[data-outbox]");
const hour = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Ho_Chi_Minh" });
const day = new Intl.DateTimeFormat("vi-VN", { day: "2-digit", month: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

function when(at) {
  return `${hour.format(at)} ngày ${day.format(at).replace("-", "/")}`;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function button(label, tone, act) {
  const made = element("button", `button button-${tone}`, label);
  made.type = "button";
  made.addEventListener("click", async () => {
    made.disabled = true;
    try { await act(); } finally { made.disabled = false; }
  });
  return made;
}

function link(label, href, tone) {
  const made = element("a", `button button-${tone}`, label);
  made.href = href;
  return made;
}

function why(item) {
  if (item.key === state.sending) return "Đang gửi…";
  if (item.state === "mend") return item.lines.map((line) => line.text).join(" ");
  if (item.state === "differs") {
    return `Ý kiến này đã gửi trước, số biên nhận ${item.receipt}. Nội dung sửa sau đó khác với bản đã gửi.`;
  }
  if (item.hold > Date.now()) return "Đang mở ra sửa.";
  return "";
}

async function drop(item) {
  if (item.state !== "done" && !window.confirm("Bỏ ý kiến này? Nội dung và ảnh chưa gửi sẽ mất hẳn.")) return;
  await store.remove(item.account, item.key);
  changed();
}

async function open(item) {
  if (canEditHere(item)) return edit(item);
  // Without contact the form could not come, and this page would be gone as well.
  if (!navigator.onLine && !navigator.serviceWorker?.controller) {
    window.alert("Chưa có mạng nên chưa mở được trang sửa. Ý kiến vẫn còn ở đây, xin thử lại khi có mạng.");
    return undefined;
  }
  location.assign(`${item.page}#sua=${encodeURIComponent(item.key)}`);
  return undefined;
}

// Other words under a key that was taken already are a new opinion.
async function asNew(item) {
  const key = newKey();
  const fields = item.fields.map(([name, value]) => [name, name === "submission_key" ? key : value]);
  await store.put({ ...item, key, fields, state: "waiting", stamp: key, receipt: "", link: "" });
  await store.remove(item.account, item.key);
  await pumpNow();
}

function acts(item) {
  const found = [];
  if (item.state === "waiting") found.push(button("Gửi lại ngay", "plain", pumpNow));
  if (item.state === "differs") {
    found.push(button("Gửi thành ý kiến mới", "plain", () => asNew(item)), link("Xem ý kiến đã gửi", item.link, "quiet"));
  }
  if (["waiting", "mend"].includes(item.state) && item.kind === "opinion") {
    found.push(button("Sửa", item.state === "mend" ? "main" : "quiet", () => open(item)));
  }
  found.push(button("Bỏ", "quiet", () => drop(item)));
  return element("div", "actions", ...found);
}

function card(item) {
  const made = element("li", `outbox-item${item.state === "waiting" ? "" : " outbox-wrong"}`);
  made.append(element("p", "outbox-words", item.title || "(chưa có nội dung)"));
  const count = item.photos.length ? ` · ${item.photos.length} ảnh` : "";
  made.append(element("p", "muted", `Bấm gửi lúc ${when(item.at)}${count}`));
  const reason = why(item);
  if (reason) made.append(element("p", item.state === "waiting" ? "muted" : "error", reason));
  made.append(acts(item));
  return made;
}

function arrived(item) {
  const made = element("li", "outbox-item outbox-done");
  const words = item.receipt ? `Đã gửi, số biên nhận ${item.receipt}.` : "Đã gửi.";
  made.append(element("p", "outbox-words", element("strong", "", words), ` ${item.title}`));
  made.append(element("div", "actions",
    link(item.receipt ? "Xem biên nhận" : "Xem", item.link, "plain"), button("Ẩn đi", "quiet", () => drop(item))));
  return made;
}

function heading(waiting, wrong) {
  const parts = [];
  if (waiting.some((item) => item.key === state.sending)) parts.push(`ĐANG GỬI – ${waiting.length} ý kiến`);
  else if (waiting.length) {
    const what = state.trouble === "signed-out" || state.trouble === "other-account" ? "đăng nhập lại" : "mạng";
    parts.push(`CHƯA GỬI ĐƯỢC – ${waiting.length} ý kiến đang chờ ${what}`);
  }
  if (wrong.length) parts.push(`${waiting.length ? "" : "CHƯA GỬI ĐƯỢC – "}${wrong.length} ý kiến cần xem lại`);
  return parts.join(", ");
}

function advice(waiting) {
  if (!waiting) return null;
  if (state.trouble === "signed-out") {
    const sign = link("Đăng nhập", `/sign-in?next=${encodeURIComponent(location.pathname)}`, "main");
    return element("div", "", element("p", "", "Phiên làm việc đã hết. Đăng nhập lại thì ý kiến tự gửi tiếp."), element("p", "", sign));
  }
  if (state.trouble === "other-account") {
    return element("p", "", "Máy này đang đăng nhập bằng tài khoản khác. Đăng nhập lại tài khoản đã viết để gửi tiếp.");
  }
  const next = state.nextTry ? ` Lần thử tới: ${hour.format(state.nextTry)}.` : "";
  return element("p", "", `Đã cất trên máy này, tắt trang cũng không mất. Tự gửi khi có mạng.${next}`);
}

let drawn = Promise.resolve();

async function draw() {
  const all = account() ? await store.list(account()) : [];
  for (const item of all) {
    if (item.state === "done" && Date.now() - item.done > KEEP_DONE) await store.remove(item.account, item.key);
  }
  const done = all.filter((item) => item.state === "done");
  const wrong = all.filter((item) => ["mend", "differs"].includes(item.state));
  const waiting = all.filter((item) => item.state === "waiting");
  // The form at hand says by itself that it is being sent, unless that takes long.
  const last = waiting[waiting.length - 1];
  if (all.length === 1 && last && document.querySelector("form.is-busy") && Date.now() - last.at < PATIENCE) {
    setTimeout(changed, PATIENCE);
    return;
  }
  place.hidden = !all.length;
  place.classList.toggle("outbox-arrived", !waiting.length && !wrong.length);
  place.replaceChildren();
  if (waiting.length || wrong.length) {
    place.append(element("h2", "outbox-title", heading(waiting, wrong)));
    const told = advice(waiting.length);
    if (told) place.append(told);
  }
  place.append(element("ul", "plain-list", ...wrong.map(card), ...waiting.map(card), ...done.map(arrived)));
}

export function startPanel() {
  if (!place) return;
  const again = () => { drawn = drawn.then(draw).catch(() => {}); };
  window.addEventListener("outbox:changed", again);
  // Where a thing lies now that was just sent from this page.
  window.addEventListener("outbox:look", () => {
    again();
    drawn.then(() => {
      place.scrollIntoView({ block: "start" });
      place.focus({ preventScroll: true });
    });
  });
  again();
}
