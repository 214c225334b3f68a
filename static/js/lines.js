// A field with one item a line, shown beneath as the numbered list it makes; items are put
// up, down or out there. Without scripts the field alone does it all.
"use strict";

(() => {
  const split = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);

  function act(field, items, draw) {
    field.value = items.join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  }

  function button(label, name, disabled, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-quiet lines-button";
    made.textContent = label;
    made.setAttribute("aria-label", name);
    made.disabled = disabled;
    made.addEventListener("click", press);
    return made;
  }

  function row(field, items, place, draw) {
    const line = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = items[place];
    const moved = (to) => {
      const copy = [...items];
      copy.splice(to, 0, copy.splice(place, 1)[0]);
      act(field, copy, () => draw(to));
    };
    const number = `mục ${place + 1}`;
    const verbs = document.createElement("span");
    verbs.className = "lines-verbs";
    verbs.append(
      button("↑", `Đưa ${number} lên`, place === 0, () => moved(place - 1)),
      button("↓", `Đưa ${number} xuống`, place === items.length - 1, () => moved(place + 1)),
      button("✕", `Bỏ ${number}`, false, () => {
        act(field, items.filter((_, n) => n !== place), draw);
      }),
    );
    line.append(words, verbs);
    return line;
  }

  function prepare(field) {
    if (field.dataset.linesReady) return;
    field.dataset.linesReady = "yes";
    const fold = document.createElement("details");
    fold.className = "fold lines-fold";
    const head = document.createElement("summary");
    const list = document.createElement("ol");
    list.className = "lines-list";
    fold.append(head, list);
    field.after(fold);
    const draw = (focused) => {
      const items = split(field);
      head.textContent = `Xem đánh số, sắp xếp (${items.length} mục)`;
      list.replaceChildren(...items.map((_, place) => row(field, items, place, draw)));
      const kept = Number.isInteger(focused) ? list.children[focused] : null;
      kept?.querySelector("button:not(:disabled)")?.focus();
    };
    field.addEventListener("input", () => draw());
    draw();
  }

  const start = () => document.querySelectorAll("textarea[data-lines]").forEach(prepare);
  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:after:swap", start);
})();
