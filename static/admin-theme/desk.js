// Parts and blocks are dragged among their siblings; the buttons beside them do the same without this file.
"use strict"

const form = document.getElementById("desk-move")
let dragged = null

function siblings(row) {
  return [...row.parentElement.children].filter((child) => child.dataset.move)
}

function clear() {
  for (const row of document.querySelectorAll(".drop-before, .drop-after")) row.classList.remove("drop-before", "drop-after")
}

// The sibling of what is dragged that lies under the pointer, and whether the drop would come after it.
function target(event) {
  if (!dragged) return null
  for (let row = event.target.closest("[data-move]"); row; row = row.parentElement.closest("[data-move]")) {
    if (row === dragged) return null
    if (row.parentElement === dragged.parentElement) {
      const box = row.getBoundingClientRect()
      return { row, after: event.clientY > box.top + Math.min(box.height, window.innerHeight) / 2 }
    }
  }
  return null
}

for (const list of document.querySelectorAll("[data-drag]")) {
  const rows = [...list.children].filter((child) => child.dataset.move)
  if (rows.length > 1) for (const row of rows) row.draggable = true
}

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("[data-move]")
  // A link inside is dragged as the row that holds it.
  if (!row?.draggable) return
  dragged = row
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", row.dataset.move)
  row.classList.add("is-dragged")
})

document.addEventListener("dragover", (event) => {
  const found = target(event)
  clear()
  if (!found) return
  event.preventDefault()
  found.row.classList.add(found.after ? "drop-after" : "drop-before")
})

document.addEventListener("drop", (event) => {
  const found = target(event)
  if (!found) return
  event.preventDefault()
  const others = siblings(dragged).filter((row) => row !== dragged)
  const place = others.indexOf(found.row) + (found.after ? 1 : 0)
  const field = document.createElement("input")
  field.type = "hidden"
  field.name = "move"
  field.value = `${dragged.dataset.move}:${place}`
  form.append(field)
  form.submit()
})

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged")
  dragged = null
  clear()
})

// After a move the page comes back to the row; the button that was pressed keeps the focus, so that it can be pressed again.
for (const button of document.querySelectorAll(".moves button")) {
  button.addEventListener("click", () => sessionStorage.setItem("casebook-moved", button.value))
}
const moved = sessionStorage.getItem("casebook-moved")
if (moved) {
  sessionStorage.removeItem("casebook-moved")
  const pressed = document.querySelector(`.moves button[value="${CSS.escape(moved)}"]`)
  const usable = pressed?.disabled ? pressed.parentElement.querySelector("button:not(:disabled)") : pressed
  // Going to the row in the address takes the focus away, so it is given after that.
  addEventListener("pageshow", () => setTimeout(() => usable?.focus({ preventScroll: true }), 0))
}
