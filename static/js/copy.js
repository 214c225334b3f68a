"use strict";
// Copies a text with one tap; where the browser does not allow it, selects it for the person to copy.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const area = document.getElementById(button.dataset.copy);
  if (!area) return;
  const said = button.parentElement.querySelector("[data-copied]");
  let copied = false;
  try {
    await navigator.clipboard.writeText(area.value);
    copied = true;
  } catch {
    area.focus();
    area.select();
    try { copied = document.execCommand("copy"); } catch { copied = false; }
  }
  if (said) said.textContent = copied ? button.dataset.copyDone || "Đã chép. Mở Zalo và dán vào." : "Chữ đã được chọn: giữ tay lên chữ, bấm Sao chép.";
});
