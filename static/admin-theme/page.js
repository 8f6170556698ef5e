// Menus close with Escape and with a click elsewhere; a list of errors is read first.
const menus = document.querySelectorAll("#header details")

document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false
})

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of menus) {
    if (!menu.open) continue
    menu.open = false
    menu.querySelector("summary").focus()
  }
})

document.querySelector(".error-summary[tabindex]")?.focus()

// A link to a field that is folded away opens what holds it; the text's editor stands in for its textarea.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]')
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))
  if (!target) return
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true
  const field = target.hidden ? document.getElementById(`${target.id}-prose`) : target
  field?.focus()
})
