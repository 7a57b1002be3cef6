"use strict";
document.documentElement.classList.add("scripted");
const box = document.getElementById("filter");
const rows = Array.from(document.querySelectorAll("#claims tbody tr"));
const count = document.getElementById("shown");
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  count.textContent = `${shown} of ${rows.length} claims`;
});
