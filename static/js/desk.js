// The desk by keyboard: Enter in the search takes the only hit, arrows choose among several.
// A scanner types faster than the list is found: its Enter waits for the list.
"use strict";

(() => {
  const box = () => document.querySelector("[data-search]");
  const list = () => document.getElementById("candidates");
  const buttons = () => [...document.querySelectorAll("#candidates [data-enter] button")];
  const wanted = () => box()?.value.trim();
  let pending = false;

  const fresh = () => list()?.dataset.asked === wanted();

  function take() {
    pending = false;
    const found = buttons();
    if (found.length === 1) found[0].click();
    else if (found.length) found[0].focus();
    else box().select(); // here already, or nobody: the next scan writes over it
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target === box() && event.key === "Enter" && wanted()) {
      if (event.repeat) return event.preventDefault();
      if (fresh()) {
        event.preventDefault();
        take();
      } else {
        pending = true; // the form's own submit fetches the list
      }
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const found = buttons();
    const at = found.indexOf(target);
    if (!found.length || (target !== box() && at < 0)) return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    (found[next] || (next < 0 ? box() : found.at(-1))).focus();
  });

  document.addEventListener("input", (event) => { if (event.target === box()) pending = false; });
  document.addEventListener("htmx:after:swap", () => { if (pending && fresh()) take(); });
})();
