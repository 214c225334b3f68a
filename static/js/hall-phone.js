// "Còn 2 người nữa": every phone gets the same queue; where one's own number stands is found here.
"use strict";

(() => {
  const place = () => document.getElementById("mine");

  function words(number, root) {
    if (Number(root.querySelector("[data-current]")?.dataset.current) === number) {
      return `Đến lượt số ${number}. Mời ông/bà đến micro.`;
    }
    const waiting = [...root.querySelectorAll("[data-waiting]")].map((row) => Number(row.dataset.waiting));
    const ahead = waiting.indexOf(number);
    if (ahead < 0) return `Số ${number} không còn trong danh sách chờ.`;
    return ahead === 0 ? `Số ${number} là người tiếp theo.` : `Còn ${ahead} người nữa đến lượt số ${number}.`;
  }

  function show() {
    const line = place();
    const number = Number(line?.dataset.number);
    const root = document.getElementById("phone");
    if (!number || !root) return;
    const text = words(number, root);
    if (line.textContent !== text) line.textContent = text;
    for (const row of root.querySelectorAll("[data-waiting]")) {
      row.classList.toggle("is-mine", Number(row.dataset.waiting) === number);
    }
  }

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:after:swap", show);
})();
