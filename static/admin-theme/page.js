// Menus close with Escape and with a click elsewhere; a list of errors is read first.
import "./typing/forget.js"

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

// Fields that look up names say which field they are.
function nameLookups() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling?.querySelector?.(".select2-selection")
    const label = document.querySelector(`label[for="${select.id}"]`)
    if (!box || !label) continue
    label.id ||= `${select.id}-label`
    const shown = box.querySelector(".select2-selection__rendered")
    for (const name of ["role", "aria-readonly", "title"]) shown?.removeAttribute(name)
    box.removeAttribute("aria-haspopup")
    box.setAttribute("aria-haspopup", "listbox")
    box.setAttribute("aria-labelledby", [label.id, shown?.id].filter(Boolean).join(" "))
  }
}

if (window.django?.jQuery) {
  const $ = window.django.jQuery
  // After the library's own: what is ready first is asked first.
  $(nameLookups)
  $(document).on("formset:added change", () => setTimeout(nameLookups))
  $(document).on("select2:open", (event) => {
    const label = document.querySelector(`label[for="${event.target.id}"]`)
    document.querySelector(".select2-container--open .select2-search__field")?.setAttribute("aria-label", label?.textContent.trim() ?? "")
  })
}
