// A form about one turn stays open while the console around it is redrawn, so that nothing is wiped
// from under a finger; it goes once its turn is past the step that the form is for.
"use strict";

(() => {
  const rows = () => [...document.querySelectorAll("#console [data-changes]")];
  let opener = "";

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#console a[href]");
    if (link) opener = link.getAttribute("href");
  });

  // d: to the first who waits; arrows from one to the next; Escape closes the form again.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const open = document.querySelector("#act > section");
    if (event.key === "Escape" && open) {
      open.remove();
      const link = opener && document.querySelector(`#console a[href="${CSS.escape(opener)}"]`);
      (link || document.querySelector("#console .button-great"))?.focus();
      return;
    }
    if (event.target.closest?.("input, textarea, select")) return;
    const found = rows();
    const at = found.indexOf(event.target.closest?.("[data-changes]"));
    if (event.key.toLowerCase() === "d" && found.length) {
      event.preventDefault();
      found[0].focus();
    } else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      found[Math.max(0, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
  });
})();

document.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector("#act [data-of-turn]");
  if (!form) return;
  const turn = document.querySelector(`#console [data-turn="${form.dataset.ofTurn}"]`);
  if (!turn || !form.dataset.fits.split(" ").includes(turn.dataset.state)) form.remove();
});
