// What every page does besides showing itself. No framework: listeners on the document,
// so parts that are swapped in later need no wiring.
"use strict";

(() => {
  const WHOLE_PAGE = /^\s*(<!doctype|<html)/i;
  const WORDS = {
    400: "Trang đã mở quá lâu. Xin tải lại trang rồi thử lần nữa.",
    403: "Không tìm thấy mục này. Có thể nó đã được chuyển đi.",
    404: "Không tìm thấy mục này. Có thể nó đã được chuyển đi.",
    405: "Không tìm thấy mục này. Có thể nó đã được chuyển đi.",
    413: "Tệp quá lớn. Xin chọn ảnh hoặc tệp nhỏ hơn rồi gửi lại.",
    429: "Thao tác quá nhanh. Xin chờ một phút rồi thử lại.",
  };
  const NO_CONTACT = "Chưa gửi được vì mất kết nối. Nội dung vẫn còn trên trang, xin thử lại.";
  const find = (selector, root = document) => root.querySelector(selector);
  const ownMachine = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

  function say(text, tone = "warn") {
    const place = find("#flash");
    if (!place) return;
    const box = document.createElement("div");
    const line = document.createElement("p");
    box.className = `said said-${tone}`;
    line.textContent = text;
    box.append(line);
    place.replaceChildren(box);
    place.scrollIntoView({ block: "nearest" });
  }

  // -- one act once, and a sign after 300 ms that something is going on

  let waiting = 0;
  let bar = null;
  let barTimer = 0;

  function begin() {
    waiting += 1;
    if (waiting > 1) return;
    barTimer = setTimeout(() => {
      bar = document.createElement("div");
      bar.className = "working";
      bar.setAttribute("role", "progressbar");
      bar.setAttribute("aria-label", "Đang xử lý");
      document.body.append(bar);
    }, 300);
  }

  function end() {
    waiting = Math.max(0, waiting - 1);
    if (waiting) return;
    clearTimeout(barTimer);
    bar?.remove();
    bar = null;
  }

  const sent = new WeakMap();

  function release(form) {
    clearTimeout(sent.get(form)?.timer);
    sent.delete(form);
    form.classList.remove("is-busy");
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[data-pressed]")) button.removeAttribute("data-pressed");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (sent.has(form)) return refuse(event);
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) return refuse(event);
    if (form.method !== "post") return;
    if (!navigator.onLine && !ownMachine) {
      say(NO_CONTACT, "bad");
      return refuse(event);
    }
    event.submitter?.setAttribute("data-pressed", "");
    const timer = setTimeout(() => {
      form.classList.add("is-busy");
      form.setAttribute("aria-busy", "true");
    }, 300);
    sent.set(form, { timer });
    if (form.hasAttribute("hx-post")) return;
    begin();
    // A form that answers with a file leaves the page where it is.
    setTimeout(() => { if (sent.has(form)) { release(form); end(); } }, 20000);
  }, true);

  function refuse(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form").forEach(release);
    waiting = 1;
    end();
  });

  // -- answers to htmx

  // What a live region asks for by itself; a button inside one is pressed by a person.
  const quiet = (ctx) => Boolean(ctx.sourceElement?.matches?.("[data-live], [data-live-region]"));
  const element = (target) => (typeof target === "string" ? find(target) : target);

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (quiet(ctx)) return;
    ctx.counted = true;
    ctx.sender = ctx.sourceElement.closest("form");
    begin();
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.sender) release(ctx.sender);
    if (ctx.counted) end();
  });

  // A view may answer with its whole page: take from it the part that was asked for.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (!WHOLE_PAGE.test(ctx.text || "") || ctx.hx.redirect || ctx.hx.retarget) return;
    const status = ctx.response.status;
    if (status !== 409 && status !== 422 && status >= 300) return;
    const page = new DOMParser().parseFromString(ctx.text, "text/html");
    const target = element(ctx.target);
    if (target?.id && page.getElementById(target.id)) {
      ctx.select = `#${CSS.escape(target.id)}`;
      ctx.swap = "outerMorph";
      if (page.getElementById("flash")) ctx.selectOOB = "#flash:innerMorph";
    } else if (status < 300 && ctx.response.raw.redirected) {
      ctx.hx.redirect = ctx.response.raw.url;
    } else {
      ctx.target = document.body;
      ctx.select = null;
      ctx.swap = "outerHTML show:top";
    }
  });

  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    const status = ctx.response.status;
    if (status === 401) return signInAgain(ctx);
    if (quiet(ctx) || status === 409 || status === 422) return;
    if (WORDS[status]) say(WORDS[status], "bad");
    else if (status >= 500) {
      const page = new DOMParser().parseFromString(ctx.text || "", "text/html");
      const code = find("[data-error-code]", page)?.dataset.errorCode;
      const told = find("[data-error-message]", page)?.textContent;
      say(`${told || "Hệ thống gặp lỗi, việc vừa làm chưa được lưu."}${code ? ` Mã tra cứu: ${code}.` : ""}`, "bad");
    }
  });

  // The session is over. What was typed goes through the sign-in (case 8): a form that the device
  // does not keep (draft.js) is sent once more as a whole page, and the sign-in page takes it over.
  let toldOver = false;

  function signInAgain(ctx) {
    if (ctx.request.method === "POST" && !ctx.sender?.dataset.keep) return sendWhole(ctx.request);
    if (quiet(ctx) && [...document.querySelectorAll("form[method=post]")].some(holdsTyping)) {
      if (!toldOver) say("Phiên làm việc đã hết. Nội dung đang nhập vẫn còn: bấm gửi như thường, rồi đăng nhập lại.");
      toldOver = true;
      return;
    }
    // The same address asks for the sign-in and leads back.
    location.replace(location.pathname + location.search);
  }

  const holdsTyping = (form) => [...form.elements].some((field) =>
    field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])")
    && field.value !== field.defaultValue);

  function sendWhole({ action, body }) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = action;
    form.hidden = true;
    for (const [name, value] of body) {
      if (typeof value !== "string") continue;
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }

  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx && !quiet(ctx)) say(NO_CONTACT, "bad");
  });

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (quiet(ctx)) return;
    // The swapped form may be the next step already: its button must answer at once.
    if (ctx.sender) release(ctx.sender);
    const target = element(ctx.target);
    const part = (target?.id && document.getElementById(target.id)) || target;
    openFailedDialogs();
    if (part?.isConnected) focusIn(part);
  });

  // -- focus goes where the change is

  function focusIn(root) {
    const place = find("[data-error-summary]", root) || find("[data-focus]", root);
    if (!place) return;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    if (!link) return;
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const fold = field.closest("details");
    if (fold) fold.open = true;
    const input = field.matches("fieldset, div") ? find("input, select, textarea", field) : field;
    (input || field).focus({ preventScroll: true });
    field.closest(".field")?.scrollIntoView({ block: "start" });
  });

  // -- dialogs

  function openDialog(dialog) {
    if (dialog.open) return;
    dialog.showModal();
    (find("[autofocus], input:not([type=hidden]), textarea, select", dialog) || dialog).focus();
  }

  function openFailedDialogs() {
    for (const summary of document.querySelectorAll("dialog [data-error-summary]")) openDialog(summary.closest("dialog"));
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openDialog(dialog);
      return;
    }
    if (event.target.closest("[data-dialog-close]") || event.target.matches("dialog[open]")) {
      event.target.closest("dialog").close();
      return;
    }
    const menu = find("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    if (event.target.closest("[data-back]")) {
      event.preventDefault();
      history.back();
    }
  });

  // -- keys

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (event.key === "Escape") {
      const menu = find("details.menu[open]");
      if (menu) { menu.open = false; find("summary", menu).focus(); }
      return;
    }
    if (typing(event.target)) return;
    const scope = find("dialog[open]") || document;
    if (event.key === "/") {
      const box = find("[data-search]", scope);
      if (box) { event.preventDefault(); box.focus(); box.select(); }
      return;
    }
    if (document.body.hasAttribute("data-screen") && screenKey(event.key)) return;
    const wanted = event.key.toLowerCase();
    for (const button of scope.querySelectorAll("[data-key]")) {
      if (button.dataset.key.toLowerCase() !== wanted || button.offsetParent === null || button.disabled) continue;
      event.preventDefault();
      button.click();
      return;
    }
  });

  function screenKey(key) {
    if (key === "d") {
      const dark = document.body.toggleAttribute("data-dark");
      try { localStorage.setItem("screen-dark", dark ? "1" : ""); } catch { /* only this once */ }
      return true;
    }
    if (key === "f") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.().catch(() => {});
      return true;
    }
    return false;
  }

  // -- fields that show what they hold

  function preview(input) {
    const field = input.closest(".field");
    for (const old of field.querySelectorAll(".photo-preview")) { URL.revokeObjectURL(old.src); old.remove(); }
    for (const file of input.files) {
      if (!file.type.startsWith("image/")) continue;
      const picture = document.createElement("img");
      picture.className = "photo-preview";
      picture.alt = `Ảnh đã chọn: ${file.name}`;
      picture.src = URL.createObjectURL(file);
      field.append(picture);
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-photo-preview]")) preview(event.target);
  });

  // Chosen before this script listened, or kept by the browser on the way back.
  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("input[type=file][data-photo-preview]")) {
      if (input.files.length) preview(input);
    }
  });

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.("textarea[data-count]")) return;
    let line = find(".letters", area.parentElement);
    if (!line) {
      line = document.createElement("p");
      line.className = "letters";
      area.after(line);
    }
    const left = Number(area.dataset.count) - area.value.length;
    line.textContent = left >= 0 ? `Còn ${left} ký tự` : `Dài quá ${-left} ký tự`;
  });

  document.addEventListener("DOMContentLoaded", () => {
    if (document.body.hasAttribute("data-screen")) {
      try { document.body.toggleAttribute("data-dark", localStorage.getItem("screen-dark") === "1"); } catch { /* light */ }
    }
    find(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    for (const link of document.querySelectorAll("[data-back]")) link.hidden = history.length < 2;
    openFailedDialogs();
    // Scripts may come late: whoever has begun to type somewhere keeps his place.
    if (!typing(document.activeElement)) focusIn(document);
  });

  // On a slow machine words are typed into a search before anything listens.
  window.addEventListener("load", () => setTimeout(() => {
    for (const field of document.querySelectorAll("[data-search]")) {
      if (field.value !== field.defaultValue) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }, 500));
})();
