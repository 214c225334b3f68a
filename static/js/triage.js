// The triage desk by keyboard: the mark moves at once, the reading pane follows; marks and
// keys outlive the parts that are swapped in.
"use strict";

(() => {
  const WAIT = 140;
  const find = (selector, root = document) => root.querySelector(selector);
  const desk = () => find("[data-desk]");
  const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const isOpen = (key) => key.ctrlKey || key.metaKey || key.altKey || key.isComposing;

  // -- j and k: the row is marked at once, its opinion comes after a short rest

  let timer = 0;
  let asked = null; // the row whose opinion is on its way
  let held = null; // a verb's key pressed before it came
  let reads = false; // Enter: go on into the opinion
  let owed = 0; // moves past the last row that is here

  const rows = () => [...document.querySelectorAll("#queue [data-row]")];
  const hand = () => desk()?.dataset.hand;
  const marked = () => find("#queue [aria-current]");

  function move(by) {
    const list = rows();
    const at = list.indexOf(marked());
    const next = list[at + by];
    if (at < 0) return find(`[data-step=${by > 0 ? "j" : "k"}]`)?.click();
    const last = list[at];
    if (!next) {
      // The rows are a window around the opinion in hand: have it drawn around this one.
      if (last.dataset.row === hand()) return;
      if (!owed) {
        clearTimeout(timer);
        last.click();
      }
      owed += by;
      return;
    }
    last.removeAttribute("aria-current");
    last.closest("li").classList.remove("is-current");
    next.setAttribute("aria-current", "true");
    next.closest("li").classList.add("is-current");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    asked = next;
    clearTimeout(timer);
    timer = setTimeout(() => next.click(), WAIT);
  }

  const isWaiting = () => Boolean(asked && asked.dataset.row !== hand());

  function read() {
    const row = marked();
    if (!row) return;
    if (row.dataset.row === hand() && !isWaiting()) return focusHand();
    reads = true;
    clearTimeout(timer);
    row.click();
  }

  function focusHand() {
    const title = find(".desk-number");
    title?.focus({ preventScroll: true });
    title?.scrollIntoView({ block: "nearest" });
  }

  // -- marks

  const marks = new Set();

  function showMarks() {
    const form = find("#bulk-form");
    if (!form) return;
    for (const old of form.querySelectorAll("[data-kept-mark]")) old.remove();
    const boxes = new Map([...form.querySelectorAll("[name=ids]")].map((box) => [box.value, box]));
    for (const [id, box] of boxes) box.checked = marks.has(id);
    for (const id of marks) {
      if (boxes.has(id)) continue;
      const kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = "ids";
      kept.value = id;
      kept.dataset.keptMark = "";
      form.append(kept);
    }
    const line = find("#marked");
    if (line) line.textContent = marks.size ? `Đã đánh dấu ${marks.size} ý kiến` : "";
  }

  function toggle(id, on = !marks.has(id)) {
    if (on) marks.add(id);
    else marks.delete(id);
    showMarks();
  }

  function toggleAll() {
    const ids = rows().map((row) => row.dataset.row);
    const on = !ids.every((id) => marks.has(id));
    for (const id of ids) if (on) marks.add(id); else marks.delete(id);
    showMarks();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#bulk-form [name=ids]")) toggle(event.target.value, event.target.checked);
  });

  // -- keys

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    x: () => marked() && toggle(marked().dataset.row),
    a: toggleAll,
    c: () => find(".desk-classify select")?.focus(),
    u: () => find("#flash form button")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (!desk() || isOpen(event)) return;
    const field = typing(event.target);
    if (field) return fieldKey(event, field);
    if (find("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Enter" && event.target.matches("[data-row], body")) {
      event.preventDefault();
      return read();
    }
    const moves = key === "j" || key === "k";
    if (isWaiting() && !moves && key.length === 1 && key !== "/" && key !== "?" && key !== "x") {
      // The verb is meant for the opinion that is marked, not for the one still shown.
      held = key;
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!KEYS[key] || (event.repeat && !moves)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    KEYS[key]();
  }, true);

  function fieldKey(event, field) {
    if (event.key === "Escape" && !field.closest("dialog")) {
      event.preventDefault(); // a search box would empty itself
      field.blur();
      marked()?.focus({ preventScroll: true });
    }
    if (event.key === "Enter" && field.matches(".desk-classify select")) {
      event.preventDefault();
      find("[data-classify]")?.click();
    } else if (event.key === "Enter" && field.matches("#desk dialog select")) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  }

  // -- after a part came

  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    if (ctx.response?.status < 300) for (const dialog of document.querySelectorAll("#desk dialog[open]")) dialog.close();
  });

  // One column: the list stands last, so the eye and the focus stay with the opinion.
  const isNarrow = () => !window.matchMedia("(width >= 75rem)").matches;

  function showHand(wasAct) {
    find(".desk-number")?.focus({ preventScroll: true });
    find(wasAct ? "#flash" : ".desk-steps")?.scrollIntoView({ block: "start" });
  }

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (!desk()) return;
    showMarks();
    const searches = ctx.sourceElement?.id === "narrow" || Boolean(find("dialog[open]"));
    if (isNarrow() && !searches) showHand(ctx.request.method === "POST");
    else marked()?.scrollIntoView({ block: "nearest" });
    if (isWaiting()) {
      // An answer to something else: the marked one is still on its way.
      if (!asked.isConnected) asked = null;
      return;
    }
    asked = null;
    if (owed) {
      const moves = owed;
      owed = 0;
      for (let n = Math.abs(moves); n; n -= 1) move(Math.sign(moves));
      return;
    }
    if (reads) focusHand();
    reads = false;
    if (held) {
      const key = held;
      held = null;
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  });

  document.addEventListener("htmx:error", () => { asked = null; held = null; owed = 0; });
  window.addEventListener("pageshow", showMarks);
})();
