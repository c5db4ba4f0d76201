// The Mini App: Telegram writes who opened it behind the address; it is handed to the board, which checks it.
"use strict";
const found = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
const said = document.querySelector("[data-app]");
history.replaceState(null, "", location.pathname); // it is not to stay in the history
if (found) {
  const form = document.querySelector("form[action$='/app']");
  form.elements.namedItem("init_data").value = found;
  form.submit();
} else {
  said.textContent = said.dataset.app;
}
