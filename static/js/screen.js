// What does not fit on the hall's screen at once turns its pages by itself: the programme and the
// house rules, the conclusions three by three. A new conclusion shows its own page.
"use strict";

(() => {
  const EVERY = 12000;
  let page = 0;
  let seen = 0;

  function turn(items, size) {
    const pages = Math.max(1, Math.ceil(items.length / size));
    if (items.length > seen && seen) page = pages - 1;
    seen = items.length;
    items.forEach((item, place) => { item.hidden = Math.floor(place / size) !== page % pages; });
  }

  function show() {
    const list = document.querySelector("[data-pages]");
    const parts = document.querySelector("[data-turns]");
    if (list) turn([...list.querySelectorAll("li")], Number(list.dataset.pages));
    else if (parts) turn([...parts.children], 1);
    else seen = 0;
  }

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:after:swap", show);
  setInterval(() => { page += 1; show(); }, EVERY);
})();
