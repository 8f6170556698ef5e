// The journal in this browser (journal.js) forgets what was saved, and everything when somebody signs out.
"use strict"

if (document.querySelector(".messagelist .success")) {
  const sent = sessionStorage.getItem("casebook-sent")
  if (sent) localStorage.removeItem(sent)
  sessionStorage.removeItem("casebook-sent")
}

document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.endsWith("/logout/")) return
  for (const name of Object.keys(localStorage)) if (name.startsWith("casebook:typed:")) localStorage.removeItem(name)
})
