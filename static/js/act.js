// A form about one turn stays open while the console around it is redrawn, so that nothing is wiped
// from under a finger; it goes once its turn is past the step that the form is for.
"use strict";

document.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector("#act [data-of-turn]");
  if (!form) return;
  const turn = document.querySelector(`#console [data-turn="${form.dataset.ofTurn}"]`);
  if (!turn || !form.dataset.fits.split(" ").includes(turn.dataset.state)) form.remove();
});
