// A form that holds more than the server reads is not sent off, where its text would be refused: it stays open, and says why.
"use strict"

const form = document.querySelector("form[data-most-fields]")

function isTooLarge() {
  let fields = 0
  const encoder = new TextEncoder()
  let bytes = 0
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue
    fields += 1
    // Each name and text, and what stands between them.
    bytes += encoder.encode(name).length + encoder.encode(value).length + 2
  }
  return fields > Number(form.dataset.mostFields) || bytes > Number(form.dataset.mostBytes)
}

form?.addEventListener("submit", (event) => {
  if (!isTooLarge()) return
  event.preventDefault()
  event.stopImmediatePropagation()
  form.querySelector("[data-too-large]")?.remove()
  const box = document.createElement("p")
  box.className = "keeping problem"
  box.dataset.tooLarge = ""
  box.setAttribute("role", "alert")
  box.tabIndex = -1
  box.textContent = form.dataset.tooLarge
  form.prepend(box)
  box.focus()
})
