// The theme that this browser chose before, set before anything is painted. Without a choice the system's is used.
"use strict";
try {
  const chosen = localStorage.getItem("duban-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // a browser that keeps nothing follows the system
}
