// The conclusion's form on the console. "Kết luận" pressed while it is open, or on its way, must not
// load it anew: what was just chosen in it would be gone.
(() => {
  "use strict";

  const place = () => document.querySelector("#conclusion-form[data-of]");
  const first = (form) => form.querySelector("input:checked") ?? form.querySelector("input:not([type=hidden]), select, textarea");
  let wanted = false;

  function settle() {
    const form = place()?.querySelector("form");
    if (!wanted || !form) return;
    wanted = false;
    first(form)?.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-concludes]");
    const open = place();
    if (!link || open?.dataset.of !== link.dataset.concludes) return;
    if (open.querySelector("section") && !open.querySelector("form")) return; // written already
    event.preventDefault();
    event.stopImmediatePropagation();
    wanted = true;
    settle();
  }, true);

  document.addEventListener("htmx:after:swap", settle);

  // Where it could not be loaded, the next press loads it.
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const source = ctx.sourceElement;
    if (source?.id !== "conclusion-form") return;
    setTimeout(() => { if (!source.querySelector("section")) delete source.dataset.of; }, 500);
  });
})();
