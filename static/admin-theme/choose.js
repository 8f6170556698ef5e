// The library's box for choosing by typing has no name of its own: give it its field's label.
"use strict"

function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")) {
    const label = select.labels?.[0] ?? document.querySelector(`label[for="${select.id}"]`)
    const box = select.nextElementSibling
    if (!label || !box?.classList.contains("select2")) continue
    const words = label.textContent.replace(/\s*[:：]\s*$/, "").trim()
    label.id ||= `${select.id}-label`
    const rendered = box.querySelector(".select2-selection__rendered")
    if (select.multiple) box.querySelector(".select2-search__field")?.setAttribute("aria-label", words)
    else box.querySelector("[role=combobox]")?.setAttribute("aria-labelledby", `${label.id} ${rendered.id}`)
    if (!select.multiple) rendered.setAttribute("aria-label", words)
  }
}

// Queued behind the library's own beginning, which has then happened.
window.django?.jQuery?.(() => name(document))
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target), 0))
// The field that opens for typing takes the name of what it searches.
document.addEventListener("focusin", (event) => {
  if (!event.target.classList?.contains("select2-search__field") || event.target.ariaLabel) return
  const open = document.querySelector(".select2-container--open [role=combobox]")
  if (open) event.target.setAttribute("aria-labelledby", open.getAttribute("aria-labelledby").split(" ")[0])
})
